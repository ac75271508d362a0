import type { SandboxAnswer } from './exchange.ts';

/** Thrown by a handler that does not go on: carries Azure's answer. */
export class Refusal extends Error {
  readonly answer: SandboxAnswer;

  constructor(answer: SandboxAnswer) {
    super(`refused with ${answer.status}`);
    this.answer = answer;
  }
}

export interface ErrorParts {
  readonly target?: string;
  readonly details?: readonly object[];
  readonly additionalInfo?: readonly object[];
  /** Who refused: ARM itself is the gateway, a resource provider the service. */
  readonly by?: 'gateway' | 'service';
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error in ARM's shape. */
export function refusal(status: number, code: string, message: string, parts: ErrorParts = {}): SandboxAnswer {
  const { by = 'service', headers = {}, ...rest } = parts;
  return { status, headers: { 'x-ms-failure-cause': by, ...headers }, body: { error: { code, message, ...rest } } };
}

/** As `refusal`, for handlers that stop in the middle: `throw refuse(404, ...)`. */
export const refuse = (...parts: Parameters<typeof refusal>): Refusal => new Refusal(refusal(...parts));
