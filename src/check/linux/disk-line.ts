/** One line of the fact `disk`. */
export interface Disk {
  readonly directory: string;
  readonly availableKb: number;
  readonly mount: string;
  readonly options: readonly string[];
}

/** Reads `<directory> <available kB> <mount point> <mount options>`; undefined for anything else. Total. */
export function parseDisk(line: string): Disk | undefined {
  const [directory = '', available = '', mount = '', options = ''] = line.trim().split(/\s+/);
  if (!directory.startsWith('/') || !/^\d{1,15}$/.test(available)) return undefined;
  return { directory, availableKb: Number(available), mount: mount === '-' ? '' : mount, options: options.split(',') };
}

const read = new WeakMap<readonly string[], readonly Disk[]>();

/** The lines of one machine; several checks ask for them, and they are read once. */
export function parseDisks(lines: readonly string[]): readonly Disk[] {
  const known = read.get(lines) ?? lines.flatMap((line) => parseDisk(line) ?? []);
  read.set(lines, known);
  return known;
}
