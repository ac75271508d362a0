import type { Answer } from '../../app/answer.ts';
import { AzmonCommand } from '../../app/command.ts';
import { SANDBOX_FLAGS } from '../../app/sandbox.ts';
import { SANDBOX_FUNCTIONS } from '../../app/sandbox-functions.ts';
import { serveSandbox } from '../../app/sandbox-serve.ts';
import type { ExitName } from '../../problem.ts';
import { PLAIN } from '../../report/paint.ts';
import { sandboxLines, sandboxResult } from '../../report/sandbox.ts';

export default class SandboxServe extends AzmonCommand {
  static override summary = 'serve an Azure on this machine until Ctrl+C';
  static override description =
    `Listens on the loopback interface alone, over TLS with a certificate made for this run, and prints what another shell must set. It imitates sign-in by managed identity and client secret, subscriptions and groups, virtual machines with their extensions, power and run-command, Azure Arc machines with their extensions and run commands, scale sets with their model and instances, workspaces, data collection rules, locks, policies and permissions as far as they are read, template deployments with validation and what-if, Resource Graph and log queries of azmon's own, and Compute's throttling. It does not imitate: creating machines, networks and disks; starting, stopping, scaling and re-imaging instances of scale sets; licences, patches and network scopes of Azure Arc; deployments of mode Complete, linked templates and templates with symbolic names; Resource Graph's lag; other queries; browser and device-code sign-in; scripts other than azmon's probe. What it does not imitate is answered with 501 and named. Heartbeats come some time after an install; --speed shortens that, --no-delays leaves no time at all. Workspace keys stand in the state file and the record; they open nothing in Azure. Functions of templates that it evaluates: ${SANDBOX_FUNCTIONS.join(', ')}; any other is answered with InvalidTemplate.`;
  static override examples = [
    { description: 'a dozen machines in different states', command: 'azmon sandbox serve' },
    {
      description: 'a state that is kept from run to run',
      command: 'azmon sandbox serve --state sandbox.json --port 8443',
    },
    { description: 'an hour in a minute, with faults', command: 'azmon sandbox serve --speed 60 --faults faults.yaml' },
    {
      description: 'ten thousand machines, and nothing takes time',
      command: 'azmon sandbox serve --machines 10000 --no-delays',
    },
  ];
  static override flags = SANDBOX_FLAGS;
  static override exits: readonly ExitName[] = ['interrupted', 'terminated', 'unavailable'];
  /** It has its own end: the state is written first. */
  static override answersCancelled = 'by-child' as const;

  protected async answer(): Promise<Answer> {
    const { flags } = await this.parse(SandboxServe);
    return serveSandbox(flags, (shown) => {
      this.event('sandbox.started', sandboxResult(shown));
      for (const line of sandboxLines(shown, this.config.windows ? 'powershell' : 'sh', PLAIN)) this.talk(line);
    });
  }
}
