import type { Question } from '../check/assess.ts';
import type { MachineFacts } from '../machine/facts.ts';
import { gather } from '../machine/gather.ts';
import type { Files, ProbeRequest, Transport } from '../ports.ts';
import type { ScriptTransport } from '../ports-scripts.ts';
import { EXIT, Problem } from '../problem.ts';
import { Secret } from '../secret.ts';
import type { Target } from '../target/target.ts';
import { promptSecret } from '../terminal/prompt.ts';
import { probeParameters } from './survey.ts';
import type { Hosts } from './wiring.ts';

export interface HostLook {
  readonly facts: MachineFacts;
  readonly gathered: { readonly startedAt: number; readonly finishedAt: number };
}

/** The password for sudo: of a file, or asked for once, when the first machine wants one. */
export class SudoPassword {
  #known: Secret | undefined;
  #asking: Promise<Secret | undefined> | undefined;
  readonly #interactive: boolean;

  constructor(known: Secret | undefined, interactive: boolean) {
    this.#known = known;
    this.#interactive = interactive;
  }

  /** Of --sudo-password-file. */
  static async of(path: string | undefined, files: Files, interactive: boolean): Promise<SudoPassword> {
    if (path === undefined) return new SudoPassword(undefined, interactive);
    return new SudoPassword(new Secret((await files.read(path)).replace(/\r?\n$/, '')), interactive);
  }

  /** As far as it is known: nothing is asked. */
  get request(): { readonly password?: Secret } {
    return this.#known === undefined ? {} : { password: this.#known };
  }

  get isKnown(): boolean {
    return this.#known !== undefined;
  }

  /** Throws AZMON-SUDO-PASSWORD (3) where nobody can be asked. */
  async ask(): Promise<void> {
    if (!this.#interactive) throw noPassword();
    this.#asking ??= promptSecret('Password for sudo on the targets:');
    this.#known = await this.#asking;
    if (this.#known === undefined) throw noPassword();
  }
}

/** What a look over ssh ends with where no POSIX shell answers: Windows does, or something that says so in another language. */
export const MAY_BE_WINDOWS: readonly string[] = ['AZMON-SSH-WINDOWS', 'AZMON-SSH-SHELL'];

/**
 * Looks at a machine as root, as far as sudo lets it. Throws what the look throws, AZMON-SUDO-PASSWORD (3) where sudo wants a password and
 * nobody can be asked, AZMON-SUDO-WRONG (3) where it does not take the one it is given.
 */
export async function lookAtHost(
  target: Target,
  asked: Question,
  { transport, probing }: Pick<Hosts, 'transport' | 'probing'>,
  sudo: SudoPassword,
  system?: 'linux' | 'windows',
): Promise<HostLook> {
  const look = async (): Promise<HostLook> => {
    const request: ProbeRequest = {
      ...{ ...probing, ...probeParameters(asked), sudo: sudo.request },
      ...(system === undefined ? {} : { system }),
    };
    const byScript = target.kind === 'ssh' && system === 'windows';
    const gathered = byScript
      ? await gather(scripted(transport), target, withoutLogin(request))
      : await gather(transport, target, request);
    if ('problem' in gathered) throw gathered.problem;
    return gathered;
  };
  const hadPassword = sudo.isKnown;
  const first = await look();
  if (!wantsPassword(first.facts)) return first;
  if (hadPassword) throw refused();
  await sudo.ask();
  const second = await look();
  if (wantsPassword(second.facts)) throw refused();
  return second;
}

/** Over ssh a Windows machine reads no script from stdin: there the probe travels as what changes it does. */
const scripted = (transport: ScriptTransport): Transport => ({
  probe: (target, request) => transport.run(target, request),
});

/** The probe takes the login of a proxy from its variables, and that script lies in a file: without it the hosts are not tested. */
function withoutLogin(request: ProbeRequest): ProbeRequest {
  if (Object.keys(request.secrets).length === 0) return request;
  const { AZMON_HOSTS: _, AZMON_PROXY: __, ...parameters } = request.parameters;
  return { ...request, parameters, secrets: {} };
}

const wantsPassword = (facts: MachineFacts): boolean => facts['user.id'] !== 0 && facts['user.sudo'] === 'password';

const noPassword = (): Problem =>
  new Problem({
    code: 'AZMON-SUDO-PASSWORD',
    exit: EXIT.auth,
    message: 'sudo wants a password there, and none is given',
    why: 'the agent is installed and changed as root; nothing was changed',
    fix: [
      { text: 'give it in a file that only you can read, - reads stdin: --sudo-password-file PATH' },
      { text: 'or run the command where somebody can type it' },
      { text: 'or let this user run sudo without a password (NOPASSWD in sudoers), or log in as root' },
    ],
  });

const refused = (): Problem =>
  new Problem({
    code: 'AZMON-SUDO-WRONG',
    exit: EXIT.auth,
    message: 'sudo did not take the password',
    why: 'it is wrong, or this user may not use sudo; nothing was changed',
    fix: [{ text: 'see on the machine what sudo grants this user', command: 'sudo -l' }],
  });
