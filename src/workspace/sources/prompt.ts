import type { Ask } from '../ask.ts';
import type { FoundKey } from './source.ts';

/** What somebody types without seeing it; undefined for an empty answer. */
export async function promptedKey(ask: Ask, workspaceId: string): Promise<FoundKey | undefined> {
  const key = await ask.key(workspaceId);
  return key === undefined ? undefined : { key, from: { source: 'prompt', text: 'the prompt' } };
}
