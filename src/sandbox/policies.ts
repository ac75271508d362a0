import { isWithin } from './asked.ts';
import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { POLICY_DEFINITIONS, POLICY_SETS } from './policy-definitions.ts';
import { refuse } from './refusal.ts';
import type { Route } from './route.ts';
import type { SandboxPolicy } from './state.ts';
import type { World } from './world.ts';

const VERSIONS = ['2020-09-01', '2021-06-01', '2022-06-01', '2023-04-01', '2024-05-01', '2025-01-01', '2025-03-01'];
const NAMESPACE = '/providers/Microsoft.Authorization';
const route = (path: string, answer: Route['answer']): Route => ({
  ...{ method: 'GET' as const, path, versions: VERSIONS, audience: 'arm' as const, answer },
});

export const POLICY_ROUTES: readonly Route[] = [
  route(`/:scope*${NAMESPACE}/policyAssignments`, assignments),
  route(`${NAMESPACE}/policyDefinitions/:name`, definition),
  route(`${NAMESPACE}/policySetDefinitions/:name`, set),
  // Built-in ones are known to the tenant, not to a subscription.
  route(`/subscriptions/:subscription${NAMESPACE}/policyDefinitions/:name`, ({ params }) =>
    unknown('PolicyDefinition', params.name),
  ),
  route(`/subscriptions/:subscription${NAMESPACE}/policySetDefinitions/:name`, ({ params }) =>
    unknown('PolicySetDefinition', params.name),
  ),
];

/** With `atScope()` the assignments on the scope and above it; without, those below it too. */
function assignments({ params, query }: SandboxRequest, { state }: World): SandboxAnswer {
  const scope = `/${params.scope}`;
  const onlyAbove = /^atScope\(\)/i.test(query.get('$filter') ?? '');
  const value = state.policies.filter(
    (one) => isWithin(scope, one.scope) || (!onlyAbove && isWithin(one.scope, scope)),
  );
  return { status: 200, body: { value: value.map(shownAssignment) } };
}

const shownAssignment = ({ name, scope, title, definition: id, parameters }: SandboxPolicy): object => ({
  properties: {
    ...{ displayName: title, scope, notScopes: [], parameters, enforcementMode: 'Default' },
    policyDefinitionId: `${NAMESPACE}/${id in POLICY_SETS ? 'policySetDefinitions' : 'policyDefinitions'}/${id}`,
  },
  id: `${scope}${NAMESPACE}/policyAssignments/${name}`,
  type: 'Microsoft.Authorization/policyAssignments',
  name,
});

function unknown(kind: 'PolicyDefinition' | 'PolicySetDefinition', name = ''): never {
  const word = kind === 'PolicyDefinition' ? 'definition' : 'set definition';
  throw refuse(404, `${kind}NotFound`, `The policy ${word} '${name}' could not be found.`);
}

/** The effect is a parameter, whose default is what the assignments of the state say. */
function definition({ params }: SandboxRequest, { state }: World): SandboxAnswer {
  const name = (params.name ?? '').toLowerCase();
  const assigned = state.policies.find((one) => one.definition.toLowerCase() === name);
  const { title, effect } = POLICY_DEFINITIONS[name] ?? assigned ?? unknown('PolicyDefinition', params.name);
  return {
    status: 200,
    body: {
      properties: {
        ...{
          displayName: title,
          policyType: 'BuiltIn',
          mode: 'Indexed',
          description: title,
          metadata: { category: 'Monitoring' },
        },
        parameters: {
          effect: {
            type: 'String',
            defaultValue: assigned?.effect ?? effect,
            allowedValues: [assigned?.effect ?? effect, 'Disabled'],
          },
        },
        policyRule: {
          if: { field: 'type', equals: 'Microsoft.Compute/virtualMachines' },
          // biome-ignore lint/suspicious/noThenProperty: a policy rule is written so
          then: { effect: "[parameters('effect')]" },
        },
      },
      ...{ id: `${NAMESPACE}/policyDefinitions/${name}`, type: 'Microsoft.Authorization/policyDefinitions', name },
    },
  };
}

function set({ params }: SandboxRequest): SandboxAnswer {
  const name = (params.name ?? '').toLowerCase();
  const { title, definitions } = POLICY_SETS[name] ?? unknown('PolicySetDefinition', params.name);
  return {
    status: 200,
    body: {
      properties: {
        ...{
          displayName: title,
          policyType: 'BuiltIn',
          description: title,
          metadata: { category: 'Monitoring' },
          parameters: {},
        },
        policyDefinitions: definitions.map((id, index) => ({
          ...{
            policyDefinitionReferenceId: `part-${index + 1}`,
            policyDefinitionId: `${NAMESPACE}/policyDefinitions/${id}`,
          },
          parameters: {},
        })),
      },
      ...{
        id: `${NAMESPACE}/policySetDefinitions/${name}`,
        type: 'Microsoft.Authorization/policySetDefinitions',
        name,
      },
    },
  };
}
