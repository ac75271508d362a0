import type { Agent } from './agent.ts';
import { LOG_ANALYTICS_BY_HAND } from './by-hand-log-analytics.ts';
import { LOG_ANALYTICS_ENDPOINTS } from './endpoints.ts';
import { LOG_ANALYTICS_EXTENSION } from './extension-log-analytics.ts';
import { LOG_ANALYTICS_GATES } from './gates.ts';
import { LOG_ANALYTICS_RELEASES } from './releases.ts';
import { LOG_ANALYTICS_LISTS } from './support-lists.ts';

/** The agent of the published page, known as Microsoft Monitoring Agent on Windows and OMS agent on Linux. */
export const LOG_ANALYTICS: Agent = {
  id: 'log-analytics',
  title: 'Log Analytics agent',
  support: { lists: LOG_ANALYTICS_LISTS, base: 'first', closed: true, serverOnly: true, newestAmi: '2017.09' },
  gates: LOG_ANALYTICS_GATES,
  methods: {
    linux: ['extension', 'template', 'linux', 'vm-insights', 'auto-provisioning', 'policy'],
    windows: [
      'extension',
      'template',
      'windows',
      'vm-insights',
      'auto-provisioning',
      'dsc',
      'azure-stack',
      'operations-manager',
      'policy',
    ],
  },
  releases: LOG_ANALYTICS_RELEASES,
  endpoints: LOG_ANALYTICS_ENDPOINTS,
  extension: LOG_ANALYTICS_EXTENSION,
  byHand: LOG_ANALYTICS_BY_HAND,
  linuxProxy: { file: '/etc/opt/microsoft/omsagent/proxy.conf', pseudoUser: true, twoReaders: true },
  retirement: {
    date: '2024-08-31',
    uploads: '2026-03-02',
    text: 'The Log Analytics agent was retired on 2024-08-31: no support, no new releases. Since 2026-03-02 its uploads may stop at any time without notice. Agents that report to Operations Manager only are not affected.',
    docs: 'https://learn.microsoft.com/azure/azure-monitor/agents/azure-monitor-agent-migration',
  },
  successor: 'azure-monitor',
};
