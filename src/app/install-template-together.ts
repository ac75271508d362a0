import { isDeepStrictEqual } from 'node:util';
import type { SecretName } from '../method/action.ts';
import type { TemplateDeployment, TemplateItem } from '../method/template.ts';
import { failureOfItem, type ItemFailure, notSeenDone } from '../method/template-failure.ts';
import type { TemplateFile } from '../method/template-file.ts';
import { templateRequest } from '../method/template-request.ts';
import type { Azure, ExtensionPut, RulePut, Waiting } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { DeployedTemplate, DeploymentState } from '../rollout/template-run.ts';
import type { Secret } from '../secret.ts';
import type { AzureRule } from '../target/azure-rule.ts';
import type { VmExtension } from '../target/azure-vm.ts';

export interface DeployingTogether {
  readonly azure: Azure;
  readonly templates: (file: TemplateFile) => Readonly<Record<string, unknown>>;
  /** Secrets of a target, by its key: those of one deployment have the same. */
  readonly secrets: (target: string) => ReadonlyMap<SecretName, Secret>;
  readonly waiting: Waiting;
  /** Targets that do something more when their deployment is done: it is waited for. */
  readonly goesOn: (target: string) => boolean;
}

interface Run {
  readonly deployment: TemplateDeployment;
  /** Targets that are not here yet, and may come. */
  readonly awaited: Set<string>;
  readonly there: Set<string>;
  readonly end: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  state: DeploymentState;
  problem?: Problem;
}

/**
 * Brings machines together for their deployments. Each comes with its own PUTs as soon as it is ready for them, or says that it does not
 * come; when all of a deployment have, it is sent, and each machine gets its own end of it.
 */
export class Together {
  readonly #how: DeployingTogether;
  readonly #runs: readonly Run[];

  constructor(deployments: readonly TemplateDeployment[], how: DeployingTogether) {
    this.#how = how;
    this.#runs = deployments.map((deployment) => runOf(deployment));
    how.waiting.signal?.addEventListener('abort', () => this.#cancel());
  }

  get records(): readonly DeployedTemplate[] {
    return this.#runs.map(({ deployment, state, problem }) => ({
      ...{ deployment, state },
      ...(problem === undefined ? {} : { problem }),
    }));
  }

  /** What became of the deployments of a target. */
  stateOf(target: string): DeploymentState | undefined {
    return this.#runs.find(({ deployment }) => deployment.items.some((item) => item.target === target))?.state;
  }

  /** The target does not come, or has come already. */
  gone(target: string): void {
    for (const run of this.#runs) if (run.awaited.delete(target)) this.#begin(run);
  }

  /** The PUT of a machine's extension, made by its deployment. */
  async extension(put: ExtensionPut): Promise<VmExtension> {
    await this.#ended(put.machine, 'extension');
    return madeOf(put);
  }

  async association(machine: string): Promise<void> {
    await this.#ended(machine, 'association');
  }

  /** A rule that a deployment makes is awaited whatever was asked for: machines are tied to it. Undefined: none makes it. */
  async rule(put: RulePut): Promise<AzureRule | undefined> {
    const run = this.#runs.find(({ deployment }) => deployment.rule?.rule.toLowerCase() === put.id.toLowerCase());
    if (run === undefined) return undefined;
    await this.#send(run, [], true);
    await run.end;
    return this.#how.azure.rules.get(put.id);
  }

  async #ended(machine: string, part: 'extension' | 'association'): Promise<void> {
    const { run, item } = this.#place(machine);
    for (const one of this.#runs)
      if (one.awaited.delete(item.target)) {
        one.there.add(item.target);
        this.#begin(one);
      }
    try {
      await run.end;
    } catch (error) {
      await this.#ownEnd(error, run, item, part);
    }
  }

  #place(machine: string): { readonly run: Run; readonly item: TemplateItem } {
    for (const run of this.#runs) {
      const item = run.deployment.items.find((one) => one.machine.toLowerCase() === machine.toLowerCase());
      if (item !== undefined) return { run, item };
    }
    throw new RangeError(`no deployment was planned for ${machine}`);
  }

  #begin(run: Run): void {
    if (run.awaited.size > 0 || run.there.size === 0 || run.state !== 'not-begun') return;
    const items = run.deployment.items.filter(({ target }) => run.there.has(target));
    const waits = this.#how.waiting.wait !== false || items.some(({ target }) => this.#how.goesOn(target));
    void this.#send(run, items, waits);
  }

  async #send(run: Run, items: readonly TemplateItem[], wait: boolean): Promise<void> {
    if (run.state !== 'not-begun') return;
    const { azure, templates, secrets, waiting } = this.#how;
    run.state = 'begun';
    try {
      const template = templates(run.deployment.template);
      const known = secrets(items[0]?.target ?? '');
      await azure.deployments.deploy(templateRequest(run.deployment, items, template, known), { ...waiting, wait });
      if (wait) run.state = 'done';
      run.resolve();
    } catch (error) {
      if (error instanceof Problem) run.problem = error;
      if (!isUnseen(error, waiting)) run.state = 'failed';
      run.reject(error);
    }
  }

  /** What a failed deployment means for one machine: nothing where its own part was done. */
  async #ownEnd(error: unknown, run: Run, item: TemplateItem, part: 'extension' | 'association'): Promise<void> {
    if (!(error instanceof Problem)) throw error;
    const failure: ItemFailure = failureOfItem(error, item);
    if (failure.state === 'whole') throw error;
    if (failure.state === 'failed') {
      if (failure.part === part) throw failure.problem;
      return;
    }
    if (!(await isDone(item, part, this.#how.azure))) throw notSeenDone(item, run.deployment.name);
  }

  #cancel(): void {
    const { signal } = this.#how.waiting;
    for (const run of this.#runs) if (run.state === 'not-begun') run.reject(signal?.reason);
  }
}

function runOf(deployment: TemplateDeployment): Run {
  const { promise: end, resolve, reject } = Promise.withResolvers<void>();
  // Whoever waits for it hears of it; where nobody does, nobody has to.
  end.catch(() => undefined);
  const awaited = new Set(deployment.items.map(({ target }) => target));
  return { ...{ deployment, awaited, there: new Set<string>(), end, resolve, reject }, state: 'not-begun' };
}

/** The wait was given up, not the work. */
const isUnseen = (error: unknown, { signal }: Waiting): boolean =>
  signal?.aborted === true || (error instanceof Problem && error.code === 'AZMON-AZURE-TIMEOUT');

/** Others failed: Azure goes on with what does not depend on them. */
async function isDone(
  { machine, extension, association }: TemplateItem,
  part: 'extension' | 'association',
  azure: Azure,
): Promise<boolean> {
  if (part === 'association') {
    const ties = await azure.rules.associations(machine);
    return ties.some(({ rule }) => rule?.toLowerCase() === association?.rule.toLowerCase());
  }
  if (extension === undefined) return true;
  const found = await azure.machines.extension(machine, extension.name);
  return found?.provisioning === 'Succeeded' && isDeepStrictEqual(found.settings, extension.settings);
}

const madeOf = (put: ExtensionPut): VmExtension => ({
  ...{ name: put.name, publisher: put.publisher, type: put.type, version: put.version, settings: put.settings },
  ...{ provisioning: 'Succeeded', statuses: [] },
});
