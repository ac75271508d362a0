import type { RemovalRequest } from './request.ts';

/** Builds of the systems that matter here, as the VM agent reports them (`10.0.14393`, `6.3.9600`). */
const BUILDS: Readonly<Record<string, string>> = {
  '6003': '2008',
  '7601': '2008-r2',
  '9200': '2012',
  '9600': '2012-r2',
  '14393': '2016',
  '17763': '2019',
  '20348': '2022',
  '26100': '2025',
};

const NAMED = /\b(2008|2012|2016|2019|2022|2025)(?:[-_ ]?(r2))?/i;

/**
 * Which Windows a machine runs, as WindowsSystem.id: from what a probe found, else from the build that its VM agent reported, else from
 * the name of its system or image. undefined: not known.
 */
export function windowsOf({ vm, system }: Pick<RemovalRequest, 'vm' | 'system'>): string | undefined {
  if (system?.family === 'windows' && system.id !== 'unknown') return system.id;
  const build = /^\d+\.\d+\.(\d+)/.exec(vm.os?.version ?? '')?.[1];
  const byBuild = build === undefined ? undefined : (BUILDS[build] ?? `build ${build}`);
  return byBuild ?? byName(vm.os?.name) ?? byName(vm.image?.sku);
}

/** `Windows Server 2012 R2 Datacenter`, `2012-R2-Datacenter` -> 2012-r2. */
function byName(text: string | undefined): string | undefined {
  const [, year, r2] = NAMED.exec(text ?? '') ?? [];
  if (year === undefined) return undefined;
  return r2 === undefined ? year : `${year}-r2`;
}
