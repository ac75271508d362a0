import type { ExtensionPut } from '../../ports.ts';
import { EXIT, Problem } from '../../problem.ts';
import type { VmExtension } from '../../target/azure-vm.ts';
import { ExtensionFailure } from '../../target/extension-failure.ts';
import { exitCodeOf, failedHandler } from '../problem/extension-text.ts';
import { problemOfRefusal } from '../problem/problem-of-refusal.ts';
import type { Refusal } from '../problem/refusal.ts';
import { withoutLabel } from './extension-of.ts';

/** Codes under which the service gives what the handler says; its own faults (HCRP400, HCRP409 ...) keep their meaning. */
const SERVICE = /^HCRP(?:4\d\d|5\d\d)$/;

/** A failed operation on an extension: AZMON-EXTENSION-FAILED (7) with the handler's text, or what the service itself objects to. */
export function failureOf(refusal: Refusal, put: ExtensionPut): Problem {
  const attempt = { verb: 'install', thing: `the extension ${put.name}` };
  const code = refusal.codes.at(-1) ?? 'Failed';
  if (failedHandler(refusal) !== undefined || SERVICE.test(code) || isCancelled(refusal))
    return problemOfRefusal(refusal, attempt);
  return failed(code, withoutLabel(refusal.messages.at(-1) ?? ''), put);
}

const isCancelled = ({ codes, messages }: Refusal): boolean => codes.length === 0 && /cancel/i.test(messages.join());

/** An extension that stands there as failed. */
export function failedStatus(found: VmExtension, put: ExtensionPut): Problem | undefined {
  if (!/^failed$/i.test(found.provisioning)) return undefined;
  const [status] = found.statuses;
  const exit = /\/(-?\d+)$/.exec(status?.code ?? '')?.[1];
  return failed('Failed', status?.message ?? '', put, exit === undefined ? undefined : Number(exit));
}

function failed(code: string, text: string, { name, publisher, type }: ExtensionPut, exit = exitCodeOf(text)): Problem {
  const handler = { code, text, extension: name, publisher, type, ...(exit === undefined ? {} : { exitCode: exit }) };
  return new Problem({
    code: 'AZMON-EXTENSION-FAILED',
    exit: EXIT.failed,
    message: `the extension ${name} failed${exit === undefined ? '' : ` with code ${exit}`}`,
    why: text === '' ? 'its handler gives no reason' : text,
    cause: new ExtensionFailure(handler),
  });
}
