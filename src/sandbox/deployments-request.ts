import { TemplateError } from './arm-error.ts';
import { ArmJsonError, parseArmJson } from './arm-json.ts';
import { isMap, type Json } from './arm-value.ts';
import { type DeploymentPlan, planOf, plansOf } from './deployments-plan.ts';
import { deniedBefore } from './deployments-preflight.ts';
import { scopeOf } from './deployments-scope.ts';
import type { SandboxRequest } from './exchange.ts';
import { type refusal, refuse } from './refusal.ts';
import type { World } from './world.ts';

/** What a request wants to be deployed. */
export interface DeploymentWish {
  readonly id: string;
  readonly name: string;
  /** Of a subscription's deployment. */
  readonly location?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties: Json;
  readonly plan: DeploymentPlan;
  /** With those of nested deployments. */
  readonly plans: readonly DeploymentPlan[];
}

/** Resource id of the deployment that a path is about, with the group as it was made. */
export function deploymentIdOf({ params }: SandboxRequest, { state }: Pick<World, 'state'>): string {
  const { subscription, group, deployment } = params;
  const above = `/subscriptions/${subscription}${group === undefined ? '' : `/resourceGroups/${group}`}`;
  return `${state.groups[above.toLowerCase()]?.id ?? above}/providers/Microsoft.Resources/deployments/${deployment}`;
}

/** Reads and judges a request as ARM does before it takes a deployment. Throws Refusal. */
export function wishOf(request: SandboxRequest, world: World): DeploymentWish {
  const body = bodyOf(request);
  const { location, tags, properties } = body;
  const name = request.params.deployment ?? '';
  checkName(name);
  checkPlace(name, location, request.params.group !== undefined);
  if (!isMap(properties))
    throw gateway(400, 'InvalidRequestContent', "The request content was invalid: 'properties' is missing.");
  checkProperties(properties);
  const id = deploymentIdOf(request, world);
  const place = typeof location === 'string' ? { location } : {};
  return {
    ...{ id, name, properties, ...place, ...plansFor(properties, id, place.location, request, world) },
    ...(isMap(tags) ? { tags: tags as Record<string, string> } : {}),
  };
}

function plansFor(
  properties: Json,
  id: string,
  location: string | undefined,
  request: SandboxRequest,
  world: World,
): Pick<DeploymentWish, 'plan' | 'plans'> {
  try {
    const plan = planOf(properties, scopeOf(id, location, world));
    const plans = plansOf(plan, world);
    const denied = deniedBefore(plans, request, world);
    if (denied === undefined) return { plan, plans };
    throw denied;
  } catch (error) {
    if (error instanceof TemplateError) throw refuse(...invalid(error));
    throw error;
  }
}

/** The 400 of a template that is not taken, with the place where it is known. */
function invalid({ code, message, spot, path }: TemplateError): Parameters<typeof refusal> {
  const info = { lineNumber: spot?.line ?? 1, linePosition: spot?.column ?? 1, path: path ?? '' };
  const additionalInfo = [{ type: 'TemplateViolation', info }];
  return [400, code, `Deployment template validation failed: '${message}'.`, { by: 'gateway', additionalInfo }];
}

function bodyOf({ body }: SandboxRequest): Json {
  if (isMap(body)) return body;
  throw gateway(
    400,
    'InvalidRequestContent',
    `The request content was invalid and could not be deserialized: '${unreadable(body)}'.`,
  );
}

function unreadable(body: unknown): string {
  try {
    parseArmJson(String(body ?? ''));
    return 'It is no object';
  } catch (error) {
    return error instanceof ArmJsonError ? error.message : 'It is no JSON';
  }
}

const LONGEST_NAME = 64;

function checkName(name: string): void {
  if (name.length > LONGEST_NAME)
    throw gateway(
      400,
      'DeploymentNameLengthLimitExceeded',
      `The deployment name '${name}' has length of '${name.length}' which exceeded the maximum length of '${LONGEST_NAME}'.`,
    );
  if (!/^[-\w.()]+$/.test(name))
    throw gateway(
      400,
      'DeploymentNameInvalidCharacters',
      `The deployment name '${name}' is not valid. The deployment name can only contain letters, numbers, '-', '.', '_', '(' and ')'.`,
    );
}

const DOCS = 'Please see https://aka.ms/deploy-to-subscription for usage details.';

function checkPlace(name: string, location: unknown, inGroup: boolean): void {
  if (inGroup && location !== undefined && location !== null)
    throw gateway(
      400,
      'InvalidDeployment',
      `The 'location' property is not allowed for '${name}' at resource group scope. ${DOCS}`,
    );
  if (!inGroup && typeof location !== 'string')
    throw gateway(400, 'InvalidDeployment', `The 'location' property must be specified for '${name}'. ${DOCS}`);
}

function checkProperties({ mode, templateLink, parametersLink, template }: Json): void {
  if (templateLink !== undefined || parametersLink !== undefined)
    throw gateway(
      501,
      'NotImitatedBySandbox',
      'The sandbox reads no templates and parameters from elsewhere (templateLink, parametersLink).',
    );
  if (String(mode).toLowerCase() === 'complete')
    throw gateway(
      501,
      'NotImitatedBySandbox',
      'The sandbox does not imitate deployments of mode Complete: it deploys with mode Incremental alone.',
    );
  if (String(mode).toLowerCase() !== 'incremental')
    throw gateway(
      400,
      'InvalidDeployment',
      `The deployment mode '${String(mode)}' is not valid: it must be Incremental or Complete.`,
    );
  if (template === undefined)
    throw gateway(400, 'InvalidDeployment', 'The deployment has neither a template nor a template link.');
}

const gateway = (status: number, code: string, message: string) => refuse(status, code, message, { by: 'gateway' });
