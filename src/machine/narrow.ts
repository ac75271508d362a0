/** Text as its writer meant it: without a byte order mark, and without the NUL beside every character that UTF-16 read as something narrower has. */
export function narrow(text: string): string {
  const bare = text.replace(/^[\uFEFF\uFFFE\uFFFD]+/, '');
  return bare.includes('\0') ? bare.replaceAll('\0', '') : bare;
}
