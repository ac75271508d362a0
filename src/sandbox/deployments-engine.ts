import type { Inner } from './deployments-inner.ts';
import type { DeploymentPlan } from './deployments-plan.ts';
import { DeploymentRun } from './deployments-run.ts';
import type { SandboxDeployment } from './state.ts';
import type { World } from './world.ts';

/** Deployments under way. */
export interface DeploymentEngine {
  readonly inner: Inner;
  begin(work: {
    readonly deployment: SandboxDeployment;
    readonly plan: DeploymentPlan;
    readonly authorization: string;
  }): void;
  /** Does everything that can be done now. */
  advance(): Promise<void>;
  /** false: it is not under way. */
  cancel(id: string): boolean;
  /** Brings all to their ends, as far as they end: the sandbox is going to be closed. */
  end(settle: () => void): Promise<void>;
}

/** How often deployments are looked after while nobody asks, in milliseconds of this machine. */
const EVERY_MS = 250;

export const deploymentEngine = (world: World, inner: Inner): DeploymentEngine => new Engine(world, inner);

class Engine implements DeploymentEngine {
  readonly inner: Inner;
  readonly #world: World;
  readonly #runs = new Map<string, DeploymentRun>();
  #timer: NodeJS.Timeout | undefined;

  constructor(world: World, inner: Inner) {
    this.#world = world;
    this.inner = inner;
  }

  begin(work: Parameters<DeploymentEngine['begin']>[0]): void {
    const run = new DeploymentRun({ ...work, inner: this.inner, world: this.#world });
    this.#runs.set(work.deployment.id.toLowerCase(), run);
    this.#wake(0);
  }

  async advance(): Promise<void> {
    await this.#advance();
  }

  cancel(id: string): boolean {
    this.#runs.get(id.toLowerCase())?.cancel();
    return this.#runs.delete(id.toLowerCase());
  }

  async end(settle: () => void): Promise<void> {
    clearTimeout(this.#timer);
    for (let goes = true; goes; ) {
      settle();
      goes = await this.#advance();
      for (const run of this.#runs.values()) goes = run.hurry() || goes;
    }
  }

  /** The process may end although a deployment does not. */
  #wake(ms = EVERY_MS): void {
    if (this.#runs.size > 0) this.#timer ??= setTimeout(() => this.#tick(), ms).unref();
  }

  #tick(): void {
    this.#timer = undefined;
    void this.#advance().then(() => this.#wake());
  }

  /** Whether anything came of it. */
  async #advance(): Promise<boolean> {
    let some = false;
    for (let goes = true; goes; some ||= goes) {
      goes = false;
      for (const run of [...this.#runs.values()]) goes = (await this.#step(run)) || goes;
    }
    return some;
  }

  async #step(run: DeploymentRun): Promise<boolean> {
    if (run.busy) return false;
    run.busy = true;
    try {
      return await run.step();
    } catch (error) {
      run.fail({ code: 'SandboxBroken', message: `the sandbox made a mistake: ${(error as Error).stack}` });
      return true;
    } finally {
      run.busy = false;
      const key = run.deployment.id.toLowerCase();
      // A canceled one may have been followed by another of its name.
      if (run.isOver && this.#runs.get(key) === run) this.#runs.delete(key);
    }
  }
}
