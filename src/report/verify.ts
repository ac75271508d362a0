import { AGENTS } from '../agent/index.ts';
import { printable } from '../printable.ts';
import { exitName } from '../problem.ts';
import { shortTarget } from '../target/resource-id.ts';
import type { BrokenLink, Proof } from '../verify/proof.ts';
import type { VerifiedTarget, VerifyRun } from '../verify/verified.ts';
import { detail, machines } from './check-words.ts';
import { LINK_WORDS } from './deploy-causes.ts';
import { instanceWords, timeWords } from './deploy-words.ts';
import type { Paint } from './paint.ts';

/** The report of `azmon verify`: a line for each machine and generation, the broken link below it, and a summary. Pure. */
export function verifyText({ targets, exit }: VerifyRun, paint: Paint): string[] {
  const width = Math.max(0, ...targets.map(({ name }) => Math.min(60, shortTarget(name).length)));
  const lines = targets.flatMap((one) => oneLines(one, width, paint));
  const [only, second] = targets;
  // One machine that could not be looked at: the error says all there is to say.
  if (only === undefined || (second === undefined && only.problem !== undefined)) return [];
  return [...lines, '', ...summary(targets), `exit code ${exit} (${exitName(exit)})`];
}

function oneLines({ name, agent, proof, problem }: VerifiedTarget, width: number, paint: Paint): string[] {
  const named = paint.strong(shortTarget(name).padEnd(width));
  const who = agent === undefined ? named : `${named}  ${AGENTS[agent].title}`;
  if (proof === undefined) {
    const why = problem === undefined ? '' : printable(problem.message);
    return [`${paint.bad(paint.symbols.fail)} ${who}  ${paint.bad('not verified')}: ${why}`];
  }
  const { sign, dress } = dressOf(proof, paint);
  return [`${dress(sign)} ${who}  ${dress(proof.state)}${wordsOf(proof)}`, ...brokenLines(proof, paint)];
}

function dressOf({ state }: Proof, { symbols, good, warn, bad, dim }: Paint) {
  if (state === 'reporting') return { sign: symbols.pass, dress: good };
  if (state === 'connected') return { sign: symbols.warn, dress: warn };
  return state === 'silent' ? { sign: symbols.fail, dress: bad } : { sign: symbols.skip, dress: dim };
}

function wordsOf(proof: Proof): string {
  if ('instances' in proof && proof.instances !== undefined) return `: ${instanceWords(proof.instances)}`;
  if (proof.state === 'reporting') {
    const { at, ingestionMs, computer, version } = proof;
    const takenIn = ingestionMs === undefined ? '' : `, taken in after ${timeWords(ingestionMs)}`;
    return `: record of ${at.replace(/\.\d+Z$/, 'Z')}${takenIn} (${printable(computer)}${version === undefined ? '' : `, agent ${printable(version)}`})`;
  }
  if (proof.state === 'connected') return `; proven: connected (${printable(proof.evidence)}); not proven: data`;
  return proof.state === 'silent'
    ? `: no record${proof.waitedMs < 1_000 ? '' : `, waited ${timeWords(proof.waitedMs)}`}`
    : ': nothing was asked';
}

/** Silent instances of a scale set are told by the link that is broken, each link once. */
function brokenLines(proof: Proof, paint: Paint): string[] {
  if (proof.state !== 'silent') return [];
  const { broken, instances } = proof;
  if (instances === undefined || instances.silent.length === 0) return linkLines(broken, paint);
  const groups = new Map<string, { readonly broken: typeof broken; readonly names: string[] }>();
  for (const one of instances.silent) {
    const key = `${one.broken.link} ${one.broken.evidence}`;
    const group = groups.get(key) ?? { broken: one.broken, names: [] };
    group.names.push(one.name);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap((group) => [
    ...detail('on', silentNames(group.names), paint),
    ...linkLines(group.broken, paint),
  ]);
}

const NAMED = 8;
const silentNames = (names: readonly string[]): string =>
  printable(`${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ` and ${names.length - NAMED} more` : ''}`);

function linkLines({ link, evidence, fix }: BrokenLink, paint: Paint): string[] {
  return [
    ...detail('link', LINK_WORDS[link], paint),
    ...detail('found', printable(evidence), paint),
    ...fix.flatMap(({ text, command }, index) => [
      ...detail(index === 0 ? 'fix' : '', printable(text), paint),
      ...(command === undefined ? [] : [`          ${paint.strong(printable(command))}`]),
    ]),
  ];
}

const WORDS = {
  reporting: 'reporting',
  connected: 'connected only',
  silent: 'silent',
  'not-asked': 'not asked',
} as const;

function summary(targets: readonly VerifiedTarget[]): string[] {
  const counts = Object.entries(WORDS).flatMap(([state, word]) => {
    const count = targets.filter(({ proof }) => proof?.state === state).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  const unread = targets.filter(({ proof }) => proof === undefined).length;
  const names = new Set(targets.map(({ target }) => target)).size;
  // A machine with both generations has two lines, and is counted by both.
  const lines = names === targets.length ? '' : `, ${targets.length} agents`;
  return [`${machines(names)}${lines}: ${[...counts, ...(unread === 0 ? [] : [`${unread} not verified`])].join(', ')}`];
}
