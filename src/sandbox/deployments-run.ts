import { NotYet } from './arm-context.ts';
import { TemplateError } from './arm-error.ts';
import type { PlannedResource } from './arm-resources.ts';
import { begin, look, type Progress, refused } from './deployments-apply.ts';
import { type Asker, asker, Refused, WaitsFor } from './deployments-ask.ts';
import { failureOf } from './deployments-failure.ts';
import type { Inner } from './deployments-inner.ts';
import { outputsOf } from './deployments-outputs.ts';
import { bodyOf, type DeploymentPlan, isDeployment } from './deployments-plan.ts';
import type { SandboxDeployment } from './state.ts';
import type { World } from './world.ts';

interface Item {
  readonly resource: PlannedResource;
  readonly key: string;
  /** Ids in lower case. */
  readonly waitsFor: Set<string>;
  progress: Progress | { readonly state: 'waiting' | 'skipped' };
  begun?: number;
}

interface Started {
  readonly deployment: SandboxDeployment;
  readonly plan: DeploymentPlan;
  readonly inner: Inner;
  readonly authorization: string;
  readonly world: World;
}

/** A deployment under way. Each step does what can be done now; nothing in it waits. */
export class DeploymentRun {
  readonly deployment: SandboxDeployment;
  /** A step is being made: another one must not begin. */
  busy = false;
  readonly #started: Started;
  readonly #items: readonly Item[];
  readonly #asker: Asker;

  constructor(started: Started) {
    this.deployment = started.deployment;
    this.#started = started;
    const { resources, order } = started.plan;
    this.#items = resources.map((resource) => ({
      ...{ resource, key: resource.id.toLowerCase(), progress: { state: resource.skipped ? 'skipped' : 'waiting' } },
      waitsFor: new Set(order.get(resource.id.toLowerCase())),
    }));
    this.#asker = asker({ ...started, resources, isThere: (key) => this.#stateOf(key) === 'Succeeded' });
  }

  get isOver(): boolean {
    return ['Succeeded', 'Failed', 'Canceled'].includes(this.deployment.state);
  }

  /** Whether anything came of it. */
  async step(): Promise<boolean> {
    if (this.isOver) return false;
    this.deployment.state = 'Running';
    const before = this.#items.map(({ progress }) => progress.state).join();
    for (const item of this.#items) if (item.progress.state === 'working') await this.#look(item);
    for (const item of this.#items) if (this.#isReady(item)) await this.#begin(item);
    if (this.isOver) return true;
    const goesOn = this.#items.some(
      (item) => item.progress.state === 'working' || item.progress.state === 'later' || this.#isReady(item),
    );
    if (!goesOn) await this.#end();
    return !goesOn || before !== this.#items.map(({ progress }) => progress.state).join();
  }

  #stateOf = (key: string): string => this.#items.find((one) => one.key === key)?.progress.state ?? 'Succeeded';

  #isReady({ progress, waitsFor }: Item): boolean {
    if (this.isOver || (progress.state !== 'waiting' && progress.state !== 'later')) return false;
    return [...waitsFor].every((key) => ['Succeeded', 'skipped'].includes(this.#stateOf(key)));
  }

  async #look(item: Item): Promise<void> {
    const { progress } = item;
    if (progress.state !== 'working') return;
    this.#note(item, await look(progress, this.#started.inner, this.#started.authorization));
  }

  async #begin(item: Item): Promise<void> {
    const { inner, authorization, world } = this.#started;
    item.begun ??= world.clock.now();
    try {
      const body = await this.#asker.evaluate(item.resource.context, (context) =>
        bodyOf({ ...item.resource, context }),
      );
      this.#note(item, await begin(item.resource, body, inner, authorization));
    } catch (error) {
      if (error instanceof WaitsFor) item.waitsFor.add(error.id);
      else this.#note(item, stoppedBy(error));
    }
  }

  #note(item: Item, progress: Progress): void {
    if (this.isOver) return;
    item.progress = progress;
    if (progress.state === 'later') return;
    const { world } = this.#started;
    const at = world.clock.now();
    const shown = shownOf(item.resource, progress);
    const { operations } = this.deployment;
    const index = operations.findIndex(({ resource }) => resource === item.resource.id);
    const operation = { resource: item.resource.id, ...shown, at, tookMs: at - (item.begun ?? at) };
    operations.splice(index === -1 ? operations.length : index, index === -1 ? 0 : 1, operation);
  }

  async #end(): Promise<void> {
    const failed = this.deployment.operations.filter(({ state }) => state === 'Failed');
    const unbegun = this.#items.filter(({ progress }) => progress.state === 'waiting');
    this.deployment.resources = this.#items.flatMap((item) => this.#made(item));
    if (failed.length > 0) this.#over('Failed', failureOf(this.deployment, failed));
    else if (unbegun.length > 0) this.#over('Failed', circle(unbegun));
    else await this.#outputs();
  }

  /** What stands now because of a resource; of a nested deployment, its own resources. */
  #made({ resource, progress }: Item): readonly string[] {
    if (progress.state !== 'Succeeded') return [];
    if (!isDeployment(resource)) return [resource.id];
    return this.#started.world.state.deployments?.[resource.id.toLowerCase()]?.resources ?? [];
  }

  async #outputs(): Promise<void> {
    const { bound } = this.#started.plan;
    const begun = this.#started.world.clock.now();
    const done = (message?: unknown): void => {
      const at = this.#started.world.clock.now();
      const state = message === undefined ? 'Succeeded' : 'Failed';
      const told = message === undefined ? { statusCode: 'OK' } : { statusCode: 'BadRequest', message };
      this.deployment.operations.push({ resource: '', state, ...told, at, tookMs: at - begun });
    };
    try {
      const outputs = await this.#asker.evaluate(bound.context, (context) => outputsOf(bound.template, context));
      this.deployment.outputs = outputs;
      if (Object.keys(outputs).length > 0) done();
      this.#over('Succeeded');
    } catch (error) {
      done(stoppedBy(error).message);
      this.#over('Failed', failureOf(this.deployment, this.deployment.operations.slice(-1)));
    }
  }

  cancel(): void {
    this.#over('Canceled');
  }

  /** Takes what only needs time for done, as the sandbox has none left. Whether there was such a thing. */
  hurry(): boolean {
    const late = this.#items.filter(({ progress }) => progress.state === 'working' && progress.by === 'resource');
    for (const item of late) this.#note(item, { state: 'Succeeded', statusCode: 'Created' });
    return late.length > 0;
  }

  fail(error: unknown): void {
    this.#over('Failed', error);
  }

  #over(state: SandboxDeployment['state'], error?: unknown): void {
    this.deployment.state = state;
    this.deployment.endedAt = this.#started.world.clock.now();
    if (error !== undefined) this.deployment.error = error;
  }
}

function shownOf(
  resource: PlannedResource,
  progress: Progress,
): { state: string; statusCode: string; message?: unknown } {
  if (progress.state === 'working') return { state: 'Running', statusCode: progress.created ? 'Created' : 'OK' };
  if (progress.state !== 'Failed')
    return { state: 'Succeeded', statusCode: 'statusCode' in progress ? progress.statusCode : 'OK' };
  const { statusCode, message } = progress;
  if (!isDeployment(resource) || statusCode !== 'Conflict') return { state: 'Failed', statusCode, message };
  // A deployment inside another one is a resource that came to a bad end (recorded in 2016).
  const { error } = message as { error: unknown };
  const wrapped = {
    ...{ code: 'ResourceDeploymentFailure', target: resource.id },
    message:
      "The resource write operation failed to complete successfully, because it reached terminal provisioning state 'Failed'.",
    details: [error],
  };
  return { state: 'Failed', statusCode, message: { status: 'Failed', error: wrapped } };
}

function stoppedBy(error: unknown): Progress & { state: 'Failed' } {
  if (error instanceof Refused) return refused(error.answer);
  if (!(error instanceof TemplateError) && !(error instanceof NotYet)) throw error;
  const code = error instanceof TemplateError ? error.code : 'InvalidTemplate';
  const message = `Unable to process template language expressions: '${error.message}'`;
  return { state: 'Failed', statusCode: 'BadRequest', message: { error: { code, message } } };
}

const circle = (items: readonly Item[]): object => ({
  code: 'InvalidTemplate',
  message: `Circular dependency detected on resource: '${items[0]?.resource.id}'. Please see https://aka.ms/arm-syntax-resources for usage details.`,
});
