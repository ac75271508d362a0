import { EXIT, type Fix, Problem } from '../../problem.ts';
import { SignInFailure, type Unanswered } from '../../target/sign-in.ts';
import type { Way, WayId, Where } from './ways.ts';

/** Nobody answered: each way with its reason, each repair once. */
export function noneAnswered(unanswered: readonly Unanswered[], asked: WayId | undefined): Problem {
  const fixes = unanswered.filter(
    ({ why, command }) => unanswered.length === 1 || (command !== undefined && why !== ABSENT),
  );
  return new Problem({
    code: 'AZMON-AUTH-NONE',
    exit: EXIT.auth,
    message: asked === undefined ? 'azmon is not signed in to Azure' : `${asked} gives no token for Azure`,
    why: unanswered.map(({ credential, why }) => (asked === undefined ? `${credential}: ${why}` : why)).join('; '),
    fix: [
      ...(fixes.length > 0 ? fixes.map(fixOf) : [INSTALL]),
      ...(unanswered.length > 1
        ? [{ text: 'each way with its reason and its repair', command: 'azmon login status' }]
        : []),
    ],
    cause: new SignInFailure(unanswered),
  });
}

const INSTALL: Fix = { text: 'install the Azure CLI and sign in with it', command: 'az login' };

/** A program that is not there gives no advice unless it was asked for. */
const ABSENT = 'not installed';

const fixOf = ({ command, fix }: Unanswered): Fix => ({ text: fix, ...(command === undefined ? {} : { command }) });

/** It was set up and Entra ID said no. Another way is not tried in its place: it could be another caller. */
export function refusedBy(way: Way, text: string, where: Where): Problem {
  const meaning = MEANINGS.find(({ when }) => when.test(text));
  const command = way.command?.(where);
  return new Problem({
    code: meaning?.code ?? 'AZMON-AUTH-REFUSED',
    exit: EXIT.auth,
    message: `signing in by ${way.id} was refused${meaning === undefined ? '' : `: ${meaning.text}`}`,
    why: text,
    fix: [
      { text: meaning?.fix ?? way.fix, ...(command === undefined ? {} : { command }) },
      { text: 'or choose another way: --auth' },
    ],
  });
}

/** It answered at the start of the run and does not any more. */
export function noLonger(way: Way, error: unknown, where: Where): Problem {
  const { why, command, fix } = unansweredBy(way, reasonOf(error), where);
  return new Problem({
    code: 'AZMON-AUTH-EXPIRED',
    exit: EXIT.auth,
    message: `${way.id} gives no more tokens`,
    why,
    fix: [{ text: fix, ...(command === undefined ? {} : { command }) }],
  });
}

/** Error codes of Entra ID (docs "Microsoft Entra authentication and authorization error codes"). */
const MEANINGS: readonly {
  readonly when: RegExp;
  readonly code?: string;
  readonly text: string;
  readonly fix: string;
}[] = [
  {
    when: /AADSTS7000215|AADSTS7000222/,
    text: 'the client secret is wrong or has expired',
    fix: 'make a new secret and set AZURE_CLIENT_SECRET',
  },
  {
    when: /AADSTS700016/,
    text: 'the tenant does not know this application',
    fix: 'check AZURE_CLIENT_ID and AZURE_TENANT_ID',
  },
  {
    when: /AADSTS90002|AADSTS900023/,
    code: 'AZMON-AUTH-TENANT',
    text: 'there is no such tenant',
    fix: 'check --tenant and AZURE_TENANT_ID',
  },
  {
    when: /AADSTS(70043|700082|700084|50173|50078|50076|50079)/,
    code: 'AZMON-AUTH-EXPIRED',
    text: 'the login has expired',
    fix: 'sign in again',
  },
  {
    when: /AADSTS53003|AADSTS530\d\d/,
    text: 'conditional access does not allow it from here',
    fix: 'ask whoever runs the tenant',
  },
];

/** One line of what a credential said, without the advice of the SDK around it. Never a token: none was given. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const told = /AADSTS\d+:[\s\S]*?(?=\s*(?:Trace ID|Correlation ID|Timestamp):|$)/.exec(text)?.[0] ?? text;
  const line = told
    .replaceAll(/To troubleshoot, visit \S+/g, '')
    .replaceAll(/For more information, see \S.*$/g, '')
    .replace(/^(\w+Credential|EnvironmentCredential)(:| =>)?\s*/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length > 300 ? `${line.slice(0, 300)}...` : line;
}

/** Words for what the SDK's credentials say most. */
const REASONS: readonly (readonly [when: RegExp, why: string])[] = [
  [/could(n't| not) be found|not found|ENOENT|'az' is not recognized/i, ABSENT],
  [/unable to execute PowerShell|Could not find PowerShell/i, ABSENT],
  [/Az\.Account.*not installed|module 'Az\.Accounts'/i, 'the module Az.Accounts is not installed'],
  [
    /run 'az login'|run 'azd auth login'|run 'Connect-AzAccount'|az login/i,
    'nobody is signed in, or the login has expired',
  ],
  [/network_error|Network unreachable|ECONNREFUSED|ENOTFOUND/i, 'it could not be reached'],
];

export function unansweredBy(way: Way, why: string, where: Where): Unanswered {
  const command = way.command?.(where);
  const words = REASONS.find(([when]) => when.test(why))?.[1] ?? why;
  return { credential: way.id, why: words, fix: way.fix, ...(command === undefined ? {} : { command }) };
}

export const wrongTenant = (way: Way, where: Where, actual: string): Problem => {
  const command = way.command?.(where);
  return new Problem({
    code: 'AZMON-AUTH-TENANT',
    exit: EXIT.auth,
    message: `${way.id} signs in to another tenant than the one asked for`,
    why: `it gave a token of ${actual}`,
    fix: [command === undefined ? { text: 'check --tenant' } : { text: 'sign in to that tenant', command }],
  });
};

export const nobodyToAsk = (way: WayId): Problem =>
  new Problem({
    code: 'AZMON-AUTH-ASKS',
    exit: EXIT.usage,
    message: `signing in by ${way} needs somebody who can answer`,
    why: 'there is no terminal, or questions were ruled out',
    fix: [{ text: 'use a service principal, a managed identity or the login of az', command: 'az login' }],
  });

export const notATenant = (): Problem =>
  new Problem({
    code: 'AZMON-AUTH-TENANT-NAME',
    exit: EXIT.usage,
    message: 'the tenant is neither an id nor a domain',
    fix: [{ text: 'a GUID, or a domain as contoso.onmicrosoft.com' }],
  });
