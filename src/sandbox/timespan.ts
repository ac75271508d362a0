/** The oldest time (ms) of a query's timespan, ISO 8601: `P1D`, `PT30M`, `start/end`. Missing or not read: no bound. */
export function since(timespan: string | undefined, now: number): number {
  const [start = ''] = timespan?.split('/') ?? [];
  const duration = durationMs(start);
  if (duration !== undefined) return now - duration;
  const time = Date.parse(start);
  return Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
}

const UNITS_MS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000] as const;

function durationMs(text: string): number | undefined {
  const found = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (found === null) return undefined;
  return UNITS_MS.reduce((sum, unit, index) => sum + unit * Number(found[index + 1] ?? 0), 0);
}
