import type { AzureLook } from '../../machine/azure-look.ts';
import type { Outcome } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { azureCheck, judgeRead } from './azure-check.ts';
import { providersFor } from './evidence.ts';
import { worstOf } from './worst-of.ts';

/** A provider that is not registered in the subscription answers 409 MissingSubscriptionRegistration. */
export const provider = azureCheck({
  id: 'cloud.provider',
  severity: 'block',
  judge: (look, { agent }) => worstOf(providersFor(agent, look.vm.kind).map((namespace) => judgeOne(look, namespace))),
});

function judgeOne({ vm, providers }: AzureLook, namespace: string): Outcome {
  return judgeRead(providers[namespace], `whether ${namespace} is registered`, (state) => {
    if (state.toLowerCase() === 'registered') return pass(`${namespace} ${state}`, 'Registered');
    return fail('a resource provider is not registered', {
      measured: `${namespace} ${state}`,
      required: 'Registered',
      ...(isElsewhere(namespace) ? { severity: 'info' } : {}),
      fix: [
        {
          text:
            state.toLowerCase() === 'registering'
              ? 'wait until Azure is done registering it'
              : 'register it once for the subscription',
          command: `az provider register --namespace ${namespace} --subscription ${vm.subscription} --wait`,
        },
      ],
    });
  });
}

/** Workspaces may lie in another subscription than the machines that report to them. */
const isElsewhere = (namespace: string): boolean => namespace === 'Microsoft.OperationalInsights';
