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

export function deploymentEngine(world: World, inner: Inner): DeploymentEngine {
  const runs = new Map<string, DeploymentRun>();
  let timer: NodeJS.Timeout | undefined;

  function tick(): void {
    timer = undefined;
    if (runs.size > 0) void advance().then(() => wake());
  }
  /** The process may end although a deployment does not. */
  function wake(ms = EVERY_MS): void {
    if (runs.size > 0) timer ??= setTimeout(tick, ms).unref();
  }
  async function advance(): Promise<boolean> {
    let some = false;
    for (let goes = true; goes; some ||= goes) {
      goes = false;
      for (const run of [...runs.values()]) goes = (await stepOf(run)) || goes;
    }
    return some;
  }
  async function stepOf(run: DeploymentRun): Promise<boolean> {
    if (run.busy) return false;
    run.busy = true;
    try {
      return await run.step();
    } catch (error) {
      run.fail({ code: 'SandboxBroken', message: `the sandbox made a mistake: ${(error as Error).stack}` });
      return true;
    } finally {
      run.busy = false;
      if (run.isOver) runs.delete(run.deployment.id.toLowerCase());
    }
  }

  return {
    inner,
    begin({ deployment, plan, authorization }) {
      const run = new DeploymentRun({ deployment, plan, authorization, inner, world });
      runs.set(deployment.id.toLowerCase(), run);
      wake(0);
    },
    async advance() {
      await advance();
    },
    cancel(id) {
      const run = runs.get(id.toLowerCase());
      run?.cancel();
      return runs.delete(id.toLowerCase());
    },
    async end(settle) {
      clearTimeout(timer);
      let goes = true;
      while (goes) {
        settle();
        goes = await advance();
        for (const run of runs.values()) goes = run.hurry() || goes;
      }
    },
  };
}
