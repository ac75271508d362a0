import type { FailedHandler } from '../../target/extension-failure.ts';
import type { Refusal } from './refusal.ts';

/** Azure's codes for a handler that failed or could not be heard. */
const HANDLER_CODES = new Set([
  'VMExtensionProvisioningError',
  'VMExtensionHandlerNonTransientError',
  'VMExtensionProvisioningTimeout',
  'VMAgentStatusCommunicationError',
]);

/** The handler's exit code as the texts of a decade write it. Windows handlers end with HRESULTs, which are negative. */
const EXIT_CODES: readonly RegExp[] = [
  /\bNon-zero exit code:\s*(-?\d{1,10})/i,
  /\bexit(?:ed with)?(?: code| status)?[:=]?\s+(-?\d{1,10})\b/i,
  /\bterminal error code '(-?\d{1,10})'/i,
  /\berror code[:=]?\s*'?(-?\d{1,10})\b/i,
];

/** What failed inside a machine, where the refusal is about that; undefined where it is not. */
export function failedHandler({ codes, messages }: Pick<Refusal, 'codes' | 'messages'>): FailedHandler | undefined {
  const code = codes.findLast((one) => HANDLER_CODES.has(one));
  if (code === undefined) return undefined;
  const whole = messages.at(-1) ?? '';
  const text = ownText(whole);
  const exitCode = exitCodeOf(text);
  const named = {
    extension: /extension '([^']+)'/i.exec(whole)?.[1],
    publisher: /publisher '([^']+)'/i.exec(whole)?.[1],
    type: /\btype '([^']+)'/i.exec(whole)?.[1],
    link: /https:\/\/aka\.ms\/[\w./-]*\w/.exec(whole)?.[0],
  };
  return {
    code,
    text,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)),
  };
}

/** What stands between the quotes behind "Error message:", else the text without the sentence that points to more information. */
function ownText(whole: string): string {
  const quoted = /error message:\s*(?:"([\s\S]*)"|'([\s\S]*)')/i.exec(whole);
  const text = quoted?.[1] ?? quoted?.[2] ?? whole;
  return text.replace(/\s*More information on troubleshooting is available at.*$/is, '').trim();
}

export function exitCodeOf(text: string): number | undefined {
  const found = EXIT_CODES.map((pattern) => pattern.exec(text)?.[1]).find((digits) => digits !== undefined);
  return found === undefined ? undefined : Number(found);
}
