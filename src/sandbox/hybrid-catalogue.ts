import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { type Offer, offerOf } from './extension-catalogue.ts';
import { HYBRID_PROVIDER, HYBRID_VERSIONS } from './hybrid-versions.ts';
import { refuse } from './refusal.ts';
import type { Route } from './route.ts';

const VERSIONS = `${HYBRID_PROVIDER}/locations/:location/publishers/:publisher/extensionTypes/:type/versions`;
const arm = { method: 'GET', audience: 'arm', versions: HYBRID_VERSIONS.slice(1) } as const;

/** Which versions of an extension Azure Arc machines of a region can have, newest first. */
export const HYBRID_CATALOGUE_ROUTES: readonly Route[] = [
  { ...arm, path: VERSIONS, answer: all },
  { ...arm, path: `${VERSIONS}/:version`, answer: one },
];

function offered({ params }: SandboxRequest): Offer {
  const { location = '', publisher = '', type = '' } = params;
  const offer = offerOf(location, publisher, type);
  if (offer !== undefined) return offer;
  throw refuse(404, 'NotFound', `Extension type '${type}' of publisher '${publisher}' was not found in '${location}'.`);
}

function all(request: SandboxRequest): SandboxAnswer {
  const offer = offered(request);
  return { status: 200, body: { value: offer.versions.toReversed().map((version) => shown(request, offer, version)) } };
}

function one(request: SandboxRequest): SandboxAnswer {
  const offer = offered(request);
  const { version = '' } = request.params;
  if (offer.versions.includes(version)) return { status: 200, body: shown(request, offer, version) };
  throw refuse(404, 'NotFound', `Version '${version}' of extension type '${offer.type}' was not found.`);
}

/** Publisher and type in lower case (recorded). */
function shown({ params }: SandboxRequest, offer: Offer, version: string): object {
  const [publisher, type] = [offer.publisher.toLowerCase(), offer.type.toLowerCase()];
  return {
    id: `/providers/Microsoft.HybridCompute/locations/${params.location}/publishers/${publisher}/extensionTypes/${type}/versions/${version}`,
    properties: { version, extensionType: type, publisher },
  };
}
