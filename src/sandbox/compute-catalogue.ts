import { COMPUTE_VERSIONS as versions } from './compute-versions.ts';
import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { type Offer, offerOf, offersIn } from './extension-catalogue.ts';
import { refuse } from './refusal.ts';
import type { Route } from './route.ts';

const TYPES =
  '/subscriptions/:subscription/providers/Microsoft.Compute/locations/:location/publishers/:publisher/artifacttypes/vmextension/types';
const arm = { method: 'GET', audience: 'arm', versions } as const;

/** Which extensions a region offers: bare arrays. */
export const CATALOGUE_ROUTES: readonly Route[] = [
  { ...arm, path: TYPES, answer: types },
  { ...arm, path: `${TYPES}/:type/versions`, answer: all },
  { ...arm, path: `${TYPES}/:type/versions/:version`, answer: one },
];

function types(request: SandboxRequest): SandboxAnswer {
  const { location = '', publisher = '' } = request.params;
  const offers = offersIn(location).filter((offer) => offer.publisher.toLowerCase() === publisher.toLowerCase());
  if (offers.length === 0)
    throw refuse(404, 'PublisherNotFound', `Publisher '${publisher}' was not found in location '${location}'.`);
  return {
    status: 200,
    body: offers.map(({ type }) => ({ location, name: type, id: `${idOf(request)}/Types/${type}` })),
  };
}

const idOf = ({ params }: SandboxRequest): string =>
  `/Subscriptions/${params.subscription}/Providers/Microsoft.Compute/Locations/${params.location}/Publishers/${params.publisher}/ArtifactTypes/VMExtension`;

function offered({ params }: SandboxRequest): Offer {
  const { location = '', publisher = '', type = '' } = params;
  const offer = offerOf(location, publisher, type);
  if (offer !== undefined) return offer;
  throw refuse(
    404,
    'ArtifactNotFound',
    `The VM extension with publisher '${publisher}' and type '${type}' could not be found in location '${location}'.`,
  );
}

function all(request: SandboxRequest): SandboxAnswer {
  const { type, versions: known } = offered(request);
  const location = request.params.location ?? '';
  const top = Number(request.query.get('$top') ?? known.length);
  const ordered = /desc/i.test(request.query.get('$orderby') ?? '') ? known.toReversed() : known;
  const body = ordered
    .slice(0, top)
    .map((name) => ({ location, name, id: `${idOf(request)}/Types/${type}/Versions/${name}` }));
  return { status: 200, body };
}

function one(request: SandboxRequest): SandboxAnswer {
  const { type, system, versions: known } = offered(request);
  const { location, version: name = '' } = request.params;
  if (!known.includes(name))
    throw refuse(
      404,
      'NotFound',
      `Artifact: VMExtension, Publisher: ${request.params.publisher}, Type: ${type}, Version: ${name} was not found.`,
    );
  return {
    status: 200,
    body: {
      properties: {
        ...{ operatingSystem: system === 'windows' ? 'Windows' : 'Linux', computeRole: 'IaaS', handlerSchema: '' },
        ...{ vmScaleSetEnabled: true, supportsMultipleExtensions: false },
      },
      ...{ location, name, id: `${idOf(request)}/Types/${type}/Versions/${name}` },
    },
  };
}
