import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { offerOf } from './extension-catalogue.ts';
import { arcOf } from './hybrid-find.ts';
import { beginOnArc } from './hybrid-operation.ts';
import { arcExtensionBody } from './hybrid-shape.ts';
import { ARC_MACHINE, HYBRID_VERSIONS as versions } from './hybrid-versions.ts';
import { refuse } from './refusal.ts';
import type { Route } from './route.ts';
import type { SandboxExtension } from './state.ts';
import type { World } from './world.ts';

/** Newer versions of extensions that are there; with `Publisher.Type` goes the version, the newest where none is named. */
export const HYBRID_UPGRADE_ROUTES: readonly Route[] = [
  { method: 'POST', path: `${ARC_MACHINE}/upgradeExtensions`, audience: 'arm', versions, answer: upgrade },
];

type Targets = Readonly<Record<string, { readonly targetVersion?: string } | null>>;

function upgrade(request: SandboxRequest, world: World): SandboxAnswer {
  const machine = arcOf(request, world);
  const { extensionTargets = {} } = (request.body ?? {}) as { extensionTargets?: Targets };
  const wanted = Object.entries(extensionTargets).map(([target, how]) =>
    wantedOf(machine.extensions, machine.location, target, how?.targetVersion),
  );
  for (const { extension } of wanted) extension.provisioning = 'Updating';
  const shown = () => wanted.map(({ extension }) => arcExtensionBody(machine, extension));
  const { headers } = beginOnArc(machine, request, world, {
    settle() {
      for (const { extension, version } of wanted)
        Object.assign(extension, { version, installedVersion: version, provisioning: 'Succeeded' });
      return { status: 'Succeeded', output: shown() };
    },
    failed() {
      for (const { extension } of wanted) extension.provisioning = 'Failed';
      return shown();
    },
  });
  return { status: 202, headers };
}

function wantedOf(
  extensions: readonly SandboxExtension[],
  location: string,
  target: string,
  named: string | undefined,
): { readonly extension: SandboxExtension; readonly version: string } {
  const extension = extensions.find(
    ({ publisher, type }) => `${publisher}.${type}`.toLowerCase() === target.toLowerCase(),
  );
  if (extension === undefined) throw refuse(400, 'HCRP400', `The extension '${target}' is not on the machine.`);
  const versions = offerOf(location, extension.publisher, extension.type)?.versions ?? [];
  const version = named ?? versions.at(-1);
  if (version === undefined || !versions.includes(version))
    throw refuse(400, 'HCRP400', `There is no version '${named}' of the extension '${target}'.`);
  return { extension, version };
}
