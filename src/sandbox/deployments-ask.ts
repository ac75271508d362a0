import type { ArmContext, AskedResource } from './arm-context.ts';
import { TemplateError } from './arm-error.ts';
import type { PlannedResource } from './arm-resources.ts';
import type { Inner } from './deployments-inner.ts';
import type { SandboxAnswer } from './exchange.ts';

/** What `reference` and `listKeys` have been answered, kept for the time of a deployment, never longer. */
export interface Asker {
  /** Evaluates, asking Azure for what is wanted on the way. Throws TemplateError, Refused, WaitsFor. */
  evaluate<T>(context: ArmContext, work: (context: ArmContext) => T): Promise<T>;
}

/** Somebody asked for a resource of the same template that is not there yet. */
export class WaitsFor extends Error {
  readonly id: string;

  constructor(id: string) {
    super(id);
    this.id = id;
  }
}

/** What was asked for was not given. */
export class Refused extends Error {
  readonly answer: SandboxAnswer;

  constructor(answer: SandboxAnswer) {
    super(`refused with ${answer.status}`);
    this.answer = answer;
  }
}

class Unasked extends Error {
  readonly asked: AskedResource;

  constructor(asked: AskedResource) {
    super(asked.id);
    this.asked = asked;
  }
}

interface Asking {
  readonly resources: readonly PlannedResource[];
  readonly inner: Inner;
  readonly authorization: string;
  /** Whether a resource of the template (id in lower case) is through. */
  isThere(id: string): boolean;
  /** What any list function is answered, where no keys are to be fetched. */
  readonly keys?: object;
}

export function asker({ resources, inner, authorization, isThere, keys }: Asking): Asker {
  const known = new Map<string, unknown>();
  const own = (id: string): PlannedResource | undefined =>
    resources.find((one) => !one.skipped && one.id.toLowerCase() === id.toLowerCase());

  function addressOf({ id, action, apiVersion }: AskedResource): string {
    const version = apiVersion ?? own(id)?.apiVersion;
    if (version !== undefined) return `${id}${action === undefined ? '' : `/${action}`}?api-version=${version}`;
    throw new TemplateError(
      `The template function 'reference' needs an api-version for '${id}', which is not deployed by the template. Please see https://aka.ms/arm-function-reference for usage details.`,
    );
  }
  function ask(asked: AskedResource): unknown {
    if (asked.method === 'POST' && keys !== undefined) return keys;
    if (own(asked.id) !== undefined && !isThere(asked.id.toLowerCase())) throw new WaitsFor(asked.id.toLowerCase());
    const address = addressOf(asked);
    if (known.has(address)) return known.get(address);
    throw new Unasked(asked);
  }
  function named(name: string): string {
    const found = resources.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (found !== undefined) return found.id;
    throw new TemplateError(
      `The template reference '${name}' is not valid: could not find template resource or resource copy with this name. Please see https://aka.ms/arm-function-reference for usage details.`,
    );
  }

  return {
    async evaluate(context, work) {
      for (;;) {
        try {
          return work({ ...context, ask, named });
        } catch (error) {
          if (!(error instanceof Unasked)) throw error;
          const address = addressOf(error.asked);
          const answer = await inner({ method: error.asked.method, address, authorization });
          if (answer.status >= 300) throw new Refused(answer);
          known.set(address, answer.body);
        }
      }
    },
  };
}
