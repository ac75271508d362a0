import type { SupportFile } from '../manage/support-bundle.ts';
import type { Paint } from './paint.ts';

/** What a support bundle holds: each file with its size and what was taken out of it. `out`: the folder, as it was named. */
export function supportLines(target: string, out: string, files: readonly SupportFile[], paint: Paint): string[] {
  const width = Math.max(0, ...files.map(({ path }) => path.length));
  const sizes = files.map(({ text }) => sizeText(bytesOf(text)));
  const digits = Math.max(0, ...sizes.map((size) => size.length));
  const total = files.reduce((sum, { text }) => sum + bytesOf(text), 0);
  const taken = files.reduce((sum, { masked }) => sum + masked, 0);
  return [
    `${paint.strong(out)}  ${target}`,
    '',
    ...files.map(({ path, about, masked }, index) => {
      const cut = masked === 0 ? '' : paint.warn(`  ${masked} taken out`);
      return `  ${path.padEnd(width)}  ${(sizes[index] ?? '').padStart(digits)}  ${paint.dim(about)}${cut}`;
    }),
    '',
    `${files.length} files, ${sizeText(total)}${taken === 0 ? '' : `; what may be a secret was taken out in ${taken} ${taken === 1 ? 'place' : 'places'}`}`,
  ];
}

/** The same as plain data; the texts themselves stay in the files. */
export const supportResult = (target: string, out: string, files: readonly SupportFile[]): Record<string, unknown> => ({
  ...{ target, folder: out },
  files: files.map(({ path, text, masked }) => ({ path, bytes: bytesOf(text), masked })),
});

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** `512 B`, `4.2 kB`, `1.3 MB` */
const sizeText = (bytes: number): string =>
  bytes < 1000
    ? `${bytes} B`
    : bytes < 1_000_000
      ? `${(bytes / 1000).toFixed(1)} kB`
      : `${(bytes / 1_000_000).toFixed(1)} MB`;
