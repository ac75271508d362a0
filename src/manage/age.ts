const STEPS = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
] as const;

/** `9 days`, `1 hour`, `40 seconds`: in the largest unit of which there is a whole one. */
export function ageText(ms: number): string {
  const [length, unit] = STEPS.find(([length]) => ms >= length) ?? [1_000, 'second'];
  const count = Math.floor(ms / length);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
