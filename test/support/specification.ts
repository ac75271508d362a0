import { createRequire } from 'node:module';
import type { Exchange } from '../../src/sandbox/exchange.ts';
import { testData } from './data.ts';
import { byHand, isOwnMistake } from './specification/by-hand.ts';
import { isKnownDeviation } from './specification/deviations.ts';
import { hasNoSpecification } from './specification/unspecified.ts';
import { specifiedUrl } from './specification/versions.ts';

/** Where Microsoft's specification lies; undefined on machines without the test data. */
export const SPECIFICATION = testData('azure-specs');

/** What came of holding exchanges to the specification. */
export interface Judgement {
  /** One line a complaint, with array indexes replaced, each once, and how often. */
  readonly complaints: readonly string[];
  /** By the specification's names of the operations. */
  readonly operations: ReadonlyMap<string, number>;
  /** Of addresses that no specification describes: polls, tokens, metadata, locks, permissions, the vault. */
  readonly byHand: number;
}

/**
 * Holds requests and answers to Microsoft's specification by Microsoft's own validator, and to what that does not notice
 * (specification/by-hand.ts). An exchange that could be judged by neither is a complaint.
 */
export async function judge(exchanges: readonly Exchange[]): Promise<Judgement> {
  const complaints = new Map<string, number>();
  const operations = new Map<string, number>();
  let hand = 0;
  for (const exchange of exchanges) {
    const unspecified = hasNoSpecification(exchange);
    if (unspecified) hand++;
    const { operation, lines } = unspecified ? { operation: undefined, lines: [] } : await bySpecification(exchange);
    if (operation !== undefined) operations.set(operation, (operations.get(operation) ?? 0) + 1);
    for (const line of [...lines, ...byHand(exchange)]) complaints.set(line, (complaints.get(line) ?? 0) + 1);
  }
  return { complaints: [...complaints].map(([line, count]) => `${line} (${count})`), operations, byHand: hand };
}

/** The complaints alone. */
export const validate = async (exchanges: readonly Exchange[]): Promise<string[]> => [
  ...(await judge(exchanges)).complaints,
];

interface Side {
  readonly isSuccessful: boolean | undefined;
  readonly operationInfo?: { readonly operationId?: string };
  readonly errors: readonly {
    readonly code: string;
    readonly message: string;
    readonly pathsInPayload?: readonly string[];
  }[];
  readonly runtimeException?: { readonly code: string; readonly message: string };
}

interface LiveValidator {
  initialize(): Promise<void>;
  validateLiveRequestResponse(
    pair: object,
  ): Promise<{ readonly requestValidationResult: Side; readonly responseValidationResult: Side }>;
}

let validator: Promise<LiveValidator> | undefined;

/** What the sandbox imitates none of. */
const OTHERS = ['automation', 'imds', 'msi', 'operationsmanagement', 'policyinsights', 'security'];

/** Loads the specifications once: some seconds. */
async function loaded(): Promise<LiveValidator> {
  const { LiveValidator: Validator } = createRequire(import.meta.url)('oav') as {
    LiveValidator: new (options: object, log: () => void) => LiveValidator;
  };
  const one = new Validator(
    {
      directory: SPECIFICATION,
      swaggerPathsPattern: ['specification/**/*.json'],
      excludedSwaggerPathsPattern: ['examples', 'common-types', 'common', ...OTHERS].map((folder) => `**/${folder}/**`),
      loadValidatorInBackground: false,
      git: { shouldClone: false },
      isArmCall: true,
    },
    () => {},
  );
  await quietly(() => one.initialize());
  return one;
}

/** It writes `error` to the console for thousands of references that it resolves later. */
async function quietly(work: () => Promise<void>): Promise<void> {
  const { error } = console;
  console.error = () => {};
  try {
    await work();
  } finally {
    console.error = error;
  }
}

async function bySpecification(
  exchange: Exchange,
): Promise<{ readonly operation?: string; readonly lines: readonly string[] }> {
  validator ??= loaded();
  const { method, url, requestHeaders, requestBody, status, responseHeaders, responseBody } = exchange;
  const { requestValidationResult: request, responseValidationResult: response } = await (
    await validator
  ).validateLiveRequestResponse({
    liveRequest: {
      ...{ method, url: specifiedUrl(exchange), headers: { 'content-type': 'application/json', ...requestHeaders } },
      ...(requestBody === undefined ? {} : { body: requestBody }),
    },
    liveResponse: {
      ...{ statusCode: String(status), headers: responseHeaders },
      ...(responseBody === undefined ? {} : { body: responseBody }),
    },
  });
  const operation = request.operationInfo?.operationId;
  const where = `${method} ${new URL(url).pathname} ${new URL(url).searchParams.get('api-version') ?? ''} ${status}`;
  if (request.isSuccessful === undefined || operation === undefined || operation.startsWith('unknown'))
    return isOwnMistake(exchange)
      ? { lines: [] }
      : { lines: [`not judged | ${where} | ${request.runtimeException?.code} ${request.runtimeException?.message}`] };
  const lines = [
    ...(isOwnMistake(exchange) ? [] : linesOf('request', operation, status, request)),
    ...linesOf('response', operation, status, response),
  ];
  return { operation, lines };
}

function linesOf(
  side: 'request' | 'response',
  operation: string,
  status: number,
  { isSuccessful, errors, runtimeException }: Side,
): string[] {
  if (isSuccessful === undefined)
    return [`${side} | ${operation} | ${status} | not judged: ${runtimeException?.code} ${runtimeException?.message}`];
  return errors
    .map(({ code, message, pathsInPayload = [] }) => ({
      ...{ side, operation, status, code, message },
      path: (pathsInPayload[0] ?? '').replaceAll(/\/\d+(?=\/|$)/g, '/N'),
    }))
    .filter((complaint) => !isKnownDeviation(complaint))
    .map(({ code, path, message }) => `${side} | ${operation} | ${status} | ${code} | ${path} | ${message}`);
}
