import { printable } from '../printable.ts';
import { EXIT, type Fix, Problem } from '../problem.ts';
import { isGroupName, isMachineName, parseResourceId } from './resource-id.ts';
import { parseSshTarget } from './ssh-target.ts';
import type { Target } from './target.ts';

/** The ways to name a machine, as help and errors show them. */
const TARGET_FORMS = [
  'local',
  'ssh://[user@]host[:port]',
  '/subscriptions/.../virtualMachines/<name>',
  'azure:[group/]name',
  'arc:[group/]name',
  'vmss:[group/]name',
] as const;

/**
 * Reads one target as a user writes it.
 * Throws a Problem (2): AZMON-TARGET-UNKNOWN, AZMON-TARGET-SSH, AZMON-TARGET-ID or AZMON-TARGET-NAME. A password in the text is never echoed.
 */
export function parseTarget(text: string): Target {
  const trimmed = text.trim();
  if (trimmed === '') throw unknown('a target is empty');
  if (printable(trimmed) !== trimmed) throw unknown('a target holds control characters');
  if (trimmed.toLowerCase() === 'local') return { kind: 'local', key: 'local' };
  if (/^ssh:\/\//i.test(trimmed)) return parseSshTarget(trimmed);
  if (/^\/|^subscriptions\//i.test(trimmed)) return resource(trimmed);
  const named = /^(azure|arc|vmss):(?!\/\/)(.*)$/i.exec(trimmed);
  if (named !== null) return byName(named[1]?.toLowerCase() as NamedKind, named[2] ?? '');
  throw unknown(`it cannot be told what kind of target ${shown(trimmed)} is`, candidates(trimmed));
}

function resource(text: string): Target {
  const { id, key } = parseResourceId(text);
  return { kind: 'resource', key, id };
}

type NamedKind = 'azure' | 'arc' | 'vmss';

function byName(kind: NamedKind, rest: string): Target {
  const [name = '', group, ...more] = rest.split('/').reverse();
  const fits = more.length === 0 && isMachineName(name) && (group === undefined || isGroupName(group));
  if (!fits) throw wrongName(kind);
  const key = `${kind}:${rest.toLowerCase()}`;
  return group === undefined ? { kind, key, name } : { kind, key, name, group };
}

function wrongName(kind: NamedKind): Problem {
  return new Problem({
    code: 'AZMON-TARGET-NAME',
    exit: EXIT.usage,
    message: `the name of ${kind === 'vmss' ? 'a' : 'an'} ${kind}: target cannot be read`,
    why: 'names of machines and resource groups are made of letters, digits and _ - . and do not end in a full stop',
    fix: [{ text: `write ${kind}:name, or ${kind}:group/name where the name alone is not unique` }],
  });
}

/** `user@host`, as ssh takes it. */
const LOGIN = /^[a-z_][a-z0-9_.-]{0,31}@[a-z0-9][a-z0-9.-]{0,252}(:\d{1,5})?$/i;

/** A bare name could be any of several things, and guessing would look at the wrong machine. */
function candidates(text: string): Fix[] {
  if (LOGIN.test(text)) return [{ text: `did you mean ssh://${text}` }];
  if (!isName(text) || text.startsWith('-')) return [];
  return [
    { text: `ssh://${text}: a machine that your ssh reaches under this name` },
    { text: `azure:${text}: a virtual machine of your Azure subscription` },
    { text: `arc:${text}: a machine connected through Azure Arc` },
    { text: `vmss:${text}: a scale set` },
  ];
}

/** Only what reads like a name is repeated: a wrong file may hold keys or password hashes, a line each. */
function shown(text: string): string {
  return isName(text.replace(/^[a-z]{1,10}:\/\//i, '')) || LOGIN.test(text) ? `"${text}"` : 'this';
}

/** Long rows of hexadecimal digits name no machine. */
const isName = (text: string): boolean => isMachineName(text) && !/^[0-9a-f]{32,}$/i.test(text);

function unknown(message: string, fix: readonly Fix[] = []): Problem {
  return new Problem({
    code: 'AZMON-TARGET-UNKNOWN',
    exit: EXIT.usage,
    message,
    why: 'a target says how the machine is reached',
    fix: fix.length > 0 ? fix : [{ text: `write one of: ${TARGET_FORMS.join('  ')}` }],
  });
}
