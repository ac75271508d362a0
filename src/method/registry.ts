import { METHODS, type MethodId } from '../agent/agent.ts';
import type { Plan } from './action.ts';
import { planExtension } from './extension.ts';
import { planRemoval } from './removal.ts';
import type { ExtensionRequest, RemovalRequest } from './request.ts';

/** A method of the published table: what it is made of here, or why it is not (yet). */
export type Method =
  | {
      readonly state: 'here';
      /** Through Azure, by actions that are planned here. */
      readonly by: 'azure';
      readonly install: (request: ExtensionRequest) => Plan;
      readonly remove: (request: RemovalRequest) => Plan;
    }
  /** On the machine itself, by a script that enters what it changes there (docs/wrapper.md). */
  | { readonly state: 'here'; readonly by: 'wrapper' }
  | { readonly state: 'absent'; readonly why: string; readonly instead: string };

const absent = (why: string, instead: string): Method => ({ state: 'absent', why, instead });

const TO_COME = 'azmon does not do it yet';

const ROWS: Readonly<Record<MethodId, Method>> = {
  extension: { state: 'here', by: 'azure', install: planExtension, remove: planRemoval },
  // The same plan; deployments bring it about. What they leave is an extension, and is taken off as one.
  template: { state: 'here', by: 'azure', install: planExtension, remove: planRemoval },
  linux: { state: 'here', by: 'wrapper' },
  windows: { state: 'here', by: 'wrapper' },
  'vm-insights': absent(TO_COME, 'azmon install extension --default-rule collects the base set without it'),
  'auto-provisioning': absent(TO_COME, 'azmon install extension with a list of machines'),
  dsc: absent(TO_COME, 'azmon install extension, or azmon install windows with a list of machines'),
  'azure-stack': absent(TO_COME, 'the template of the Azure Stack quickstarts'),
  'operations-manager': absent(TO_COME, 'connect the management group in the console of Operations Manager'),
  policy: absent(TO_COME, 'azmon install extension with a list of machines'),
};

/** Every method by the word that follows `azmon install`, in the order of the published table. */
export const METHOD_ROWS: readonly (Method & { readonly id: MethodId; readonly title: string })[] = (
  Object.keys(METHODS) as MethodId[]
).map((id) => ({ id, title: METHODS[id], ...ROWS[id] }));
