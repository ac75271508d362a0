import { EXIT, Problem } from '../problem.ts';
import { type DeploymentError, DeploymentFailure } from '../target/deployment-failure.ts';
import { machineKeyOf } from '../target/resource-id.ts';
import type { TemplateItem } from './template.ts';

/** What a failed deployment says of one of its machines. `unsaid`: others failed, and this one may well have been done. */
export type ItemFailure =
  | { readonly state: 'failed'; readonly part: 'extension' | 'association'; readonly problem: Problem }
  | { readonly state: 'unsaid' }
  | { readonly state: 'whole' };

/** Azure's codes for a handler that failed or could not be heard. */
const OF_HANDLER = /^VMExtension|^VMAgentStatus|^HCRP|^ExtensionOperation/i;

/**
 * The error of a deployment that belongs to a machine, by the resource it stands at: a failed handler as the extension's own PUT would
 * give it. A deployment that was refused as a whole is the trouble of all its machines.
 */
export function failureOfItem(problem: Problem, item: TemplateItem): ItemFailure {
  const errors = problem.cause instanceof DeploymentFailure ? problem.cause.errors : [];
  const placed = errors.filter(({ resource }) => resource !== undefined && isOfMachine(resource));
  const own = placed.find(({ resource = '' }) => machineKeyOf(resource) === item.machine.toLowerCase());
  if (own !== undefined) return { state: 'failed', part: partOf(own), problem: problemOf(own, item, problem) };
  return placed.length > 0 ? { state: 'unsaid' } : { state: 'whole' };
}

const isOfMachine = (resource: string): boolean =>
  /\/extensions\/[^/]+$|\/dataCollectionRuleAssociations\/[^/]+$/i.test(resource);

const partOf = ({ resource = '' }: DeploymentError): 'extension' | 'association' =>
  /\/extensions\/[^/]+$/i.test(resource) ? 'extension' : 'association';

function problemOf(error: DeploymentError, { machine, extension }: TemplateItem, whole: Problem): Problem {
  const { code, message } = error;
  const ofHandler = partOf(error) === 'extension' && OF_HANDLER.test(code);
  return new Problem({
    code: ofHandler ? 'AZMON-EXTENSION-FAILED' : 'AZMON-DEPLOYMENT-FAILED',
    exit: EXIT.failed,
    message: ofHandler ? `the extension ${extension?.name ?? ''} failed` : `Azure refused it: ${code}`,
    why: ofHandler ? handlerText(message) : message,
    fix: whole.fix,
    target: machine,
  });
}

/** What the handler itself said: between the quotes behind "Error message:", without the sentence that points to more. */
function handlerText(message: string): string {
  const quoted = /error message:\s*(?:"([\s\S]*)"|'([\s\S]*)')/i.exec(message);
  return (quoted?.[1] ?? quoted?.[2] ?? message).replace(/\s*More information on troubleshooting is.*$/is, '').trim();
}

/** Of a machine that nothing was said of, and that does not look as it should. */
export const notSeenDone = ({ machine }: TemplateItem, deployment: string): Problem =>
  new Problem({
    code: 'AZMON-DEPLOYMENT-FAILED',
    exit: EXIT.failed,
    message: 'its deployment failed on other machines, and it is not as it should be',
    why: `deployment ${deployment}`,
    fix: [{ text: 'run azmon again: what is done stays unchanged' }],
    retryable: true,
    target: machine,
  });
