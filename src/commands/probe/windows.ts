import type { Answer } from '../../app/answer.ts';
import { AzmonCommand } from '../../app/command.ts';
import { FLAGS } from '../../app/flags.ts';
import { printedParameters } from '../../app/probe-print.ts';
import { questionOf } from '../../app/question.ts';
import { outside } from '../../app/wiring.ts';
import { windowsProbe } from '../../machine/probe-script.ts';
import { EXIT } from '../../problem.ts';

export default class ProbeWindows extends AzmonCommand {
  static override summary = 'print the script that looks at a Windows machine nobody can reach';
  static override description =
    'Run it there, keep what it prints, and judge that: azmon check --facts FILE. It writes nothing and needs no root.';
  static override examples = [
    { description: 'then, on the machine: cmd /c probe.cmd > facts.txt', command: 'azmon probe windows > probe.cmd' },
  ];
  static override flags = {
    ...{ agent: FLAGS.agent, cloud: FLAGS.cloud, 'workspace-id': FLAGS['workspace-id'], region: FLAGS.region },
    ...{ offline: FLAGS.offline, proxy: FLAGS.proxy, gateway: FLAGS.gateway },
  };

  protected async answer(): Promise<Answer> {
    const { flags } = await this.parse(ProbeWindows);
    const { templates } = outside({ root: this.root, interactive: false, sshConfig: undefined });
    const parameters = printedParameters(questionOf(flags, ''), undefined);
    const script = windowsProbe(templates.windows, parameters);
    return { result: { system: 'windows', script }, exit: EXIT.ok, text: script.replace(/\r?\n$/, '').split('\n') };
  }
}
