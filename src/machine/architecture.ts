import type { MachineFacts } from './facts.ts';

/** What a Linux machine's kernel and programs are built for. */
export interface Architecture {
  /** x86_64, x86, aarch64, or as uname says it. */
  readonly kernel: string;
  /** The same for the programs, which are what an installer meets; may be 32 bits under a 64-bit kernel. */
  readonly userland: string;
}

const KERNELS: Readonly<Record<string, string>> = {
  amd64: 'x86_64',
  i386: 'x86',
  i486: 'x86',
  i586: 'x86',
  i686: 'x86',
  arm64: 'aarch64',
};

/** By the ELF header of a running program: bytes 18 and 19. */
const PROGRAMS: Readonly<Record<string, string>> = { '3e00': 'x86_64', '0300': 'x86', b700: 'aarch64', '2800': 'arm' };

/** Programs of 32 bits that run under a kernel of 64. */
const HALVES: Readonly<Record<string, string>> = { x86_64: 'x86', aarch64: 'arm' };

/** undefined: not observed. */
export function architectureOf(facts: MachineFacts): Architecture | undefined {
  const machine = facts['kernel.machine'];
  if (machine === undefined || machine === null || machine === '') return undefined;
  const kernel = lookUp(KERNELS, machine.toLowerCase()) ?? machine;
  const program = lookUp(PROGRAMS, (facts['elf.machine'] ?? '').toLowerCase());
  const halved = facts['userland.bits'] === 32 ? lookUp(HALVES, kernel) : undefined;
  return { kernel, userland: program ?? halved ?? kernel };
}

function lookUp(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
