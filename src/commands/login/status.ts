import type { Answer } from '../../app/answer.ts';
import { AzmonCommand } from '../../app/command.ts';
import { AZURE_FLAGS } from '../../app/flags.ts';
import { loginStatus } from '../../app/login-status.ts';
import { managementFor, outside } from '../../app/wiring.ts';
import { EXIT, type ExitName } from '../../problem.ts';
import { loginResult, loginText } from '../../report/login.ts';

export default class LoginStatus extends AzmonCommand {
  static override summary = 'show how azmon is signed in to Azure, or what to do about it';
  static override description =
    'Signs in as every other command does, and shows which credential answered, for whom, in which tenant, until when, and which subscriptions can be seen. Where none answers: each with its reason and the command that repairs it. Nothing is changed, and no token is shown.';
  static override examples = [
    { description: 'who is signed in', command: 'azmon login status' },
    {
      description: 'by the login of az, in another tenant',
      command: 'azmon login status --auth az --tenant contoso.com',
    },
  ];
  static override flags = {
    ...{ auth: AZURE_FLAGS.auth, tenant: AZURE_FLAGS.tenant, cloud: AZURE_FLAGS.cloud },
  };
  static override exits: readonly ExitName[] = ['ok', 'usage', 'auth', 'unavailable'];

  protected async answer(): Promise<Answer> {
    const { flags } = await this.parse(LoginStatus);
    const world = outside({ root: this.root, interactive: this.interactive, sshConfig: undefined });
    const cloud = flags.cloud ?? 'public';
    const azure = await world.azure({ ...flags, tell: (line) => this.talk(line), signal: this.signal });
    const login = await loginStatus(azure, cloud, managementFor(cloud).arm);
    return {
      result: () => loginResult(login),
      exit: login.problem?.exit ?? EXIT.ok,
      text: (paint) => loginText(login, world.clock.now(), paint, this.asked.verbose),
      errors: login.problem === undefined ? [] : [login.problem],
    };
  }
}
