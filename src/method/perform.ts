import type { Azure, Waiting } from '../ports.ts';
import type { Secret } from '../secret.ts';
import type { Action, SecretName } from './action.ts';

export async function perform(
  _action: Action,
  _azure: Azure,
  _secrets: ReadonlyMap<SecretName, Secret>,
  _waiting: Waiting,
): Promise<void> {
  throw new Error('to be written');
}
