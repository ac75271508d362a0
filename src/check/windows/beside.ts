import { judgeBeside } from '../beside.ts';
import { GENERATIONS } from './generations.ts';
import { windowsCheck } from './windows-check.ts';

export const beside = windowsCheck({
  id: 'mma.beside',
  severity: 'warn',
  judge: (subject) => judgeBeside(subject, GENERATIONS),
});
