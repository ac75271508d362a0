import type { Identity } from '../ports.ts';
import type { Problem } from '../problem.ts';
import type { Subscription } from '../target/scope.ts';
import type { Unanswered } from '../target/sign-in.ts';
import type { Paint } from './paint.ts';
import { problemRecord } from './problem.ts';
import { utcText } from './utc.ts';

/** How azmon is signed in to Azure, or why it is not. */
export interface Login {
  /** Title of the cloud. */
  readonly cloud: string;
  readonly cloudId: string;
  /** Where Resource Manager is. */
  readonly endpoint: string;
  /** Missing: nobody answered. */
  readonly identity?: Identity;
  readonly unanswered: readonly Unanswered[];
  /** What the caller can see; missing where it could not be read. */
  readonly subscriptions?: readonly Subscription[];
  readonly problem?: Problem;
}

/** `azmon login status` for people. Pure; `now` in milliseconds since 1970. */
export function loginText(login: Login, now: number, paint: Paint, verbose: boolean): string[] {
  const { identity, unanswered } = login;
  // Where nobody could even be asked, the error says all there is to say.
  if (identity === undefined && unanswered.length === 0) return [];
  if (identity === undefined) return [paint.bad('not signed in to Azure'), '', ...wayLines(unanswered, paint)];
  const tried =
    verbose && unanswered.length > 0 ? ['', paint.dim('tried before it'), ...wayLines(unanswered, paint)] : [];
  return [
    `${paint.good(paint.symbols.pass)} signed in to ${paint.strong(login.cloud)} by ${paint.strong(identity.credential)}`,
    ...table(factsOf(identity, login, now), paint),
    ...subscriptionLines(login.subscriptions, paint),
    ...tried,
  ];
}

function factsOf(
  identity: Identity,
  { endpoint }: Login,
  now: number,
): readonly (readonly [string, string | undefined])[] {
  return [
    ['caller', identity.name],
    ['object', identity.object],
    ['tenant', identity.tenant],
    ['token until', `${utcText(identity.expires)}${timeLeft(identity.expires, now)}`],
    ['endpoint', endpoint],
  ];
}

/** A token is renewed by itself; what counts is whether it could be had. */
function timeLeft(expires: string, now: number): string {
  const minutes = Math.round((Date.parse(expires) - now) / 60_000);
  if (minutes <= 0) return ', it has expired';
  return minutes < 120 ? `, ${minutes} min from now` : `, ${Math.round(minutes / 60)} h from now`;
}

const table = (rows: readonly (readonly [string, string | undefined])[], paint: Paint): string[] =>
  rows.flatMap(([label, value]) => (value === undefined ? [] : [`  ${paint.dim(label.padEnd(12))} ${value}`]));

/** As many as fit under the rest; all of them with --json. */
const SHOWN = 12;

function subscriptionLines(subscriptions: readonly Subscription[] | undefined, paint: Paint): string[] {
  if (subscriptions === undefined) return [];
  if (subscriptions.length === 0) return ['', paint.warn(`${paint.symbols.warn} no subscription can be seen with it`)];
  const shown = subscriptions.slice(0, SHOWN);
  const width = Math.max(...shown.map(({ name }) => name.length));
  const more = subscriptions.length - shown.length;
  return [
    '',
    `${subscriptions.length} subscription${subscriptions.length === 1 ? '' : 's'}`,
    ...shown.map(
      ({ id, name, state }) =>
        `  ${name.padEnd(width)}  ${id}${state === 'Enabled' ? '' : `  ${paint.warn(state.toLowerCase())}`}`,
    ),
    ...(more > 0 ? [paint.dim(`  and ${more} more; --json shows all`)] : []),
  ];
}

function wayLines(unanswered: readonly Unanswered[], paint: Paint): string[] {
  const width = Math.max(...unanswered.map(({ credential }) => credential.length));
  return unanswered.flatMap(({ credential, why, fix, command }) => [
    `${paint.dim(paint.symbols.skip)} ${credential.padEnd(width)}  ${why}`,
    `  ${' '.repeat(width)}  ${command === undefined ? paint.dim(fix) : `${paint.strong(command)}  ${paint.dim(fix)}`}`,
  ]);
}

/** `result` of the JSON envelope. */
export function loginResult({ cloudId, endpoint, identity, unanswered, subscriptions, problem }: Login): object {
  const { unanswered: _, ...who } = identity ?? {};
  return {
    ...{ signedIn: identity !== undefined, cloud: cloudId, endpoint, ...who, unanswered },
    subscriptions: subscriptions ?? [],
    ...(problem === undefined ? {} : { problem: problemRecord(problem) }),
  };
}
