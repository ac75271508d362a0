import { judgeBeside } from '../beside.ts';
import { GENERATIONS } from './generations.ts';
import { linuxCheck } from './linux-check.ts';

export const agentBeside = linuxCheck({
  id: 'agent.beside',
  severity: 'warn',
  judge: (subject) => judgeBeside(subject, GENERATIONS),
});
