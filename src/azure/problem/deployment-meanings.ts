import { EXIT } from '../../problem.ts';
import { has, type Meaning, tried } from './meaning.ts';
import type { Refusal } from './refusal.ts';

/** The innermost texts, and the place where they do not tell it themselves. */
function reasonsOf({ messages, places = [] }: Refusal): string {
  const leaves = messages.length > 1 ? messages.filter((message) => !TEMPLATE_WRAPPER.test(message)) : messages;
  const told = leaves.join('; ');
  const missing = places.filter((place) => !told.includes(/^line (\d+)/.exec(place)?.[1] ?? place));
  return missing.length === 0 ? told : `${told} (${missing.join('; ')})`;
}

const TEMPLATE_WRAPPER =
  /^the template deployment '?[^']*'? (is not valid|failed)|^deployment template validation failed\.?$/i;

/** What Azure objects to in a template, or in the name of its deployment. */
export const DEPLOYMENT_MEANINGS: readonly Meaning[] = [
  {
    when: has(
      'DeploymentActive',
      'DeploymentActiveAndUneditable',
      'DeploymentBeingDeleted',
      'InvalidDeploymentLocation',
    ),
    code: 'AZMON-DEPLOYMENT-NAME',
    exit: EXIT.conflict,
    message: (refusal, { thing }) =>
      has('InvalidDeploymentLocation')(refusal)
        ? `the name of ${thing} belongs to a deployment in another region`
        : `${thing} is still being worked on`,
    fix: () => [{ text: 'wait until Azure is done with it, or take another name' }],
  },
  {
    when: has('DeploymentQuotaExceeded'),
    code: 'AZMON-DEPLOYMENT-QUOTA',
    exit: EXIT['not-ready'],
    message: (_, attempt) => `cannot ${tried(attempt)}: the history of its scope is full`,
    fix: () => [
      { text: 'remove old entries; what they deployed stays', command: 'az deployment group delete --help' },
      { text: 'a CanNotDelete lock on the group keeps Azure from removing them itself' },
    ],
  },
  {
    when: has(
      ...['InvalidTemplate', 'InvalidTemplateDeployment', 'InvalidDeployment', 'InvalidRequestContent'],
      ...['InvalidContentLink', 'InvalidDeploymentParameterKey', 'JobSizeExceeded', 'DeploymentJobSizeExceeded'],
    ),
    code: 'AZMON-TEMPLATE-INVALID',
    exit: EXIT.usage,
    message: (_, { thing }) => `Azure does not take the template of ${thing}`,
    why: reasonsOf,
    fix: () => [{ text: 'correct the template or its parameters, and try it with --validate' }],
  },
];
