import type { Question } from '../check/assess.ts';
import { linuxProbe, windowsProbe } from '../machine/probe-script.ts';
import { EXIT, Problem } from '../problem.ts';
import type { Answer } from './answer.ts';
import { FLAGS } from './flags.ts';
import { type QuestionFlags, questionOf } from './question.ts';
import { probeParameters } from './survey.ts';

/** The flags of every command that prints a probe: what decides what it looks at. */
export const PROBE_FLAGS = {
  ...{ agent: FLAGS.agent, cloud: FLAGS.cloud, 'workspace-id': FLAGS['workspace-id'], region: FLAGS.region },
  ...{ offline: FLAGS.offline, proxy: FLAGS.proxy, gateway: FLAGS.gateway },
};

const WRITERS = { linux: linuxProbe, windows: windowsProbe };

/** The probe of one family of systems, with what it is to look at written into it. Its lines end as that family ends them. */
export function printedProbe(
  system: keyof typeof WRITERS,
  flags: QuestionFlags & { readonly encode?: string | undefined },
  templates: Readonly<Record<keyof typeof WRITERS, string>>,
): Answer {
  const parameters = printedParameters(questionOf(flags, ''), flags.encode);
  const script = WRITERS[system](templates[system], parameters);
  // The line feed of the last line comes back when it is written; a carriage return before it stays.
  return { result: { system, script }, exit: EXIT.ok, text: script.replace(/\n$/, '').split('\n') };
}

/** What is written into a printed probe. A proxy's login never is: the script would carry it wherever it goes. */
function printedParameters(question: Question, encode: string | undefined): Record<string, string> {
  const { parameters, secrets } = probeParameters(question);
  if (Object.keys(secrets).length > 0) throw keepOut();
  return { ...parameters, ...(encode === undefined ? {} : { AZMON_ENCODE: encode }) };
}

const keepOut = (): Problem =>
  new Problem({
    code: 'AZMON-PROBE-SECRET',
    exit: EXIT.usage,
    message: 'the login of a proxy is not written into a printed probe',
    why: 'the script would carry it wherever it is copied',
    fix: [
      {
        text: 'give the proxy without user and password, and set AZMON_PROXY_USER=user:password, percent-encoded, for the script on the machine',
      },
    ],
  });
