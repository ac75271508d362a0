import type { Question } from '../check/assess.ts';
import { EXIT, Problem } from '../problem.ts';
import { probeParameters } from './survey.ts';

/** What is written into a printed probe. A proxy's login never is: the script would carry it wherever it goes. */
export function printedParameters(question: Question, encode: string | undefined): Record<string, string> {
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
