import type { AzureVm } from '../../target/azure-vm.ts';
import type { PolicyAssignment } from '../../target/scope.ts';
import type { Outcome, Subject } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { azureCheck, judgeRead } from './azure-check.ts';
import { definitionName, type KnownDefinition, POLICY_DEFINITIONS } from './policy-definitions.ts';

/** A policy that refuses the extension answers 403 RequestDisallowedByPolicy; one that installs it puts back what is removed. */
export const policy = azureCheck({
  id: 'cloud.policy',
  severity: 'block',
  judge: ({ vm, policies }, subject) =>
    judgeRead(policies, 'its policies', (assignments) => {
      const bearing = assignments.filter((one) => isInForce(one, vm)).map((one) => bears(one, vm, subject));
      for (const bearingIs of ORDER) {
        const which = bearing.filter(({ how }) => how === bearingIs).map(({ title }) => title);
        if (which.length > 0) return ANSWERS[bearingIs](which.join('; '));
      }
      return pass('none that bears on it');
    }),
});

type Bearing = 'refuses' | 'may-refuse' | 'audits' | 'installs';
/** What weighs most comes first. */
const ORDER: readonly Bearing[] = ['refuses', 'may-refuse', 'audits', 'installs'];

function bears(assignment: PolicyAssignment, vm: AzureVm, subject: Subject): { how?: Bearing; title: string } {
  const title = assignment.title || assignment.name;
  const known = assignment.definitions
    .map((id) => POLICY_DEFINITIONS[definitionName(id)])
    .filter((one) => one !== undefined);
  const kinds = new Set(known.filter((one) => isAbout(one, vm, subject)).map(({ what }) => what));
  const how = known.length > 0 ? ofKnown(kinds, assignment.effect) : ofUnknown(assignment);
  return { title, ...(how === undefined ? {} : { how }) };
}

const isAbout = ({ agent, system, kind }: KnownDefinition, vm: AzureVm, subject: Subject): boolean =>
  (kind ?? 'vm') === vm.kind &&
  (agent === undefined || agent === subject.agent.id) &&
  (system === undefined || system === vm.system);

function ofKnown(kinds: ReadonlySet<KnownDefinition['what']>, effect: string | undefined): Bearing | undefined {
  if (effect === 'disabled') return undefined;
  if (kinds.has('refuses')) return effect === 'deny' ? 'refuses' : effect === 'audit' ? 'audits' : 'may-refuse';
  if (kinds.has('allows-only')) return effect === 'audit' ? undefined : 'may-refuse';
  return kinds.has('installs') ? 'installs' : undefined;
}

/** Of definitions that azmon does not know only the effect and the title tell anything. */
const ofUnknown = ({ effect, title, name }: PolicyAssignment): Bearing | undefined =>
  effect === 'deny' && /extension|monitoring agent|log analytics|azure monitor agent/i.test(`${title} ${name}`)
    ? 'may-refuse'
    : undefined;

function isInForce({ enforced, excluded }: PolicyAssignment, vm: AzureVm): boolean {
  return (
    enforced &&
    !excluded.some((scope) => vm.key === scope.toLowerCase() || vm.key.startsWith(`${scope.toLowerCase()}/`))
  );
}

const ANSWERS: Readonly<Record<Bearing, (measured: string) => Outcome>> = {
  refuses: (measured) =>
    fail('a policy refuses the extension', {
      measured,
      required: 'no policy against it',
      fix: [{ text: 'ask for an exemption of the machine, or take the other generation of the agent' }],
    }),
  'may-refuse': (measured) =>
    fail('a policy may refuse the extension', {
      measured,
      severity: 'warn',
      fix: [{ text: 'see which extensions it takes; azmon knows its effect or its list not well enough to tell' }],
    }),
  audits: (measured) =>
    fail('a policy marks machines with the extension as non-compliant', {
      measured,
      severity: 'info',
      fix: [{ text: 'nothing is refused; whoever answers for compliance will ask' }],
    }),
  installs: (measured) =>
    fail('a policy installs the agent', {
      measured,
      severity: 'info',
      fix: [
        {
          text: 'let the policy do it (a remediation task for machines that are there), or know that it may change what you set',
        },
      ],
    }),
};
