import { type IdentityWish, identityAsked } from './compute-identity.ts';
import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { isSameModel, rewritten, wishBehind, written } from './extension-contents.ts';
import { type ExtensionWish, readExtensionRequest } from './extension-request.ts';
import { refuse } from './refusal.ts';
import type { Route } from './route.ts';
import { beginOnSet } from './scale-set-extension.ts';
import { modelExtension, scaleSetOf } from './scale-set-find.ts';
import { outdate } from './scale-set-model.ts';
import { scaleSetBody } from './scale-set-shape.ts';
import { SCALE_SET, SCALE_SET_VERSIONS as versions } from './scale-set-versions.ts';
import type { SandboxExtension, SandboxScaleSet } from './state.ts';
import type { World } from './world.ts';

const arm = { audience: 'arm', versions } as const;

/** A scale set as a whole: identity, tags, upgrade policy and the extensions of the model, as az sends them. The rest stays as it is. */
export const SCALE_SET_CHANGE_ROUTES: readonly Route[] = [
  { ...arm, method: 'PUT', path: SCALE_SET, bucket: 'CreateVMScaleSet', answer: change },
  { ...arm, method: 'PATCH', path: SCALE_SET, bucket: 'UpdateVMScaleSet', answer: change },
];

interface Body {
  readonly identity?: IdentityWish;
  readonly tags?: Record<string, string>;
  readonly properties?: {
    readonly upgradePolicy?: { readonly mode?: string };
    readonly virtualMachineProfile?: { readonly extensionProfile?: { readonly extensions?: readonly Part[] } };
  };
}

interface Part {
  readonly name?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

function change(request: SandboxRequest, world: World): SandboxAnswer {
  const set = scaleSetOf(request, world);
  if (typeof request.body !== 'object' || request.body === null)
    throw refuse(400, 'InvalidRequestContent', 'The request content was invalid and could not be deserialized.', {
      by: 'gateway',
    });
  const { identity, tags, properties = {} } = request.body as Body;
  const mode = policyOf(properties.upgradePolicy?.mode);
  const parts = properties.virtualMachineProfile?.extensionProfile?.extensions;
  const next = parts?.map((part) => extensionOf(set, part, world));
  if (identity !== undefined) identify(set, identityAsked(set, identity, request.method === 'PATCH'));
  if (tags !== undefined) set.tags = tags;
  if (mode !== undefined) set.upgradePolicy = mode;
  const changing = next === undefined ? [] : remodel(set, next);
  const { headers } = beginOnSet(set, request, world, changing);
  const body = scaleSetBody(set, world) as { properties: object };
  return { status: 200, headers, body: { ...body, properties: { ...body.properties, provisioningState: 'Updating' } } };
}

const POLICIES = ['Manual', 'Automatic', 'Rolling'] as const;

function policyOf(mode: string | undefined): SandboxScaleSet['upgradePolicy'] | undefined {
  const known = POLICIES.find((one) => one.toLowerCase() === mode?.toLowerCase());
  if (mode === undefined || known !== undefined) return known;
  throw refuse(400, 'InvalidParameter', `The value '${mode}' of parameter upgradePolicy.mode is not allowed.`, {
    target: 'upgradePolicy.mode',
  });
}

/** Instances of a uniform set have the identity of their set. */
function identify(set: SandboxScaleSet, identity: SandboxScaleSet['identity']): void {
  set.identity = identity;
  for (const machine of Object.values(set.instances))
    machine.identity = { system: identity.system, user: [...identity.user] };
}

interface Next {
  readonly name: string;
  readonly old: SandboxExtension | undefined;
  readonly wish: ExtensionWish;
  readonly changes: boolean;
}

/** What an extension had of protected settings stays, where none are sent: whoever sends the whole model cannot know them. */
function extensionOf(set: SandboxScaleSet, { name = '', properties = {} }: Part, { state }: World): Next {
  const old = modelExtension(set, name);
  const wish = readExtensionRequest({ method: 'PUT', params: { name }, body: { properties } }, set, old, {
    hasLocation: false,
  });
  if (old === undefined) return { name, old, wish, changes: true };
  const { protectedSettings } = 'protectedSettings' in properties ? wish : wishBehind(old, state);
  const whole = { ...wish, protectedSettings };
  return { name, old, wish: whole, changes: !isSameModel(old, whole, state) };
}

/** Makes the model what was sent; gives the extensions that changed by it. */
function remodel(set: SandboxScaleSet, next: readonly Next[]): readonly SandboxExtension[] {
  checkTwice(set, next);
  const gone = set.extensions.filter((one) => !next.some(({ old }) => old === one));
  const all = next.map(({ name, old, wish, changes }) =>
    old === undefined ? written(name, wish) : changes ? rewritten(old, wish) : old,
  );
  set.extensions = all;
  const changing = all.filter((_, index) => next[index]?.changes);
  if (gone.length > 0 || changing.length > 0) outdate(set);
  for (const extension of changing) if (extension.provisioning !== 'Creating') extension.provisioning = 'Updating';
  return changing;
}

function checkTwice({ system }: SandboxScaleSet, next: readonly Next[]): void {
  const handler = ({ wish }: Next): string => `${wish.publisher}.${wish.type}`;
  const twice = next.find((one, index) =>
    next.slice(0, index).some((other) => handler(other).toLowerCase() === handler(one).toLowerCase()),
  );
  if (twice === undefined) return;
  throw refuse(
    400,
    'BadRequest',
    `Multiple VMExtensions per handler not supported for OS type '${system === 'windows' ? 'Windows' : 'Linux'}'. VMExtension '${twice.name}' with handler '${handler(twice)}' already added or specified in input.`,
  );
}
