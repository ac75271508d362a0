import type { Answer } from '../../app/answer.ts';
import { HostCommand } from '../../app/host-command.ts';
import { INSTALL_LINUX_FLAGS } from '../../app/host-flags.ts';
import { installHosts } from '../../app/host-install.ts';
import { removeHosts } from '../../app/host-remove.ts';
import type { ExitName } from '../../problem.ts';

export default class InstallLinux extends HostCommand {
  static override summary = 'put the Log Analytics agent on this Linux machine, or on machines that ssh reaches';
  static override description =
    'Looks first, and stops where something stands against it. The bundle runs only with a hash that is known; every change is entered in a ledger on the machine before it is made, and an install that fails is taken back. The key is never on a command line. Without a target: this machine.';
  static override examples = [
    {
      description: 'this machine; the key comes from AZMON_WORKSPACE_KEY or is looked up',
      command: 'sudo --preserve-env=AZMON_WORKSPACE_KEY azmon install linux --workspace logs-we --sha256 HEX',
    },
    {
      description: 'two machines over ssh, one of them without a way out: the bundle is pushed',
      command:
        'azmon install linux ssh://ops@web-01 ssh://web-02 --workspace logs-we --bundle omsagent.sh --sha256 HEX',
    },
    {
      description: 'what would happen, and what would be installed first for it',
      command: 'azmon install linux ssh://web-01 --workspace logs-we --fix --dry-run',
    },
    {
      description: 'a script for a machine nobody can reach; it asks for the key',
      command: 'azmon install linux --script --workspace-id 11111111-2222-3333-4444-555555555555 > install.sh',
    },
  ];
  static override strict = false;
  static override usage = 'install linux [TARGET...] [flags]';
  static override flags = INSTALL_LINUX_FLAGS;
  static override answersCancelled = 'hosts' as const;
  static override exits: readonly ExitName[] = [
    ...(['ok', 'usage', 'auth', 'not-ready', 'partial', 'failed', 'unverified', 'pending'] as const),
    ...(['conflict', 'not-found', 'unavailable', 'declined'] as const),
  ];

  protected async answer(): Promise<Answer> {
    const { flags, argv } = await this.parse(InstallLinux);
    const targets = argv as string[];
    if (flags.purge === true) return removeHosts('linux', targets, flags, this.hostDoor('azmon install linux', flags));
    return installHosts('linux', targets, flags, this.hostDoor('azmon install linux', flags));
  }
}
