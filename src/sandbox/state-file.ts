import { readFile, rename, writeFile } from 'node:fs/promises';
import { everyMachine } from './every-machine.ts';
import { fileTrouble, stateTrouble } from './sandbox-problem.ts';
import type { SandboxState } from './state.ts';

const MAPS = [
  'groups',
  'machines',
  'workspaces',
  'rules',
  'associations',
  'providers',
  'permissions',
  'vault',
] as const;
const LISTS = ['subscriptions', 'locks', 'policies'] as const;

/** The state that a file holds; undefined where there is no such file yet. Throws AZMON-SANDBOX-STATE and -FILE (2). */
export async function readState(path: string): Promise<SandboxState | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw fileTrouble(path, 'read', error);
  });
  if (text === undefined) return undefined;
  const state = parsed(text, path);
  const { version } = state as { version?: unknown };
  if (version !== 1) throw stateTrouble(path, `its version is not 1`);
  for (const name of MAPS) if (!isMap(state[name])) throw stateTrouble(path, `"${name}" is missing or no object`);
  for (const name of LISTS)
    if (!Array.isArray(state[name])) throw stateTrouble(path, `"${name}" is missing or no list`);
  return state as unknown as SandboxState;
}

const isMap = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string, path: string): Record<string, unknown> {
  try {
    const state: unknown = JSON.parse(text);
    if (isMap(state)) return state as Record<string, unknown>;
  } catch {
    throw stateTrouble(path, 'it is no JSON');
  }
  throw stateTrouble(path, 'it is no JSON object');
}

/** Whole or not at all; readable by its owner only, as keys of workspaces stand in it. */
export async function writeState(path: string, state: SandboxState): Promise<void> {
  try {
    await writeFile(`${path}.new`, `${JSON.stringify(state, undefined, 1)}\n`, { mode: 0o600 });
    await rename(`${path}.new`, path);
  } catch (error) {
    throw fileTrouble(path, 'written', error);
  }
}

/** The newest time in a state: a clock that ran fast may have been ahead of this machine's. */
export function newestTime(state: SandboxState): number {
  const { workspaces, associations } = state;
  const times = [
    ...everyMachine(state).flatMap(({ extensions }) => extensions.map(({ workingSince = 0 }) => workingSince)),
    ...Object.values(workspaces).map(({ createdAt }) => createdAt),
    ...Object.values(associations).map(({ since }) => since),
  ];
  return times.reduce((newest, time) => Math.max(newest, time), 0);
}
