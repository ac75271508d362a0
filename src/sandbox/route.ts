import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import type { World } from './world.ts';

/** One operation of Azure that the sandbox imitates. */
export interface Route {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE' | 'HEAD';
  /** `/subscriptions/:subscription/resourceGroups/:group/...`; compared without case; `:scope*` takes several parts. */
  readonly path: string;
  /** Versions that the operation takes; another one is answered as Azure does. Missing: no api-version (tokens, metadata). */
  readonly versions?: readonly string[];
  /** Which token it wants: `arm`, `logs`, `vault`; `none` for tokens and metadata themselves. */
  readonly audience: 'arm' | 'logs' | 'vault' | 'none';
  /** Compute's own token bucket, where it has one. */
  readonly bucket?:
    | 'UpdateVM'
    | 'PutVM'
    | 'DeleteVM'
    | 'LowCostGet'
    | 'HighCostGet'
    | 'GetOperation'
    | 'CreateVMScaleSet'
    | 'UpdateVMScaleSet'
    | 'DeleteVMScaleSet'
    | 'GetVMScaleSet'
    | 'HighCostGetVMScaleSet';
  answer(request: SandboxRequest, world: World): SandboxAnswer | Promise<SandboxAnswer>;
}
