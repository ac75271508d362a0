import { EXIT, Problem } from '../../problem.ts';

/** The parts of an id of a resource that is no machine; Azure writes the words between them in any case. */
export interface ArmId {
  readonly subscription: string;
  readonly group: string;
  readonly name: string;
}

const FORM = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/([^/]+\/[^/]+)\/([^/]+)\/?$/i;

/** Throws AZMON-AZURE-ID (2) for what is no id of a resource in a group. */
export function armId(id: string): ArmId {
  const [, subscription, group, , name] = FORM.exec(id) ?? [];
  if (subscription === undefined || group === undefined || name === undefined)
    throw new Problem({
      code: 'AZMON-AZURE-ID',
      exit: EXIT.usage,
      message: 'a resource id cannot be read',
      fix: [
        { text: 'an id looks like /subscriptions/<guid>/resourceGroups/<group>/providers/<provider>/<type>/<name>' },
      ],
    });
  return { subscription: subscription.toLowerCase(), group, name };
}
