import { EXIT, Problem } from '../problem.ts';
import type { ResourceId } from '../target/resource-id.ts';

const KINDS: Readonly<Record<ResourceId['type'], string>> = {
  vm: 'a virtual machine',
  'scale-set': 'a scale set',
  arc: 'an Azure Arc machine',
};

/** A Problem (2): Azure offers no such thing for machines of that kind. */
export const impossible = ({ type, name }: ResourceId, what: string, instead: string): Problem =>
  new Problem({
    code: 'AZMON-MACHINE-KIND',
    exit: EXIT.usage,
    message: `cannot ${what} ${name}: it is ${KINDS[type]}`,
    fix: [{ text: instead }],
  });
