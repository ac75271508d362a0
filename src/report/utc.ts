/** A time (ISO 8601) as people read it: `2026-11-23 15:41 UTC`. */
export const utcText = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;
