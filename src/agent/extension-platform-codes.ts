import type { HandlerCode, HandlerText } from './extension.ts';

/**
 * What the VM agent and Azure say themselves, whatever the extension.
 * Source: recorded answers of Azure Resource Manager; docs "Troubleshoot virtual machine extension failures".
 */
export const PLATFORM_CODES: readonly HandlerCode[] = [
  {
    code: 1007,
    meaning: "the extension's own command ended with an error, and Azure does not try again",
    fix: 'what went wrong stands in the message and in the log of the extension on the machine',
  },
];

export const PLATFORM_TEXTS: readonly HandlerText[] = [
  {
    pattern: /has not reported status for VM agent or extensions/i,
    meaning: 'the VM agent of the machine does not report to Azure',
    fix: 'see that the machine is up, that its VM agent runs, and that it reaches 168.63.129.16 on ports 80 and 32526',
    transient: true,
  },
  {
    pattern: /Multiple VMExtensions per handler not supported/i,
    meaning: 'the extension is there already under another name',
    fix: 'somebody else installed it a moment ago: run azmon again, it takes the name that is there',
    transient: true,
  },
  {
    pattern: /(plugin|handler|extension)[^.]{0,200}not (be )?found in (the )?(extension )?repository|ArtifactNotFound/i,
    meaning: "the extension is not offered in the machine's region",
    fix: 'choose the successor of the agent, or a machine in another region',
  },
  {
    pattern: /(provisioning|operation) (has )?timed out|VMExtensionProvisioningTimeout|timeout exceeded/i,
    meaning: 'the extension did not end in the time that Azure gives it',
    fix: 'read its log on the machine, then run azmon again',
    transient: true,
  },
  {
    pattern: /failed to download|could not download|downloading artifacts? .{0,100}failed/i,
    meaning: 'the VM agent could not fetch the package of the extension',
    fix: 'see that the machine reaches 168.63.129.16 and the storage accounts of Azure',
    transient: true,
  },
];
