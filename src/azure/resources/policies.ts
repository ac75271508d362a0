import { Problem } from '../../problem.ts';
import type { PolicyAssignment } from '../../target/scope.ts';
import { API } from '../api-versions.ts';
import { ask, listAll, type Wire } from '../wire/wire.ts';
import { effectOf, type Parameters, type RawDefinition } from './policy-effect.ts';

interface RawAssignment {
  readonly id: string;
  readonly name: string;
  readonly properties?: {
    readonly displayName?: string;
    readonly scope?: string;
    readonly policyDefinitionId?: string;
    readonly notScopes?: readonly string[];
    readonly enforcementMode?: string;
    readonly parameters?: Parameters;
  };
}

/** Assignments that apply to a scope (`atScope()`: not those of what is below it). Definitions are asked for once in a run. */
export function policiesBy(wire: Wire): (scope: string) => Promise<readonly PolicyAssignment[]> {
  const known = new Map<string, Promise<RawDefinition | undefined>>();
  const definition = (id: string): Promise<RawDefinition | undefined> => {
    const key = id.toLowerCase();
    const fresh = known.get(key) ?? read(wire, id);
    known.set(key, fresh);
    return fresh;
  };
  return async (scope) => {
    const path = `${scope}/providers/Microsoft.Authorization/policyAssignments`;
    const asking = { version: API.policy.sent, query: { $filter: 'atScope()' } };
    const all = await listAll<RawAssignment>(wire, path, asking);
    return Promise.all(
      all.map(async (one) => assignmentOf(one, await definition(one.properties?.policyDefinitionId ?? ''))),
    );
  };
}

/** A definition that cannot be read (it stands in a management group that is closed to the caller) leaves its effect unknown. */
async function read(wire: Wire, id: string): Promise<RawDefinition | undefined> {
  if (!id.startsWith('/')) return undefined;
  try {
    return await ask<RawDefinition>(wire, 'get', id, { version: API.policy.sent });
  } catch (error) {
    if (error instanceof Problem && /FORBIDDEN|NOT-FOUND/.test(error.code)) return undefined;
    throw error;
  }
}

function assignmentOf(
  { id, name, properties = {} }: RawAssignment,
  definition: RawDefinition | undefined,
): PolicyAssignment {
  const { policyDefinitionId: own } = properties;
  const members = definition?.properties?.policyDefinitions?.map(({ policyDefinitionId }) => policyDefinitionId);
  const effect = definition === undefined ? undefined : effectOf(definition, properties.parameters ?? {});
  return {
    ...{ id, name, title: properties.displayName ?? name, scope: properties.scope ?? scopeOf(id) },
    definitions: members ?? (own === undefined ? [] : [own]),
    ...(effect === undefined ? {} : { effect }),
    enforced: properties.enforcementMode !== 'DoNotEnforce',
    excluded: properties.notScopes ?? [],
  };
}

const scopeOf = (id: string): string =>
  id.replace(/\/providers\/Microsoft\.Authorization\/policyAssignments\/[^/]+$/i, '');
