import { sandboxClock } from './clock.ts';
import { operationRoutes } from './compute-operation.ts';
import { COMPUTE_ROUTES } from './compute-routes.ts';
import { DATA_ROUTES } from './data-routes.ts';
import { deploymentRoutes } from './deployments.ts';
import { deploymentEngine } from './deployments-engine.ts';
import { innerRequests } from './deployments-inner.ts';
import type { Exchange } from './exchange.ts';
import { faultPlan } from './fault-plan.ts';
import type { Fault } from './faults.ts';
import { METADATA_ROUTES } from './metadata.ts';
import { operationEngine } from './operation-engine.ts';
import { answerOf } from './pipeline.ts';
import { router } from './router.ts';
import { serve } from './server.ts';
import type { SandboxState } from './state.ts';
import { newestTime } from './state-file.ts';
import { throttle } from './throttle.ts';
import { serverIdentity } from './tls.ts';
import { TOKEN_ROUTES } from './token-routes.ts';
import { CLIENT } from './tokens.ts';
import type { SandboxClock, SandboxSettings, World } from './world.ts';

export interface SandboxOptions {
  readonly state: SandboxState;
  readonly settings?: Partial<SandboxSettings>;
  readonly faults?: readonly Fault[];
  /** How many times faster the sandbox's clock runs. */
  readonly speed?: number;
  /** 0 or missing: any free one. */
  readonly port?: number;
  readonly record?: (exchange: Exchange) => void;
}

export interface Sandbox {
  /** `https://localhost:<port>` */
  readonly origin: string;
  /** PEM, to trust. */
  readonly certificate: string;
  readonly state: SandboxState;
  readonly clock: SandboxClock;
  readonly world: World;
  /** Where a managed identity gets its tokens: plain http, as App Service has it. */
  readonly identity: { readonly endpoint: string; readonly header: string };
  /** For clients that sign in with a secret. */
  readonly client: { readonly tenant: string; readonly id: string; readonly secret: string };
  close(): Promise<void>;
}

/** Extension operations take 20 s to 5 min in Azure; a first Heartbeat comes within a few minutes. */
export const USUAL_SETTINGS: SandboxSettings = {
  operationMs: 30_000,
  heartbeatDelayMs: 120_000,
  retryAfterS: 5,
  throttle: true,
  handler: 'newest',
};

/** Nothing takes time: an operation is done at the first look, and what was installed reports at once. */
export const NO_DELAYS: SandboxSettings = {
  operationMs: 0,
  heartbeatDelayMs: 0,
  retryAfterS: 0,
  throttle: false,
  handler: 'newest',
};

/** An Azure on this machine: HTTPS on the loopback interface, and plain http beside it for the identity endpoint alone. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { state, record, port = 0, speed = 1 } = options;
  const identity = await serverIdentity();
  const clock = sandboxClock(speed, newestTime(state));
  const settings = { ...USUAL_SETTINGS, ...options.settings };
  let origin = '';
  const operations = operationEngine({ clock, settings, origin: () => origin });
  const world: World = {
    ...{ state, clock, operations, settings, faults: faultPlan(options.faults) },
    get origin() {
      return origin;
    },
  };
  const stages = { world, operations, throttle: throttle(clock, settings.throttle) };
  const signingIn = [...TOKEN_ROUTES, ...METADATA_ROUTES];
  // What a deployment sends is Azure's own and counts against no caller's bucket.
  const inner = innerRequests(
    (raw) => answerOf(raw, { ...stages, throttle: throttle(clock, false), find }),
    () => origin,
  );
  const deployments = deploymentEngine(world, inner);
  const find = router([
    ...[...signingIn, ...operationRoutes(operations), ...deploymentRoutes(deployments)],
    ...[...COMPUTE_ROUTES, ...DATA_ROUTES],
  ]);
  const secure = await serve({
    ...{ port, identity, record, origin: () => origin },
    answer: (raw) => answerOf(raw, { ...stages, find }),
  });
  origin = `https://localhost:${secure.port}`;
  const findIdentity = router(signingIn);
  const plain = await serve({
    ...{ port: 0, record: undefined, origin: () => origin },
    answer: (raw) => answerOf(raw, { ...stages, find: findIdentity }),
  });
  return {
    ...{ origin, certificate: identity.authority, state, clock, world },
    identity: { endpoint: `http://127.0.0.1:${plain.port}/msi/token`, header: CLIENT.header },
    client: { tenant: state.tenant, id: CLIENT.id, secret: CLIENT.secret },
    async close() {
      await Promise.all([secure.close(), plain.close()]);
      await deployments.end(() => operations.settleAll());
    },
  };
}
