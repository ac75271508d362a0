import type { Chain } from './chain.ts';
import { saidBy } from './diagnose-extension.ts';
import { type Asked, diagnoseMachine } from './diagnose-machine.ts';
import type { Proof } from './proof.ts';

/** The agent's own registration as far as Azure tells: its extension is done, and what it said. Undefined where it is not. Pure. */
export function connectedProof(chain: Chain | undefined, asked: Asked): Proof | undefined {
  if (chain?.extension === undefined) return undefined;
  const broken = diagnoseMachine(chain, asked);
  // A rule is what comes after: without one the agent is there, and collects nothing.
  if (broken !== undefined && broken.link !== 'rule') return undefined;
  const { name, installedVersion, version, provisioning } = chain.extension;
  const said = saidBy(chain.extension);
  return {
    state: 'connected',
    evidence: `the extension ${name} ${installedVersion ?? version} is ${provisioning}${said === '' ? '' : `: ${said}`}`,
  };
}
