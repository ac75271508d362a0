import type { Agent } from './agent.ts';
import { AZURE_MONITOR_ENDPOINTS } from './endpoints.ts';
import { AZURE_MONITOR_EXTENSION } from './extension-azure-monitor.ts';
import { AZURE_MONITOR_GATES } from './gates.ts';
import { AZURE_MONITOR_RELEASES } from './releases.ts';
import { AZURE_MONITOR_LISTS } from './support-lists.ts';

/** The successor: configured by data collection rules, signs in with the machine's own identity. */
export const AZURE_MONITOR: Agent = {
  id: 'azure-monitor',
  title: 'Azure Monitor Agent',
  support: { lists: AZURE_MONITOR_LISTS, base: 'newest', closed: false },
  gates: AZURE_MONITOR_GATES,
  methods: {
    // No script: on Linux there is only the extension, whoever deploys it.
    linux: ['extension', 'template', 'vm-insights', 'policy'],
    // `windows` is the client installer (MSI) for Windows 10 and 11 devices.
    windows: ['extension', 'template', 'windows', 'vm-insights', 'policy'],
  },
  releases: AZURE_MONITOR_RELEASES,
  endpoints: AZURE_MONITOR_ENDPOINTS,
  extension: AZURE_MONITOR_EXTENSION,
  byHand: {
    state: 'absent',
    why: 'it comes as an extension only, and signs in with an identity that Azure gives to its virtual machines, and Azure Arc to all others',
  },
};
