import type { AgentId } from '../../agent/agent.ts';
import type { AzureVm } from '../../target/azure-vm.ts';

/** A built-in definition that bears on an install. */
export interface KnownDefinition {
  /** `refuses`: the agent's extension, by name · `allows-only`: what stands on a list · `installs`: puts the agent there by itself. */
  readonly what: 'refuses' | 'allows-only' | 'installs';
  /** Missing: both. */
  readonly agent?: AgentId;
  readonly system?: AzureVm['system'];
  /** Missing: virtual machines. */
  readonly kind?: 'arc' | 'scale-set';
}

/**
 * Built-in policy definitions by GUID. Source: Azure/azure-policy, built-in-policies/policyDefinitions/{Monitoring, Compute}.
 * Each concerns one kind of machine.
 */
export const POLICY_DEFINITIONS: Readonly<Record<string, KnownDefinition>> = {
  'd2185817-5b7e-473c-aadd-9de6ac114280': { what: 'refuses', agent: 'log-analytics', system: 'windows' },
  'd4b065e2-fbda-4461-a42c-b0346aeb12a0': { what: 'refuses', agent: 'log-analytics', system: 'linux' },
  'ba6881f9-ab93-498b-8bad-bb91b1d755bf': {
    ...{ what: 'refuses', agent: 'log-analytics', system: 'windows', kind: 'scale-set' },
  },
  '383c45fa-8b64-4d1c-aa9f-e69d2d879aa4': {
    ...{ what: 'refuses', agent: 'log-analytics', system: 'linux', kind: 'scale-set' },
  },
  'df441472-4dae-4e4e-87b9-9205ba46be16': { what: 'refuses', agent: 'log-analytics', system: 'windows', kind: 'arc' },
  'bd58d393-162c-4134-bcd6-a6a5484a37a1': { what: 'refuses', agent: 'log-analytics', system: 'linux', kind: 'arc' },
  '3c1b3629-c8f8-4bf6-862c-037cb9094038': {
    ...{ what: 'installs', agent: 'log-analytics', system: 'windows', kind: 'scale-set' },
  },
  '5ee9e9ed-0b42-41b7-8c9c-3cfb2fbe2069': {
    ...{ what: 'installs', agent: 'log-analytics', system: 'linux', kind: 'scale-set' },
  },
  '69af7d4a-7b18-4044-93a9-2651498ef203': { what: 'installs', agent: 'log-analytics', system: 'windows', kind: 'arc' },
  '9d2b61b4-1d14-4a63-be30-d4498e7ad2cf': { what: 'installs', agent: 'log-analytics', system: 'linux', kind: 'arc' },
  'c0e996f8-39cf-4af9-9f45-83fbde810432': { what: 'allows-only' },
  '0868462e-646c-4fe3-9ced-a733534b6a2c': { what: 'installs', agent: 'log-analytics', system: 'windows' },
  '053d3325-282c-4e5c-b944-24faffd30d77': { what: 'installs', agent: 'log-analytics', system: 'linux' },
  'ca817e41-e85a-4783-bc7f-dc532d36235e': { what: 'installs', agent: 'azure-monitor', system: 'windows' },
  '637125fd-7c39-4b94-bb0a-d331faf333a9': { what: 'installs', agent: 'azure-monitor', system: 'windows' },
  'a4034bc6-ae50-406d-bf76-50f4ee5a7811': { what: 'installs', agent: 'azure-monitor', system: 'linux' },
  'ae8a10e6-19d6-44a3-a02d-a2bdfc707742': { what: 'installs', agent: 'azure-monitor', system: 'linux' },
};

/** The last part of a definition's id, which is a GUID for built-in ones. */
export const definitionName = (id: string): string => id.slice(id.lastIndexOf('/') + 1).toLowerCase();
