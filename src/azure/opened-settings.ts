import type { ExtensionPut } from '../ports.ts';
import { Secret } from '../secret.ts';

type Hidden = ExtensionPut['protectedSettings'][string];

/** The only place where protected settings are opened, for a request that is being built; undefined where there are none. */
export const openedSettings = (settings: ExtensionPut['protectedSettings']): Record<string, unknown> | undefined =>
  Object.keys(settings).length === 0 ? undefined : opened(settings);

/** Those of the Azure Monitor Agent lie one level deeper. */
const opened = (settings: Readonly<Record<string, Hidden>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, openedValue(value)]));

const openedValue = (value: Hidden): unknown =>
  value instanceof Secret ? value.reveal() : typeof value === 'string' ? value : opened(value);
