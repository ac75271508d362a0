import type { ArcMachine } from './hybrid-find.ts';
import { arcExtensionBody } from './hybrid-shape.ts';
import type { OperationWork } from './operations.ts';
import type { SandboxExtension } from './state.ts';

type Ending = ReturnType<OperationWork['settle']>;

/**
 * How a handler ended, as Hybrid Compute tells it: the extension in `properties`, and of a failure the handler's text behind two words of the
 * agent. No recording of a failure is public: its code is that of virtual machines.
 */
export function arcEnding(machine: ArcMachine, extension: SandboxExtension, ending: Ending): Ending {
  const output = arcExtensionBody(machine, extension);
  if (ending.status === 'Succeeded') return { status: 'Succeeded', output };
  const message = `Extension Message: ${extension.message ?? ending.error.message}`;
  return { status: 'Failed', error: { code: 'VMExtensionProvisioningError', message }, output };
}
