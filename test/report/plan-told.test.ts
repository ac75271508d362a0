import { expect, test } from 'vitest';
import { planTold } from '../../src/report/plan-told.ts';

const undo = (...texts: readonly string[]) =>
  texts.map((text) => ({ step: 'undo', text: `bring back as it was: ${text}` }));
const PATHS = undo(...['a', 'b', 'c', 'd'].map((name) => `path /etc/${name}`));
const PACKAGES = undo(...['omi', 'scx', 'omsagent', 'omsconfig'].map((name) => `packages ${name}`));
const FEW = undo('service omsagent', 'workspace 1111');

test('many files are counted, packages are named, and what is few or something else is told as it is', () => {
  const plan = [
    { step: 'packages', text: 'take the packages off' },
    ...PATHS,
    ...FEW,
    ...PACKAGES,
    { step: 'end', text: '' },
  ];
  expect(planTold(plan, false)).toEqual([
    'take the packages off',
    'bring back as it was: 4 files and folders (-v names them)',
    ...FEW.map(({ text }) => text),
    'bring back as it was: packages omi, scx, omsagent, omsconfig',
    'end',
  ]);
});

test('with -v each line is told', () => {
  expect(planTold([...PATHS, ...PACKAGES], true)).toEqual([...PATHS, ...PACKAGES].map(({ text }) => text));
});
