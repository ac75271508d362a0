import type { Outcome } from '../check.ts';
import { notObserved } from '../check.ts';
import { evidence, NO_TOOL, type Sight } from './sight.ts';

/** Any status of the host shows that it was reached: without an agent's certificate most answer 403 or 404. */
export function readHttp(sight: Sight): Outcome {
  const { look, host, endpoint, subject } = sight;
  if (look.tool === 'none') return NO_TOOL;
  if (look.http === undefined) return notObserved('the HTTP answer');
  const required = `an HTTP answer of ${host}`;
  if (look.http > 0) return { status: 'pass', evidence: evidence(sight, `HTTP ${look.http}`, required) };
  return {
    status: 'fail',
    cause: 'no HTTP answer after the handshake',
    evidence: evidence(sight, `none (curl ${look.exit ?? '-'})`, required),
    fix: [{ text: `let ${endpoint.pattern(subject.cloud)} through devices on the way that look into HTTPS` }],
  };
}
