import { describe } from 'vitest';
import { EXIT, Problem } from '../../src/problem.ts';
import { fakeAzure } from '../support/azure-fake.ts';
import { sandbox } from '../support/sandbox.ts';
import { contract } from './suite.ts';
import { BROKEN, FAKE, stateOf } from './world.ts';

/** What stands above the ports is tested on the fake; that is worth something because the fake keeps to what the sandbox keeps to. */
describe('the fake', () =>
  contract(async () => {
    const failed = new Problem({ code: 'AZMON-EXTENSION-FAILED', exit: EXIT.failed, message: 'the handler failed' });
    const azure = fakeAzure({ ...FAKE, handler: ({ machine }) => (machine === BROKEN.id ? failed : undefined) });
    return { azure, close: async () => {} };
  }));

describe('Azure through the SDKs, on the sandbox', () =>
  contract(async () => {
    const running = await sandbox({ state: stateOf() });
    return { azure: running.azure(), close: running.close };
  }));
