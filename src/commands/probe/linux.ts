import type { Answer } from '../../app/answer.ts';
import { AzmonCommand } from '../../app/command.ts';
import { FLAGS } from '../../app/flags.ts';
import { PROBE_FLAGS, printedProbe } from '../../app/probe-print.ts';
import { probes } from '../../app/wiring.ts';

export default class ProbeLinux extends AzmonCommand {
  static override summary = 'print the script that looks at a Linux machine nobody can reach';
  static override description =
    'Run it there, keep what it prints, and judge that: azmon check --facts FILE. It writes nothing and needs no root; as root it sees more.';
  static override examples = [
    {
      description: 'with the hosts of a workspace to test',
      command: 'azmon probe linux --workspace-id 11111111-2222-3333-4444-555555555555 > probe.sh',
    },
    { description: 'then, on the machine', command: 'sh probe.sh > facts.txt' },
  ];
  static override flags = { ...PROBE_FLAGS, encode: FLAGS.encode };

  protected async answer(): Promise<Answer> {
    const { flags } = await this.parse(ProbeLinux);
    return printedProbe('linux', flags, probes(this.root));
  }
}
