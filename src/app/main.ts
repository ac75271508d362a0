import { EXIT } from '../problem.ts';
import { askedBy } from './asked.ts';
import { PACKAGE } from './package.ts';
import { problemOf } from './problem-of.ts';
import { routeOf } from './route.ts';
import { Run } from './run.ts';
import { unknownCommand } from './usage.ts';

/** oclif's part of a start. Separate, and loaded when needed: `--version` has no use for it. */
export type LoadConfig = (root: string) => Promise<import('@oclif/core').Config>;

/**
 * Runs one command line and ends the process with the exit code that stands for it, once all output has left.
 * Every error on the way, from an unknown command to a bug, ends as one answer in the output that was asked for.
 */
export async function main(argv: readonly string[], root: string, load: LoadConfig): Promise<void> {
  try {
    await dispatch(argv, root, load);
  } catch (error) {
    const problem = problemOf(error);
    const run = new Run('', PACKAGE.version, askedBy(argv, process.env));
    process.exitCode = await run.finish({ result: {}, exit: problem.exit, text: [], errors: [problem] });
  }
  process.exit();
}

async function dispatch(argv: readonly string[], root: string, load: LoadConfig): Promise<void> {
  if (routeOf(argv, []).to === 'version') return tellVersion(argv);
  const config = await load(root);
  const route = routeOf(argv, config.commandIDs);
  if (route.to === 'command') return config.runCommand(route.id, [...route.rest]);
  if (route.to === 'help') return config.runCommand('help', [...route.rest, ...route.words]);
  const names = config.commandIDs.map((id) => id.replaceAll(':', ' '));
  throw unknownCommand(route.to === 'nowhere' ? route.words.join(' ') : '', names);
}

async function tellVersion(argv: readonly string[]): Promise<void> {
  const run = new Run('', PACKAGE.version, askedBy(argv, process.env));
  const { platform, arch, version: node } = process;
  const result = { version: PACKAGE.version, platform, arch, node };
  const text = [`azmon/${PACKAGE.version} ${platform}-${arch} node-${node}`];
  process.exitCode = await run.finish({ result, exit: EXIT.ok, text });
}
