import type { Answer } from '../../app/answer.ts';
import { AzmonCommand } from '../../app/command.ts';
import { openSandbox, SANDBOX_FLAGS } from '../../app/sandbox.ts';
import { commandOf, runInSandbox } from '../../app/sandbox-run.ts';
import type { ExitName } from '../../problem.ts';

export default class SandboxRun extends AzmonCommand {
  static override summary = 'run a command against an Azure on this machine, and end it';
  static override description =
    "Starts a sandbox, runs the command so that azmon, the Azure SDKs and az talk to it instead of Azure, and passes on the exit code. az needs no login. The sandbox does not imitate: creating machines, networks and disks; starting, stopping, scaling and re-imaging instances of scale sets; licences, patches and network scopes of Azure Arc; deployments of mode Complete, linked templates, templates with symbolic names, and template functions other than those that azmon sandbox serve --help lists; the fortnight in which a deleted workspace can be had back; Resource Graph's lag; queries other than azmon's own; browser and device-code sign-in. What it does not imitate is answered with 501 and named. A workspace key in AZMON_WORKSPACE_KEY is not handed on.";
  static override examples = [
    { description: 'see a dozen machines in different states', command: 'azmon sandbox run -- azmon status' },
    { description: "the same with Azure's own command line", command: 'azmon sandbox run -- az vm list -o table' },
    {
      description: 'a thousand machines, and nothing takes time',
      command: 'azmon sandbox run --machines 1000 --no-delays -- azmon status --subscription "Contoso Production"',
    },
    { description: 'a shell in it', command: 'azmon sandbox run -- bash' },
  ];
  static override strict = false;
  static override usage = 'sandbox run [flags] -- COMMAND...';
  static override flags = {
    ...{ machines: SANDBOX_FLAGS.machines, state: SANDBOX_FLAGS.state, faults: SANDBOX_FLAGS.faults },
    ...{
      speed: SANDBOX_FLAGS.speed,
      delays: SANDBOX_FLAGS.delays,
      handler: SANDBOX_FLAGS.handler,
      record: SANDBOX_FLAGS.record,
    },
  };
  static override exits: readonly ExitName[] = ['ok'];
  /** The command ends first, whatever the signal. */
  static override answersCancelled = 'by-child' as const;

  protected async answer(): Promise<Answer> {
    const { flags, argv } = await this.parse(SandboxRun);
    const command = commandOf(this.argv, argv as string[]);
    const sandbox = await openSandbox(flags);
    try {
      this.signal.throwIfAborted();
      return await runInSandbox(sandbox, { argv: command, document: this.asked.output !== 'text' });
    } finally {
      await sandbox.close();
    }
  }
}
