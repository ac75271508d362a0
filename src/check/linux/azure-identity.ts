import { judgeIdentity } from '../identity.ts';
import { linuxCheck } from './linux-check.ts';

export const azureIdentity = linuxCheck({
  id: 'azure.identity',
  severity: 'block',
  when: (needs) => needs.azureIdentity,
  judge: ({ facts }) => judgeIdentity(facts),
});
