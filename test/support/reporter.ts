import type { Reporter, TestModule } from 'vitest/node';

/** Says at the end what was skipped and how to have it; the very last line is the count. */
export default class Closing implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    for (const line of closing(modules.flatMap(outcomes), unhandled.length)) console.log(line);
  }
}

export interface Outcome {
  readonly state: 'passed' | 'failed' | 'skipped' | 'pending';
  /** Names from the outermost suite inwards. */
  readonly names: readonly string[];
}

function outcomes(module: TestModule): Outcome[] {
  const tests = [...module.children.allTests()].map((test) => ({
    state: test.result().state,
    names: namesOf(test),
  }));
  // A file that cannot be loaded, or whose hooks broke, has failed although no test of it has.
  const broken = module.state() === 'failed' && !tests.some(({ state }) => state === 'failed');
  return broken ? [...tests, { state: 'failed', names: [module.moduleId] }] : tests;
}

function namesOf(test: { readonly name: string; readonly parent: object }): string[] {
  const names = [test.name];
  for (let at = test.parent as { name?: string; parent?: object }; at.parent !== undefined; at = at.parent) {
    if (at.name !== undefined) names.unshift(at.name);
  }
  return names;
}

const WHY = /^(.*) \[skipped: (.*)\]$/;

/** `N passed, N failed, N skipped`, the last part only where there is something to skip; before it the suites that were left out. */
export function closing(results: readonly Outcome[], unhandled: number): string[] {
  const count = (state: Outcome['state']): number => results.filter((result) => result.state === state).length;
  const [passed, failed, skipped] = [count('passed'), count('failed') + count('pending') + unhandled, count('skipped')];
  const suites = new Map<string, string>();
  for (const { names } of results)
    for (const name of names) if (WHY.test(name)) suites.set(name.replace(WHY, '$1'), name.replace(WHY, '$2'));
  return [
    ...(suites.size === 0 ? [] : ['', 'Skipped here, and how to have it:']),
    ...[...suites].map(([suite, why]) => `  ${suite}: ${why}`),
    '',
    `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`,
  ];
}
