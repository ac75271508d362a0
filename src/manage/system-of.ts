import { AGENTS } from '../agent/index.ts';
import type { Verdict } from '../check/check.ts';
import { judge } from '../check/judge.ts';
import { SUPPORT_CHECKS } from '../check/support/index.ts';
import { detectSystem } from '../machine/detect.ts';
import type { MachineFacts } from '../machine/facts.ts';
import { factsOfVm } from '../machine/facts-of-vm.ts';
import type { System } from '../machine/system.ts';
import type { AzureVm } from '../target/azure-vm.ts';
import { CLOUDS } from '../target/cloud.ts';

/** What a machine runs, as far as Azure tells, and whether the successor takes it. */
export interface SystemLook {
  /** Missing: Azure does not tell. */
  readonly system?: System;
  readonly name?: string;
  /** Why the successor does not take it, by the same rules as `azmon check`. */
  readonly refused?: string;
}

/** Looks of one run: machines of one image and system share theirs. `asOf` is YYYY-MM-DD. */
export function systemLooks(asOf: string): (vm: AzureVm) => SystemLook {
  const known = new Map<string, SystemLook>();
  return (vm) => {
    const { system, os, image } = vm;
    const key = JSON.stringify([system, os, image?.publisher, image?.offer, image?.sku]);
    const look = known.get(key) ?? lookAt(vm, asOf);
    known.set(key, look);
    return look;
  };
}

function lookAt(vm: AzureVm, asOf: string): SystemLook {
  const facts = factsOfVm(vm);
  const system = detectSystem(facts);
  if (system.id === 'unknown') return vm.os === undefined ? {} : { name: `${vm.os.name} ${vm.os.version}`.trim() };
  const refused = refusalOf(facts, system, asOf);
  return { system, name: titleOf(system), ...(refused === undefined ? {} : { refused }) };
}

const NO_WAY: readonly Verdict[] = ['impossible', 'refused', 'unlisted'];

function refusalOf(facts: MachineFacts, system: System, asOf: string): string | undefined {
  const agent = AGENTS['azure-monitor'];
  const subject = { facts, system, agent, release: agent.releases[0], asOf, offline: true };
  const judged = judge(
    { ...subject, looks: new Map(), cloud: CLOUDS.public, place: {} },
    { catalogue: SUPPORT_CHECKS },
  );
  if (!NO_WAY.includes(judged.verdict)) return undefined;
  const finding = judged.findings.find(({ verdict }) => verdict === judged.verdict);
  const cause = finding?.cause === undefined ? '' : `: ${finding.cause}`;
  return `the ${agent.title} does not take ${titleOf(system)}${cause}`;
}

const titleOf = (system: System): string =>
  system.family === 'windows' || system.name.includes(system.version)
    ? system.name
    : `${system.name} ${system.version}`;
