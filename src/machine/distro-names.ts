/**
 * How makers begin the names of their distributions, and the id that belongs to it. Longer beginnings come first.
 * `guard` marks the listed distributions: who carries such an id must also carry such a name, or is an imitation.
 */
const NAMES: readonly { readonly begins: string; readonly id: string; readonly guard?: true }[] = [
  { begins: 'SUSE Linux Enterprise Server for SAP', id: 'sles_sap' },
  { begins: 'SLES_SAP', id: 'sles_sap' },
  { begins: 'SUSE Linux Enterprise Server', id: 'sles', guard: true },
  { begins: 'SUSE Linux Enterprise Desktop', id: 'sled' },
  { begins: 'SLES', id: 'sles', guard: true },
  { begins: 'Red Hat Enterprise Linux', id: 'rhel', guard: true },
  { begins: 'CentOS', id: 'centos', guard: true },
  { begins: 'Oracle Linux', id: 'ol', guard: true },
  // What Oracle Linux 5 calls itself in enterprise-release.
  { begins: 'Enterprise Linux Enterprise Linux', id: 'ol' },
  { begins: 'Amazon Linux', id: 'amzn', guard: true },
  { begins: 'Debian GNU/Linux', id: 'debian', guard: true },
  { begins: 'Ubuntu', id: 'ubuntu', guard: true },
  { begins: 'Rocky Linux', id: 'rocky', guard: true },
  { begins: 'AlmaLinux', id: 'almalinux', guard: true },
  { begins: 'Scientific Linux', id: 'scientific' },
  { begins: 'openSUSE Leap', id: 'opensuse-leap' },
  { begins: 'Linux Mint', id: 'linuxmint' },
];

const GUARDED = new Set(NAMES.filter(({ guard }) => guard).map(({ id }) => id));

/** The id that a maker's name stands for; the first word of a name that nobody knows. */
export function idOfName(name: string): string {
  const known = NAMES.find(({ begins }) => name.startsWith(begins));
  return known?.id ?? idOf(name);
}

/** An id as release files write it, made comparable: `openEuler` -> openeuler, `elementary OS` -> elementary. */
export function idOf(text: string): string {
  const word = text.trim().split(/\s+/, 1)[0] ?? '';
  return word.toLowerCase().replace(/[^a-z0-9._-]/g, '') || 'unknown';
}

/** Whether a name may belong to an id. Only ids of listed distributions are guarded. */
export function isNameOf(id: string, name: string): boolean {
  if (!GUARDED.has(id) || name === '') return true;
  return NAMES.some((known) => known.id === id && name.startsWith(known.begins)) || idOfName(name) === `${id}_sap`;
}
