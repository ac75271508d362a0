import type { Deployments } from '../../ports.ts';
import { API } from '../api-versions.ts';
import { listAll, type Wire } from '../wire/wire.ts';

/** Template deployments into a resource group or a subscription. */
export function deploymentsBy(wire: Wire): Deployments {
  const notYet = async (): Promise<never> => {
    throw new Error('deployments are being built');
  };
  return {
    validate: notYet,
    whatIf: notYet,
    deploy: notYet,
    async names(scope) {
      const path = `${scope}/providers/Microsoft.Resources/deployments`;
      const all = await listAll<{ readonly name?: string }>(wire, path, { version: API.deployments.sent });
      return all.flatMap(({ name }) => name ?? []);
    },
  };
}
