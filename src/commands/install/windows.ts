import type { Answer } from '../../app/answer.ts';
import { HostCommand } from '../../app/host-command.ts';
import { INSTALL_WINDOWS_FLAGS } from '../../app/host-flags.ts';
import { installHosts } from '../../app/host-install.ts';
import type { ExitName } from '../../problem.ts';

export default class InstallWindows extends HostCommand {
  static override summary = 'put the Log Analytics agent on this Windows machine, or on machines that ssh reaches';
  static override description =
    'Looks first, and stops where something stands against it. The package runs only with a hash or a signer that is known; it is installed without a workspace and connected afterwards, so that the key stands in no log. Every change is entered in a ledger on the machine before it is made. Without a target: this machine, from an elevated prompt.';
  static override examples = [
    {
      description: 'this machine, from a package that its maker has signed',
      command:
        'azmon install windows --workspace logs-we --package MMASetup-AMD64.exe --signer "Microsoft Corporation"',
    },
    {
      description: 'a machine with an OpenSSH server, reporting to two workspaces',
      command:
        'azmon install windows ssh://ops@win-01 --workspace logs-we --also-workspace logs-us --package MOMAgent.msi --sha256 HEX',
    },
    {
      description: 'a script for a machine nobody can reach; it asks for the key',
      command: 'azmon install windows --script --workspace-id 11111111-2222-3333-4444-555555555555 > install.cmd',
    },
  ];
  static override strict = false;
  static override usage = 'install windows [TARGET...] [flags]';
  static override flags = INSTALL_WINDOWS_FLAGS;
  static override answersCancelled = 'hosts' as const;
  static override exits: readonly ExitName[] = [
    ...(['ok', 'usage', 'auth', 'not-ready', 'partial', 'failed', 'unverified', 'pending'] as const),
    ...(['conflict', 'not-found', 'unavailable'] as const),
  ];

  protected async answer(): Promise<Answer> {
    const { flags, argv } = await this.parse(InstallWindows);
    return installHosts('windows', argv as string[], flags, this.hostDoor('azmon install windows', flags));
  }
}
