import { EXIT, Problem } from '../problem.ts';
import type { Secret } from '../secret.ts';
import type { AzureWorkspace } from '../target/azure-workspace.ts';
import { compareKey } from './compare.ts';
import type { Provenance } from './credentials.ts';
import { parseWorkspaceId } from './form-id.ts';
import { keyOfForm } from './form-key.ts';
import { lookUp } from './sources/look-up.ts';
import type { FoundKey, KeySource } from './sources/source.ts';
import { findIn, type Identified, type Naming, type WorkspacePorts, whichWorkspace } from './which.ts';

/** What is known of the key that would be used. */
export type Held =
  | {
      readonly state: 'verified';
      readonly which: 'primary' | 'secondary';
      readonly key: Secret;
      readonly from: Provenance;
    }
  | { readonly state: 'form-only'; readonly why: string; readonly key: Secret; readonly from: Provenance }
  /** It was given, and is none of the workspace's keys. */
  | { readonly state: 'mismatch'; readonly caseOnly: boolean; readonly from: Provenance }
  /** The workspace lets nobody in by a key (disableLocalAuth). */
  | { readonly state: 'refused' }
  /** None was given, and it could not be looked up. */
  | { readonly state: 'none'; readonly problem: Problem };

export interface Wish extends Naming {
  /** Where a key is given, in the documented order; the first counts. None: it is looked up. */
  readonly keys: readonly KeySource[];
}

export interface Inspected extends Identified {
  readonly held: Held;
}

/**
 * Which workspace is meant, which key would be used, and whether it belongs there. Reads only: a key is compared with those that the
 * sign-in may read, and never tried by sending data or registering an agent.
 * Throws AZMON-WORKSPACE-KEY-FORM (2), and as `whichWorkspace` and the sources do.
 */
export async function inspectWorkspace(wish: Wish, ports: WorkspacePorts): Promise<Inspected> {
  if (wish.id !== undefined) parseWorkspaceId(wish.id.text, wish.id.from.text);
  const given = await givenKey(wish);
  const identified = await whichWorkspace(wish, ports);
  const seen = await workspaceOf(identified, wish, ports);
  const known = seen instanceof Problem ? identified : { ...identified, workspace: seen };
  if (known.workspace?.keysRefused === true) return { ...known, held: { state: 'refused' } };
  if (given === undefined) return { ...known, held: await lookedUp(seen, ports) };
  return { ...known, held: await compared(given, seen, ports) };
}

/** The form of what was given is checked before Azure is asked anything. */
async function givenKey({ keys: [first] }: Wish): Promise<FoundKey | undefined> {
  const found = await first?.();
  return found === undefined ? undefined : { ...found, key: keyOfForm(found.key, found.from) };
}

/** A workspace given by its id may be anybody's: that it cannot be seen is no failure yet. */
async function workspaceOf(
  { workspace, workspaceId }: Identified,
  wish: Naming,
  ports: WorkspacePorts,
): Promise<AzureWorkspace | Problem> {
  return workspace ?? orWhyNot(() => findIn(workspaceId, wish, ports));
}

async function lookedUp(seen: AzureWorkspace | Problem, ports: WorkspacePorts): Promise<Held> {
  if (seen instanceof Problem) return { state: 'none', problem: seen };
  const found = await orWhyNot(async () => lookUp(seen, await ports.azure()));
  if (found instanceof Problem) return { state: 'none', problem: found };
  return { state: 'verified', which: 'primary', ...found };
}

async function compared(given: FoundKey, seen: AzureWorkspace | Problem, ports: WorkspacePorts): Promise<Held> {
  if (seen instanceof Problem) return { state: 'form-only', why: whyNot(seen), ...given };
  const keys = await orWhyNot(async () => (await ports.azure()).workspaces.keys(seen.id));
  if (keys instanceof Problem)
    return { state: 'form-only', why: `its keys could not be read: ${keys.message}`, ...given };
  const comparison = compareKey(given.key, keys);
  return comparison.state === 'verified' ? { ...comparison, ...given } : { ...comparison, from: given.from };
}

const whyNot = (problem: Problem): string =>
  problem.exit === EXIT['not-found'] ? 'the workspace is not among those this sign-in can see' : problem.message;

/** Not signed in, no right, not to be seen, no network: reasons why something is not known. Anything else ends the run. */
const REASONS: readonly number[] = [EXIT.auth, EXIT['not-found'], EXIT.unavailable];

async function orWhyNot<T>(ask: () => Promise<T>): Promise<T | Problem> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Problem && REASONS.includes(error.exit)) return error;
    throw error;
  }
}
