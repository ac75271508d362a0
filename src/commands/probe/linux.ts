import type { Answer } from '../../app/answer.ts';
import { AzmonCommand } from '../../app/command.ts';
import { FLAGS } from '../../app/flags.ts';
import { printedParameters } from '../../app/probe-print.ts';
import { questionOf } from '../../app/question.ts';
import { outside } from '../../app/wiring.ts';
import { linuxProbe } from '../../machine/probe-script.ts';
import { EXIT } from '../../problem.ts';

export default class ProbeLinux extends AzmonCommand {
  static override summary = 'print the script that looks at a Linux machine nobody can reach';
  static override description =
    'Run it there, keep what it prints, and judge that: azmon check --facts FILE. It writes nothing and needs no root.';
  static override examples = [
    {
      description: 'with the hosts of a workspace to test',
      command: 'azmon probe linux --workspace-id 11111111-2222-3333-4444-555555555555 > probe.sh',
    },
  ];
  static override flags = {
    ...{ agent: FLAGS.agent, cloud: FLAGS.cloud, 'workspace-id': FLAGS['workspace-id'], region: FLAGS.region },
    ...{ offline: FLAGS.offline, proxy: FLAGS.proxy, gateway: FLAGS.gateway, encode: FLAGS.encode },
  };

  protected async answer(): Promise<Answer> {
    const { flags } = await this.parse(ProbeLinux);
    const { templates } = outside({ root: this.root, interactive: false, sshConfig: undefined });
    const parameters = printedParameters(questionOf(flags, ''), flags.encode);
    const script = linuxProbe(templates.linux, parameters);
    return { result: { system: 'linux', script }, exit: EXIT.ok, text: script.replace(/\r?\n$/, '').split('\n') };
  }
}
