export const INVENTORY_FORMATS = ['lines', 'json', 'yaml', 'csv'] as const;
export type InventoryFormat = (typeof INVENTORY_FORMATS)[number];

const BY_EXTENSION: Readonly<Record<string, InventoryFormat>> = {
  json: 'json',
  yaml: 'yaml',
  yml: 'yaml',
  csv: 'csv',
};

/** Which format a file of targets has: by its extension, else (stdin, other names) by what its first line can only be. */
export function formatOf(path: string, text: string): InventoryFormat {
  const extension = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  return BY_EXTENSION[extension] ?? bySight(text);
}

function bySight(text: string): InventoryFormat {
  if (text.includes('\0')) return 'lines';
  const first = text.split(/\r?\n/).find((line) => line.trim() !== '' && !/^\s*#/.test(line)) ?? '';
  if (/^\s*[[{]/.test(first)) return 'json';
  if (/^(---|- |-$|targets\s*:)/.test(first)) return 'yaml';
  return first.split(/[,;\t]/).some((cell) => /^\s*"?target"?\s*$/i.test(cell)) ? 'csv' : 'lines';
}
