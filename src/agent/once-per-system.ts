import type { System } from '../machine/system.ts';

/**
 * Remembers what follows from a system, something of the agent (`owner`) and a word (a day, an architecture): thousands of machines
 * share a few systems. By identity, so nothing is kept longer than the system itself.
 */
export function oncePerSystem<Owner extends object, T>(work: (owner: Owner, system: System, word: string) => T) {
  const bySystem = new WeakMap<System, Map<Owner, Map<string, T>>>();
  return (owner: Owner, system: System, word: string): T => {
    const byOwner = bySystem.get(system) ?? new Map<Owner, Map<string, T>>();
    if (byOwner.size === 0) bySystem.set(system, byOwner);
    const byWord = byOwner.get(owner) ?? new Map<string, T>();
    if (byWord.size === 0) byOwner.set(owner, byWord);
    const known = byWord.get(word);
    if (known !== undefined) return known;
    const found = work(owner, system, word);
    byWord.set(word, found);
    return found;
  };
}
