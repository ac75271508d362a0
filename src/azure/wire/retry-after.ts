/**
 * Milliseconds that a service asks to be left alone. Retry-After is seconds or a date (RFC 9110 10.2.3); x-ms-retry-after-ms is what some
 * of Azure's services send. Undefined: it asks for nothing that can be understood.
 */
export function retryAfterMs(header: (name: string) => string | undefined, now: number): number | undefined {
  const exact = Number.parseInt(header('x-ms-retry-after-ms') ?? header('retry-after-ms') ?? '', 10);
  if (exact >= 0) return exact;
  const text = header('retry-after')?.trim() ?? '';
  if (/^\d{1,6}$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
