import type { ResourceChange } from '../../target/resource-change.ts';

/** A change that a what-if foresees. Anything may be missing or null. */
export interface RawChange {
  readonly resourceId?: string | null;
  readonly changeType?: string | null;
  readonly delta?: readonly RawDelta[] | null;
}

interface RawDelta {
  readonly path?: string | null;
  readonly propertyChangeType?: string | null;
  readonly before?: unknown;
  readonly after?: unknown;
  /** Below an array its items, whose paths are their indexes. */
  readonly children?: readonly RawDelta[] | null;
}

type PropertyChange = ResourceChange['properties'][number];

/** Deeper than any resource. */
const DEEPEST = 20;

/** Foreseen changes, each property on a line of its own: `sku.name`, `rules[2].port`. */
export const changesOf = (changes: readonly RawChange[]): readonly ResourceChange[] =>
  changes.map(({ resourceId, changeType, delta }) => ({
    id: resourceId ?? '',
    change: changeType ?? 'Unsupported',
    properties: (delta ?? []).flatMap((one) => leavesOf(one, '', DEEPEST)),
  }));

function leavesOf(one: RawDelta, above: string, depth: number): readonly PropertyChange[] {
  const path = joined(above, one.path ?? '');
  const children = one.children ?? [];
  if (children.length > 0 && depth > 0) return children.flatMap((child) => leavesOf(child, path, depth - 1));
  return [
    {
      ...{ path, change: one.propertyChangeType ?? 'Modify' },
      ...(one.before === undefined || one.before === null ? {} : { before: one.before }),
      ...(one.after === undefined || one.after === null ? {} : { after: one.after }),
    },
  ];
}

function joined(above: string, path: string): string {
  if (above === '' || path === '') return `${above}${path}`;
  return /^\d+$/.test(path) ? `${above}[${path}]` : `${above}.${path}`;
}
