import type { ScaleSetInstance } from '../target/azure-vm.ts';
import type { Chain } from './chain.ts';
import { extensionLink } from './diagnose-extension.ts';
import { identityLink } from './diagnose-identity.ts';
import type { Asked } from './diagnose-machine.ts';
import { ruleLink } from './diagnose-rule.ts';
import type { BrokenLink } from './proof.ts';

/** Why no instance of a scale set can report, as far as the set itself shows it; undefined: each has to be looked at. Pure. */
export function diagnoseSet(chain: Chain, running: readonly ScaleSetInstance[], asked: Asked): BrokenLink | undefined {
  const [first] = running;
  if (first === undefined)
    return { link: 'agent', evidence: none(chain), fix: [{ text: 'start instances of it, and verify again' }] };
  const found = extensionLink(chain, asked) ?? identityLink(chain) ?? ruleLink(chain);
  // What merely may explain it (an agent put there by hand) is no reason not to look.
  if (found?.final !== true) return undefined;
  const { final: _, ...broken } = found;
  return broken;
}

const none = ({ vm }: Chain): string => {
  const { length } = vm.set?.instances ?? [];
  return length === 0 ? 'the scale set has no instances' : `none of its ${length} instances runs`;
};
