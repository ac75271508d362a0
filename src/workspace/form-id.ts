import { EXIT, type Fix, Problem } from '../problem.ts';
import { isWorkspaceId, isWorkspaceName } from '../target/workspace.ts';

/** A GUID but for a letter; by its form it could be a name. */
const ALMOST = /^[0-9a-z]{8}(-[0-9a-z]{4}){3}-[0-9a-z]{12}$/i;

/** What people write in place of the GUID, and what to tell them. The first that fits counts. */
const SLIPS: readonly { readonly form: RegExp; readonly why: string }[] = [
  { form: /^$/, why: 'it is empty' },
  { form: /^[{(].*[)}]$/, why: 'braces stand around it: leave them out' },
  {
    form: /^["'`\u2018\u2019\u201c\u201d].*["'`\u2018\u2019\u201c\u201d]$/,
    why: 'quotes stand around it: leave them out',
  },
  { form: /^urn:uuid:/i, why: 'it begins with urn:uuid: leave that out' },
  {
    form: /^[A-Za-z0-9+/]{80,100}={0,2}$/,
    why: 'it has the form of a workspace key: replace that key, a command line is seen by others (azmon workspace key, and the portal under Agents)',
  },
  { form: /^[0-9a-f]{32}$/i, why: 'its dashes are missing: 8-4-4-4-12 digits' },
  { form: /^[0-9a-f-]+$/i, why: 'it has too few or too many digits: a GUID has 8-4-4-4-12 of them' },
  {
    form: ALMOST,
    why: 'a letter beyond f is in it, o for 0 or l for 1 perhaps',
  },
  { form: /[\u2010-\u2015\u2212]/, why: 'its dashes are typographic ones: write them as -' },
];

/**
 * The id of a workspace as agents use it: a GUID, in lower case, which is how Azure writes it and what agents compare. `from` is for
 * people: `--workspace-id`. Throws AZMON-WORKSPACE-ID (2) that names the slip and does not repeat what was given: it may be a key.
 */
export function parseWorkspaceId(text: string, from: string): string {
  const id = text.trim();
  if (isWorkspaceId(id)) return id.toLowerCase();
  const named = isWorkspaceName(id) && !ALMOST.test(id);
  throw new Problem({
    code: 'AZMON-WORKSPACE-ID',
    exit: EXIT.usage,
    message: `the workspace id of ${from} is not a GUID`,
    why: named ? 'it is the name or the resource id of a workspace' : slipIn(id),
    fix: named ? [GIVE_NAME] : [COPY_ID, GIVE_NAME],
  });
}

const slipIn = (id: string): string =>
  SLIPS.find(({ form }) => form.test(id))?.why ??
  'copy it from the overview page of the workspace: 8-4-4-4-12 hexadecimal digits';

const GIVE_NAME: Fix = { text: 'a name or resource id is given by --workspace, and azmon looks the id up' };
const COPY_ID: Fix = { text: 'the ids of the workspaces you can see', command: 'azmon workspace list' };
