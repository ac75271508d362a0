import type { Verdict } from './handler-verdict.ts';
import type { SandboxExtension } from './state.ts';

const LINKS: Readonly<Record<string, string>> = {
  omsagentforlinux: 'https://aka.ms/VMExtensionOMSAgentLinuxTroubleshoot',
  microsoftmonitoringagent: 'https://aka.ms/VMExtensionMMAWindowsTroubleshoot',
  azuremonitorlinuxagent: 'https://aka.ms/vmextensionlinuxtroubleshoot',
  azuremonitorwindowsagent: 'https://aka.ms/vmextensionwindowstroubleshoot',
};

interface Told {
  /** As it stands in the instance view. */
  readonly message: string;
  readonly error: { readonly code: string; readonly message: string };
}

/** How Azure tells the failure of a handler: enabling and installing have forms of their own. */
export function failureText(extension: SandboxExtension, verdict: Verdict & { state: 'failed' }): Told {
  const link = LINKS[extension.type.toLowerCase()] ?? 'https://aka.ms/vmextensionlinuxtroubleshoot';
  return verdict.phase === 'enable' ? notEnabled(extension, verdict, link) : notInstalled(extension, verdict, link);
}

type Failure = Verdict & { state: 'failed' };

/** Recorded in 2023. Windows handlers give their text alone. */
function notEnabled({ name, publisher, type }: SandboxExtension, { code, text }: Failure, link: string): Told {
  const linux = !/microsoftmonitoringagent|windows/i.test(type);
  const message = linux ? `Enable failed with exit code ${code} ${text}` : text;
  return {
    message,
    error: {
      code: 'VMExtensionProvisioningError',
      message: `VM has reported a failure when processing extension '${name}' (publisher '${publisher}' and type '${type}'). Error message: "${message}". More information on troubleshooting is available at ${link}. `,
    },
  };
}

/** The form of microsoft/OMS-Agent-for-Linux#859: the VM agent gives the command with its streams. */
function notInstalled(
  { name, publisher, type, installedVersion }: SandboxExtension,
  { code, text, phase }: Failure,
  link: string,
): Told {
  const handler = `${publisher}.${type}`;
  const command = `/var/lib/waagent/${handler}-${installedVersion}/shim.sh -${phase}`;
  const message = `[ExtensionOperationError] Non-zero exit code: ${code}, ${command}\n[stdout]\n${text}\n\n[stderr]\n`;
  const word = phase === 'install' ? 'Install' : 'Uninstall';
  return {
    message,
    error: {
      code: 'VMExtensionHandlerNonTransientError',
      message: `The handler for VM extension type '${handler}' has reported terminal failure for VM extension '${name}' with error message: '${message}'.\r\n    \r\n'${word} handler failed for the extension. More information on troubleshooting is available at ${link}'`,
    },
  };
}
