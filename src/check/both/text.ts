import type { CheckText } from '../check-text.ts';

const PAGE = 'Log Analytics agent overview (2020-02-04)';
const BUNDLE = 'microsoft/OMS-Agent-for-Linux, installer/bundle/bundle_skel.sh';

export const BOTH_TEXT = {
  'privilege.root': {
    title: 'root or sudo; on Windows an elevated administrator',
    why: "The installation writes to the system's own directories and registers services. Without root the Linux bundle ends with exit 5; without an administrator's full token Windows Installer ends with 1603 or 1625. A VM extension is carried out by the guest agent, whatever the user may do.",
    source: `${BUNDLE}; Install Log Analytics agent on Windows computers; Azure VM extensions run by the guest agent`,
  },
  'fips.mode': {
    title: 'FIPS mode',
    why: 'The page supports FIPS mode for the Windows agent and excludes it for the Linux agent. Later Linux releases allow it, but rpm of Enterprise Linux 8 in FIPS mode refuses their packages without an option.',
    source: `${PAGE}, Installation and configuration; microsoft/OMS-Agent-for-Linux issue 1424`,
  },
  'clock.skew': {
    title: 'the clock',
    why: 'Requests are signed with the time: 15 minutes off, and the service answers 403 as if the key were wrong. On Windows the event log shows 4002.',
    source: 'How to troubleshoot issues with the Log Analytics agent, for Linux and for Windows',
  },
  'azure.identity': {
    title: 'an identity in Azure',
    why: 'The agent signs in with the identity of the machine: an Azure virtual machine has one, any other gets it from Azure Arc. Without one it installs, and never sends anything.',
    source: 'Azure Monitor Agent requirements; Azure/azure-linux-extensions, AzureMonitorAgent/agent.py',
  },
  'agent.workspaces': {
    title: 'room for the workspace in an agent that is there',
    why: 'The Linux agent reports to one workspace: onboarding to another one ends with success and changes nothing until the old one is removed. The Windows agent reports to four at most, which setup does not count.',
    source: `microsoft/OMS-Agent-for-Linux issues 872, 908; ${PAGE}, Installation and configuration`,
  },
  'agent.running': {
    title: 'an agent that is there runs',
    why: 'An agent that is installed and does not run sends nothing. Installing again skips what is there and does not start it.',
    source: `${BUNDLE}; How to troubleshoot issues with the Log Analytics agent for Windows`,
  },
  'agent.scom': {
    title: 'Operations Manager',
    why: 'The Windows agent is the agent of Operations Manager, the Linux agent shares omi, scx and port 1270 with it: who takes the one off takes the other away. An agent that reports nowhere else is not concerned by the retirement.',
    source: `${BUNDLE}; ${PAGE}; Migrate to Azure Monitor Agent from Log Analytics agent`,
  },
  'agent.beside': {
    title: 'one generation of the agent',
    why: 'Both generations on one machine collect the same data twice, and it is charged twice.',
    source: 'Migrate to Azure Monitor Agent from Log Analytics agent',
  },
} as const satisfies Record<string, CheckText>;
