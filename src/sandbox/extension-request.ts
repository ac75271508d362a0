import type { SandboxRequest } from './exchange.ts';
import { offerOf, versionFor } from './extension-catalogue.ts';
import { refuse } from './refusal.ts';
import type { SandboxExtension, SandboxMachine } from './state.ts';

/** What a PUT or PATCH of an extension asks for, once it has been found possible. */
export interface ExtensionWish {
  readonly publisher: string;
  readonly type: string;
  readonly version: string;
  readonly installedVersion: string;
  readonly autoUpgradeMinor: boolean;
  readonly automaticUpgrade?: boolean;
  readonly forceUpdateTag?: string;
  readonly settings: Record<string, unknown>;
  /** The values, for the handler alone. */
  readonly protectedSettings: Readonly<Record<string, unknown>>;
  readonly tags: Record<string, string>;
}

type Body = Readonly<Record<string, unknown>>;

/** What an extension is put on: a machine of any kind, or the model of a scale set. */
export type ExtensionHolder = Pick<SandboxMachine, 'name' | 'group' | 'location' | 'system'>;

export interface ExtensionDialect {
  /** False: it is no resource with a place of its own, as in the model of a scale set. */
  readonly hasLocation?: boolean;
  /** Versions of more than two parts are taken, as by Azure Arc. */
  readonly wholeVersions?: boolean;
}

/**
 * Reads the body of a PUT or PATCH. Throws the 400s and 404s of ARM and Compute for what is missing, has the wrong type or is not
 * offered in the machine's region. A PATCH takes from the existing extension what it does not name.
 */
export function readExtensionRequest(
  request: Pick<SandboxRequest, 'method' | 'params' | 'body'>,
  machine: ExtensionHolder,
  old: SandboxExtension | undefined,
  { hasLocation = true, wholeVersions = false }: ExtensionDialect = {},
): ExtensionWish {
  const body = objectAt(request.body, '') ?? {};
  if (request.method === 'PUT' && hasLocation) checkLocation(body, machine, request.params.name ?? '', old);
  const given = objectAt(body.properties, 'properties') ?? {};
  const before = request.method === 'PATCH' && old !== undefined ? wishOf(old) : {};
  const properties: Body = { ...before, ...given };
  const publisher = textAt(properties, 'publisher');
  const type = textAt(properties, 'type');
  const version = textAt(properties, 'typeHandlerVersion');
  const autoUpgradeMinor = flagAt(properties, 'autoUpgradeMinorVersion') ?? false;
  const automaticUpgrade = flagAt(properties, 'enableAutomaticUpgrade');
  const { forceUpdateTag } = properties;
  return {
    ...{ publisher, type, version, autoUpgradeMinor },
    installedVersion: installable({ publisher, type, version, autoUpgradeMinor }, machine, wholeVersions),
    ...(automaticUpgrade === undefined ? {} : { automaticUpgrade }),
    ...(typeof forceUpdateTag === 'string' ? { forceUpdateTag } : {}),
    settings: { ...objectAt(properties.settings, 'properties.settings') },
    protectedSettings: objectAt(properties.protectedSettings, 'properties.protectedSettings') ?? {},
    tags: { ...((body.tags as Record<string, string> | undefined) ?? old?.tags) },
  };
}

/** Of an existing extension, in the words of a body. */
const wishOf = (old: SandboxExtension): Body => ({
  ...{ publisher: old.publisher, type: old.type, typeHandlerVersion: old.version, settings: old.settings },
  ...{ autoUpgradeMinorVersion: old.autoUpgradeMinor, enableAutomaticUpgrade: old.automaticUpgrade },
  forceUpdateTag: old.forceUpdateTag,
});

function checkLocation(
  { location }: Body,
  machine: ExtensionHolder,
  name: string,
  old: SandboxExtension | undefined,
): void {
  if (typeof location !== 'string' || location === '')
    throw refuse(400, 'LocationRequired', 'The location property is required for this definition.', { by: 'gateway' });
  if (location.replaceAll(' ', '').toLowerCase() === machine.location) return;
  if (old !== undefined)
    throw refuse(
      409,
      'InvalidResourceLocation',
      `The resource '${machine.name}/${name}' already exists in location '${machine.location}' in resource group '${machine.group}'. A resource with the same name cannot be created in location '${location}'. Please select a new resource name.`,
      { by: 'gateway' },
    );
  throw refuse(404, 'NotFound', 'The entity was not found in this Azure location.');
}

/** Undefined where nothing is there. */
function objectAt(value: unknown, path: string): Body | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object' && !Array.isArray(value)) return value as Body;
  if (path === '')
    throw refuse(400, 'InvalidRequestContent', 'The request content was invalid and could not be deserialized.', {
      by: 'gateway',
    });
  throw refuse(400, 'BadRequest', `Error converting value of type '${typeof value}' to an object. Path '${path}'.`, {
    target: path,
  });
}

function textAt(properties: Body, name: string): string {
  const value = properties[name];
  if (typeof value === 'string' && value !== '') return value;
  throw refuse(400, 'InvalidParameter', `Required parameter '${name}' is missing (null).`, { target: name });
}

function flagAt(properties: Body, name: string): boolean | undefined {
  const value = properties[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  throw refuse(400, 'BadRequest', `Could not convert string to boolean: ${value}. Path 'properties.${name}'.`, {
    target: name,
  });
}

type Wanted = Pick<ExtensionWish, 'publisher' | 'type' | 'version' | 'autoUpgradeMinor'>;

/** The version that is going to be installed. */
function installable(
  { publisher, type, version, autoUpgradeMinor }: Wanted,
  { location, system }: ExtensionHolder,
  wholeVersions: boolean,
): string {
  const offer = offerOf(location, publisher, type);
  if (offer === undefined)
    throw refuse(
      404,
      'ArtifactNotFound',
      `The VM extension with publisher '${publisher}' and type '${type}' could not be found in location '${location}'.`,
    );
  if (!/^\d+\.\d+$/.test(version) && !wholeVersions)
    throw refuse(
      400,
      'InvalidParameter',
      `The value of parameter typeHandlerVersion is invalid: it must be of the form major.minor.`,
      { target: 'typeHandlerVersion' },
    );
  if (offer.system !== system)
    throw refuse(
      400,
      'BadRequest',
      `VM extension of type '${type}' is not supported on OS type '${system === 'windows' ? 'Windows' : 'Linux'}'.`,
    );
  const found = offer.versions.includes(version) ? version : versionFor(offer, version, autoUpgradeMinor);
  if (found !== undefined) return found;
  throw refuse(
    404,
    'ArtifactVersionNotFound',
    `No version found in the artifact repository that satisfies the requested version '${version}' for VM extension with publisher '${publisher}' and type '${type}'.`,
  );
}
