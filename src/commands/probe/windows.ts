import type { Answer } from '../../app/answer.ts';
import { AzmonCommand } from '../../app/command.ts';
import { PROBE_FLAGS, printedProbe } from '../../app/probe-print.ts';
import { probes } from '../../app/wiring.ts';

export default class ProbeWindows extends AzmonCommand {
  static override summary = 'print the script that looks at a Windows machine nobody can reach';
  static override description =
    'Run it there, keep what it prints, and judge that: azmon check --facts FILE. It writes nothing and needs no administrator; from an elevated prompt it sees more.';
  static override examples = [
    { description: 'the script', command: 'azmon probe windows > probe.cmd' },
    { description: 'then, on the machine', command: 'cmd /c probe.cmd > facts.txt' },
  ];
  static override flags = PROBE_FLAGS;

  protected async answer(): Promise<Answer> {
    const { flags } = await this.parse(ProbeWindows);
    return printedProbe('windows', flags, probes(this.root));
  }
}
