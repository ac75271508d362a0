/** The name, or it with a number behind it, so that none of the taken ones is it; Azure compares names without case. */
export function freeName(name: string, taken: readonly string[]): string {
  const used = new Set(taken.map((one) => one.toLowerCase()));
  if (!used.has(name.toLowerCase())) return name;
  let number = 2;
  while (used.has(`${name}-${number}`.toLowerCase())) number += 1;
  return `${name}-${number}`;
}
