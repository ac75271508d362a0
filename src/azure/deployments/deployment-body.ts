import type { DeploymentRequest } from '../../ports.ts';
import { Secret } from '../../secret.ts';

/** The request. Incremental: what the template does not name stays as it is. */
export function bodyOf({ location, template, parameters }: DeploymentRequest, more: object = {}): object {
  const opened = Object.entries(parameters).map(([name, { value }]) => [
    name,
    { value: value instanceof Secret ? value.reveal() : value },
  ]);
  return {
    ...(location === undefined ? {} : { location }),
    properties: { mode: 'Incremental', template, parameters: Object.fromEntries(opened), ...more },
  };
}

/** Every secret that the request carries. */
export const secretsIn = ({ parameters }: DeploymentRequest): readonly Secret[] =>
  Object.values(parameters).flatMap(({ value }) => (value instanceof Secret ? [value] : []));
