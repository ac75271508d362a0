import { compareVersions } from '../../version.ts';
import { GENERATIONS } from '../both/generations.ts';
import { notObserved } from '../check.ts';
import { fail, pass, skip } from '../outcome.ts';
import { windowsCheck } from './windows-check.ts';

/** An agent that is there is new enough to connect on that day. */
export const agentVersion = windowsCheck({
  id: 'agent.version',
  severity: 'block',
  when: ({ minimumVersions }) => minimumVersions.length > 0,
  judge({ facts, agent, release, asOf }) {
    const { title, version } = GENERATIONS.windows[agent.id];
    const there = facts[version];
    if (there === undefined) return notObserved(`whether the ${title} is there`);
    if (there === null) return skip('not installed yet');
    const minimum = release.windows.minimumVersions.findLast(({ from }) => from <= asOf);
    if (minimum === undefined) return pass(there);
    const required = `${minimum.version} or later`;
    if (compareVersions(there, minimum.version) >= 0) return pass(there, required);
    const fix = [
      {
        text: 'upgrade it from the extracted package of the current agent; its workspaces stay',
        command: 'setup.exe /qn /l*v %TEMP%\\mma-upgrade.log AcceptEndUserLicenseAgreement=1',
      },
    ];
    return fail('the agent that is there is too old to connect', { measured: there, required, fix });
  },
});
