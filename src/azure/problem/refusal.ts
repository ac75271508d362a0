/** An answer of Azure that says no, as far as it could be read. */
export interface Refusal {
  readonly status: number;
  /** Codes from the outermost error to the innermost: wrappers come first, what really happened last. */
  readonly codes: readonly string[];
  /** What people are told, the innermost last; empty where the answer had no text. */
  readonly messages: readonly string[];
  /** Names of policies that denied it. */
  readonly policies: readonly string[];
  /** Where in a template it is wrong, as far as Azure tells: `line 18, column 20, parameters.key`. */
  readonly places?: readonly string[];
  /** Of the innermost error that names one: the resource, or the throttled kind of operation. */
  readonly target?: string;
  /** What support can find the request by. */
  readonly requestId?: string;
  readonly correlationId?: string;
  /** Its WWW-Authenticate header, where it has one. */
  readonly challenge?: string;
  readonly retryAfterMs?: number;
}

/** One error as it stands in a body. Everything may be missing or of another type. */
interface RawError {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly target?: unknown;
  readonly details?: unknown;
  readonly additionalInfo?: unknown;
  readonly innererror?: unknown;
  readonly innerError?: unknown;
}

/** Errors wrap each other seven deep in recorded nested deployments; more would be no error but an attack. */
const DEEPEST = 12;
/** Longest text that is repeated to people; a handler's log of 4 kB fits. */
const LONGEST = 4_500;

/**
 * Reads the body of a refusal. Total. The shapes seen (arm-contract, "Error body"): `{error: {...}}`, the same without its wrapper
 * (Compute's throttling, Insights), plain text, nothing at all, details nested in details, and JSON inside a message.
 */
export function readErrors(body: unknown): Pick<Refusal, 'codes' | 'messages' | 'policies' | 'places' | 'target'> {
  const errors = chainOf(unwrapped(body), DEEPEST);
  const codes = errors.flatMap(({ code }) => (typeof code === 'string' && code !== '' ? [code] : []));
  const messages = errors.flatMap(({ message }) => (typeof message === 'string' ? [tidy(message)] : []));
  const target = errors.findLast((error) => typeof error.target === 'string' && error.target !== '')?.target;
  return {
    codes: [...new Set(codes)],
    messages: [...new Set(messages)].filter((message) => message !== ''),
    policies: [...new Set(errors.flatMap(({ additionalInfo }) => policiesIn(additionalInfo)))],
    ...(typeof target === 'string' ? { target } : {}),
    ...placesOf(errors),
  };
}

function placesOf(errors: readonly RawError[]): Pick<Refusal, 'places'> {
  const places = [...new Set(errors.flatMap(({ additionalInfo }) => placesIn(additionalInfo)))];
  return places.length === 0 ? {} : { places };
}

/** The error of a body: below `error`, or the body itself; a plain text is a message without a code. */
function unwrapped(body: unknown): unknown {
  if (typeof body === 'string') {
    const value = fromJson(body);
    return value === undefined ? { message: body } : unwrapped(value);
  }
  if (!isObject(body)) return undefined;
  return isObject(body.error) ? body.error : typeof body.error === 'string' ? fromOauth(body) : body;
}

/** Token endpoints: `{error, error_description}`. */
const fromOauth = (body: Readonly<Record<string, unknown>>): RawError => ({
  code: body.error,
  message: body.error_description,
});

/** The error and all that it holds, outermost first. A message that is JSON gives way to what stands in it. */
function chainOf(error: unknown, depth: number): readonly RawError[] {
  if (!isObject(error) || depth === 0) return [];
  const raw: RawError = error;
  const packed = typeof raw.message === 'string' ? fromJson(raw.message) : undefined;
  const own = packed === undefined ? raw : { ...raw, message: undefined };
  const below = [packed === undefined ? undefined : unwrapped(packed), ...listOf(raw.details)];
  const inner = raw.innererror ?? raw.innerError;
  return [own, ...[...below, inner].flatMap((one) => chainOf(one, depth - 1))];
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value.slice(0, 50) : []);

/** RequestDisallowedByPolicy names what denied it in `additionalInfo: [{type: 'PolicyViolation', info: {...}}]`. */
function policiesIn(info: unknown): string[] {
  return listOf(info).flatMap((one) => {
    const about = isObject(one) && isObject(one.info) ? one.info : {};
    const name = about.policyAssignmentDisplayName ?? about.policyDefinitionDisplayName ?? about.policyAssignmentName;
    return typeof name === 'string' ? [tidy(name)] : [];
  });
}

/** InvalidTemplate tells the place in `additionalInfo: [{type: 'TemplateViolation', info: {lineNumber, linePosition, path}}]`; 0 is none. */
function placesIn(info: unknown): string[] {
  return listOf(info).flatMap((one) => {
    if (!isObject(one) || one.type !== 'TemplateViolation' || !isObject(one.info)) return [];
    const { lineNumber: line, linePosition: column, path } = one.info;
    const parts = [
      ...(typeof line === 'number' && line > 0 ? [`line ${line}, column ${Number(column)}`] : []),
      ...(typeof path === 'string' && path !== '' ? [tidy(path).replace(/^properties\.template\./, '')] : []),
    ];
    return parts.length === 0 ? [] : [parts.join(', ')];
  });
}

function fromJson(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** HTML of a proxy's error page says nothing to anybody in a terminal. */
function tidy(text: string): string {
  const plain = /^\s*<(!doctype|html)/i.test(text)
    ? text.replaceAll(/<(style|script)[\s\S]*?<\/\1>|<[^>]*>/gi, ' ')
    : text;
  return plain.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
