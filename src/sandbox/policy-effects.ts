import { type Asked, isWithin } from './asked.ts';
import type { SandboxAnswer } from './exchange.ts';
import { POLICY_DEFINITIONS } from './policy-definitions.ts';
import { refusal } from './refusal.ts';
import type { SandboxPolicy } from './state.ts';
import type { World } from './world.ts';

/** The 403 of an extension that an assignment at or above the machine forbids. */
export function deniedByPolicy({ method, scope, type, body }: Asked, { state }: World): SandboxAnswer | undefined {
  if (method !== 'PUT' || type !== 'microsoft.compute/virtualmachines/extensions') return undefined;
  const wanted = extensionOf(body);
  const policy = state.policies.find((one) => isWithin(scope, one.scope) && forbids(one, wanted));
  if (policy === undefined) return undefined;
  const assignment = `${policy.scope}/providers/Microsoft.Authorization/policyAssignments/${policy.name}`;
  const definition = `/providers/Microsoft.Authorization/policyDefinitions/${policy.definition}`;
  const identifiers = JSON.stringify([
    {
      policyAssignment: { name: policy.title, id: assignment },
      policyDefinition: { name: policy.title, id: definition },
    },
  ]);
  const name = scope.slice(scope.lastIndexOf('/') + 1);
  return refusal(
    403,
    'RequestDisallowedByPolicy',
    `Resource '${name}' was disallowed by policy. Policy identifiers: '${identifiers}'.`,
    {
      target: name,
      additionalInfo: [
        {
          type: 'PolicyViolation',
          info: {
            policyDefinitionDisplayName: policy.title,
            policyDefinitionId: definition,
            policyDefinitionEffect: 'deny',
            policyAssignmentId: assignment,
            policyAssignmentName: policy.name,
            policyAssignmentDisplayName: policy.title,
            policyAssignmentScope: policy.scope,
            policyAssignmentParameters: policy.parameters,
          },
        },
      ],
      by: 'gateway',
    },
  );
}

const forbids = (policy: SandboxPolicy, extension: string): boolean =>
  policy.effect.toLowerCase() === 'deny' && POLICY_DEFINITIONS[policy.definition]?.forbids === extension;

function extensionOf(body: unknown): string {
  const { properties } = (body ?? {}) as { properties?: { publisher?: unknown; type?: unknown } };
  return `${properties?.publisher}/${properties?.type}`.toLowerCase();
}
