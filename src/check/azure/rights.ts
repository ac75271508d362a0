import type { AzureLook } from '../../machine/azure-look.ts';
import { kindOf } from '../../target/machine-kind.ts';
import { isPermitted } from '../../target/scope.ts';
import type { Subject } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { azureCheck, judgeRead } from './azure-check.ts';

/**
 * Whether the signed-in account may install. Somebody else may be going to: it only blocks where the extension was chosen as the
 * method, for then the question is whether this can go ahead.
 */
export const rights = azureCheck({
  id: 'cloud.rights',
  severity: 'warn',
  judge: (look, subject) =>
    judgeRead(look.permissions, 'what you may do there', (permissions) => {
      const wanted = actionsFor(look, subject);
      const missing = wanted.filter((action) => !isPermitted(permissions, action));
      if (missing.length === 0) return pass(wanted.map(shortly).join(', '));
      return fail('the signed-in account may not install there', {
        measured: `not allowed: ${missing.join(', ')}`,
        required: wanted.map(shortly).join(', '),
        ...(subject.method === 'extension' ? { severity: 'block' } : {}),
        fix: [
          {
            text: `ask for the role ${missing.some(isRule) ? 'Monitoring Contributor and, where extensions are refused too, ' : ''}${kindOf(look.vm).role} on the machine or its group`,
          },
        ],
      });
    }),
});

const ASSOCIATION = 'Microsoft.Insights/dataCollectionRuleAssociations/write';

/** What an install asks Azure for. An identity is only added where there is none. */
function actionsFor({ vm }: AzureLook, { agent }: Subject): readonly string[] {
  const { extension, machine } = kindOf(vm).actions;
  if (agent.extension.destination === 'workspace') return [extension];
  const hasIdentity = vm.identity.system || vm.identity.user.length > 0;
  return [extension, ASSOCIATION, ...(hasIdentity ? [] : [machine])];
}

const shortly = (action: string): string => action.replace(/^Microsoft\.\w+\//, '');
const isRule = (action: string): boolean => action === ASSOCIATION;
