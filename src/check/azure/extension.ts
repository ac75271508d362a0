import type { VmExtension } from '../../target/azure-vm.ts';
import type { Outcome, Subject } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { azureCheck } from './azure-check.ts';
import { present } from './extension-of.ts';

/** The agent's extension is there already: how it is doing, and for which workspace. */
export const extension = azureCheck({
  id: 'cloud.extension',
  severity: 'block',
  when: ({ vm }, { agent }) => present(agent, vm) !== undefined,
  judge: ({ vm }, subject) => {
    const there = present(subject.agent, vm);
    return there === undefined ? pass('none') : (elsewhere(there, subject) ?? state(there));
  },
});

/** One extension, one workspace: another one means to take the machine away from the first. */
function elsewhere({ name, settings }: VmExtension, { place, agent }: Subject): Outcome | undefined {
  if (agent.extension.destination !== 'workspace' || place.workspaceId === undefined) return undefined;
  const there = typeof settings.workspaceId === 'string' ? settings.workspaceId.toLowerCase() : undefined;
  if (there === undefined || there === place.workspaceId.toLowerCase()) return undefined;
  return fail('the extension reports to another workspace', {
    measured: `${name}: ${there}`,
    required: place.workspaceId.toLowerCase(),
    fix: [{ text: 'keep it, or take the machine away from that workspace: azmon install extension --replace' }],
  });
}

function state(there: VmExtension): Outcome {
  const provisioning = there.provisioning.toLowerCase();
  const version = there.installedVersion ?? there.version;
  if (provisioning === 'succeeded') return pass(`${there.name} ${version}`);
  if (provisioning === 'failed' || provisioning === 'canceled')
    return fail('the extension is there and has failed', {
      measured: `${there.name} ${version}: ${lastWords(there) ?? there.provisioning}`,
      required: 'Succeeded',
      severity: 'warn',
      fix: [{ text: 'find the cause first; azmon install extension then runs it again' }],
    });
  return fail('the extension is being changed', {
    measured: `${there.name} ${version}: ${there.provisioning}`,
    required: 'Succeeded',
    severity: 'warn',
    fix: [{ text: 'wait until Azure is done with it, and ask again' }],
  });
}

/** Handlers write whole logs into their status; the first line says what it is about. */
const lastWords = ({ statuses }: VmExtension): string | undefined =>
  statuses
    .find(({ level, message }) => level.toLowerCase() === 'error' && message !== undefined)
    ?.message?.trim()
    .split(/\r?\n/, 1)[0]
    ?.slice(0, 300);
