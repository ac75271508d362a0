import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MachineFacts } from '../../src/machine/facts.ts';
import { describeWith } from '../support/needs.ts';
import { makeWorld, type World } from './world.ts';
import { GROUPS } from './world-cases.ts';

describeWith({ commands: { busybox: 'busybox', ldd: 'libc-bin' }, root: true })(
  'the Linux probe in made-up machines',
  () => {
    let world: World;
    beforeEach(() => {
      world = makeWorld();
    });
    afterEach(() => world.remove());

    for (const [group, cases] of Object.entries(GROUPS)) {
      for (const [title, files, expected, how] of cases) {
        it(`${group.toLowerCase()}: ${title}`, () => {
          if (group === 'LIBC') world.hideLibc();
          world.put(files);
          const { facts, output, stderr, complete, unreadable } = world.look(how);
          const seen = Object.keys(expected).map((key) => [key, facts[key as keyof MachineFacts]]);
          expect(Object.fromEntries(seen)).toEqual(expected);
          expect({ stderr, complete, unreadable }).toEqual({ stderr: '', complete: true, unreadable: [] });
          expect(output).not.toContain('canary');
        });
      }
    }
  },
);
