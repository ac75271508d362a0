import type { Agent } from '../agent/agent.ts';
import { explainHandler } from '../method/handler-meaning.ts';
import type { AzureVm, VmExtension } from '../target/azure-vm.ts';
import type { Chain } from './chain.ts';
import type { Asked } from './diagnose-machine.ts';
import type { Diagnosis } from './diagnosis.ts';
import { HANDLER_LINKS } from './handler-links.ts';
import type { BrokenLink } from './proof.ts';
import { installCommand, targetWord } from './target-word.ts';

/** What the extension itself tells: missing, failed (and why), at work, or set for another workspace. Pure. */
export function extensionLink(chain: Chain, asked: Asked): Diagnosis | undefined {
  const { extension } = chain;
  if (extension === undefined) return olderModel(chain) ?? missing(chain, asked);
  if (FAILED.test(extension.provisioning)) return failed(chain, extension);
  if (!/^succeeded$/i.test(extension.provisioning)) return atWork(chain, extension);
  return otherWorkspace(chain, extension, asked);
}

/** The model of the set has the extension, and this instance has not been brought to it. */
function olderModel({ agent, vm, instance }: Chain): Diagnosis | undefined {
  if (instance?.latestModel !== false) return undefined;
  return {
    link: 'extension',
    evidence: 'the instance is not on the newest model of its scale set, and has not got the extension',
    fix: [{ text: 'upgrade the instances of the set', command: `${installCommand(agent, vm)} --upgrade-instances` }],
    final: vm.set?.upgradePolicy === 'Manual',
  };
}

const FAILED = /^(failed|cancell?ed)$/i;

function missing({ agent, vm }: Chain, { named }: Asked): Diagnosis {
  return {
    link: 'extension',
    evidence: `there is no extension of the ${agent.title} on the machine${named ? ', and no record of one put there by hand' : ''}`,
    fix: [{ text: 'install it', command: installCommand(agent, vm) }],
    final: !named,
  };
}

function failed({ agent, vm }: Chain, extension: VmExtension): Diagnosis {
  const [text, said] = [statusText(extension), saidBy(extension)];
  const meaning = explainHandler(agent.extension[vm.system], text);
  const code = meaning?.code;
  const { codes, texts } = HANDLER_LINKS[agent.id];
  const byText = texts.find(([pattern]) => pattern.test(text))?.[1];
  const link = byText ?? (code === undefined ? undefined : codes[code]) ?? 'extension';
  const what =
    meaning === undefined ? '' : `: ${meaning.meaning}${code === undefined ? '' : ` (handler code ${code})`}`;
  return {
    link,
    evidence: `the extension ${extension.name} is ${extension.provisioning}${what}${said === '' ? '' : `; it says: ${said}`}`,
    fix: [
      meaning?.fix ?? {
        text: `read the log of the extension on the machine: ${agent.extension[vm.system].logs.join(', ')}`,
      },
      ...(link === 'key' ? [sendAgain(agent, vm)] : []),
    ],
    final: true,
  };
}

/** A key that was looked up is the right one; the handler takes it although nothing else differs. */
const sendAgain = (agent: Agent, vm: AzureVm): BrokenLink['fix'][number] => ({
  text: 'or send id and key once more, as they are looked up',
  command: `${installCommand(agent, vm)} --update-key`,
});

function atWork({ vm }: Chain, { name, provisioning }: VmExtension): Diagnosis {
  return {
    link: 'extension',
    evidence: `the extension ${name} is still ${provisioning}`,
    fix: [{ text: 'wait until Azure is done, and verify again', command: `azmon verify ${targetWord(vm)}` }],
    final: false,
  };
}

/** An agent on Windows may report to further workspaces that were added on the machine: the look into the named one comes first. */
function otherWorkspace(
  { vm, agent }: Chain,
  { name, settings }: VmExtension,
  { workspaces }: Asked,
): Diagnosis | undefined {
  if (agent.extension.destination !== 'workspace') return undefined;
  const own = typeof settings.workspaceId === 'string' ? settings.workspaceId.toLowerCase() : undefined;
  if (own === undefined || workspaces.length === 0 || workspaces.some((id) => id.toLowerCase() === own))
    return undefined;
  return {
    link: 'key',
    evidence: `the extension ${name} is set for the workspace ${own}, and the record was looked for in ${workspaces.join(', ')}`,
    fix: [
      {
        text: 'look in the workspace that it is set for',
        command: `azmon verify ${targetWord(vm)} --workspace-id ${own}`,
      },
      { text: 'or move the machine: azmon install extension with --workspace and --replace' },
    ],
    final: true,
  };
}

/** All that the handler says, codes included, as one text. */
const statusText = ({ statuses }: VmExtension): string =>
  statuses.map(({ code, display, message }) => `${code} ${message ?? display ?? ''}`).join(' ');

const LONGEST_SAYING = 300;

/** What the handler says, for people; empty where it says nothing. */
export function saidBy({ statuses }: VmExtension): string {
  const said = statuses.flatMap(({ message, display }) => message ?? display ?? []).join(' ');
  return said.length > LONGEST_SAYING ? `${said.slice(0, LONGEST_SAYING)} ...` : said;
}
