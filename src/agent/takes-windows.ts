import type { WindowsSystem } from '../machine/system.ts';
import type { WindowsEntry } from './agent.ts';

/** Whether a row of a list names a Windows: by id, edition, service pack, build and Core. Architecture is a question of its own. */
export function takesWindows(entry: WindowsEntry, system: WindowsSystem): boolean {
  return (
    entry.id === system.id &&
    takesEdition(entry, system.edition) &&
    system.servicePack >= (entry.servicePack ?? 0) &&
    system.build >= (entry.minimumBuild ?? 0) &&
    !(system.core && entry.core === false)
  );
}

/** EditionIDs differ in case between releases of Windows. */
function takesEdition({ editions }: WindowsEntry, edition: string): boolean {
  return editions === undefined || editions.some((one) => one.toLowerCase() === edition.toLowerCase());
}
