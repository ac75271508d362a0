import { METHODS, type MethodId, type SupportList } from '../../agent/agent.ts';
import type { System } from '../../machine/system.ts';

/** A system as people name it, with what it poses as: `Ubuntu 18.04`, `Linux Mint 17.3 (poses as ubuntu: DISTRIB_ID=LinuxMint)`. */
export function nameOf(system: System): string {
  if (system.family === 'windows')
    return [system.name, windowsDetails(system.edition, system.servicePack, system.architecture)]
      .filter(Boolean)
      .join(', ');
  const name = `${system.name} ${system.version}`.trim();
  const { imitates, variant } = system;
  if (imitates !== undefined) return `${name} (poses as ${imitates.id}: ${imitates.evidence})`;
  return variant === 'atomic' || variant === 'coreos' ? `${name} (image-based)` : name;
}

function windowsDetails(edition: string, servicePack: number, architecture: string): string {
  const pack = servicePack > 0 ? `service pack ${servicePack}` : '';
  return [edition === '' ? '' : `edition ${edition}`, pack, architecture].filter(Boolean).join(', ');
}

/** A list with its date: `Log Analytics agent overview, 2020-02-04`. */
export const titleOf = (list: SupportList): string => `${list.title}, ${list.date}`;

/** Methods with the flag that chooses them: `Linux script (--method linux)`. */
export const methodsOf = (methods: readonly MethodId[]): string =>
  methods.map((method) => `${METHODS[method]} (--method ${method})`).join(', ');
