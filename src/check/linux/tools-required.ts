import type { Fix } from '../../problem.ts';
import { notObserved, type Subject } from '../check.ts';
import { installAll } from '../fixes.ts';
import { fail, pass } from '../outcome.ts';
import { PACKAGES, type Purpose } from '../packages.ts';
import { linuxCheck } from './linux-check.ts';
import { presence } from './tool-presence.ts';

/** Tools that have a check of their own. */
const ELSEWHERE = ['bash', 'useradd'];

const wanted = (tools: readonly string[]): readonly string[] => tools.filter((tool) => !ELSEWHERE.includes(tool));

/** Every command that the installation calls; what is missing is named. */
export const toolsRequired = linuxCheck({
  id: 'tools.required',
  severity: 'block',
  when: ({ tools }) => wanted(tools).length > 0,
  judge(subject) {
    const tools = wanted(subject.release.linux.tools);
    const missing = tools.filter((tool) => presence(subject.facts, tool) === false);
    const required = tools.join(' ');
    // The tools are few, so naming them keeps the groups few: "12 machines: gpg is missing".
    if (missing.length > 0)
      return fail(`${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`, {
        measured: `missing: ${missing.join(' ')}`,
        required,
        fix: fixes(subject, missing),
      });
    const unseen = tools.filter((tool) => presence(subject.facts, tool) === undefined);
    return unseen.length > 0 ? notObserved(`whether there is ${unseen.join(', ')}`) : pass('all there', required);
  },
});

const isPurpose = (tool: string): tool is Purpose => Object.hasOwn(PACKAGES, tool);

function fixes({ system }: Subject, missing: readonly string[]): Fix[] {
  const unknown = missing.filter((tool) => !isPurpose(tool));
  const known = missing.filter(isPurpose);
  return [
    ...(known.length === 0 ? [] : installAll(system, known)),
    ...(unknown.length === 0 ? [] : [{ text: `install ${unknown.join(', ')}` }]),
  ];
}
