import type { AgentId } from '../agent/agent.ts';
import type { BrokenLink } from './proof.ts';

type Link = BrokenLink['link'];

/** Which link of the chain a handler's code or text points at; what is not here points at the extension itself. */
interface HandlerLinks {
  readonly codes: Readonly<Record<number, Link>>;
  /** Before the codes: one code stands for several causes. */
  readonly texts: readonly (readonly [RegExp, Link])[];
}

/** Source: Azure/azure-linux-extensions, OmsAgent/omsagent.py and AzureMonitorAgent/agent.py; messages of the closed Windows handlers as met. */
export const HANDLER_LINKS: Readonly<Record<AgentId, HandlerLinks>> = {
  'log-analytics': {
    codes: { 5: 'key', 6: 'network', 7: 'network', 8: 'network', 11: 'key', 53: 'key', 55: 'network' },
    texts: [
      [/workspace ?key|InvalidWorkspaceKey|different Azure Cloud/i, 'key'],
      [/could not resolve host|unable to connect|cannot connect|connection (timed out|refused)|proxy/i, 'network'],
    ],
  },
  'azure-monitor': {
    codes: {},
    texts: [
      [/managed identity|identifier-(name|value)/i, 'identity'],
      [/could not resolve host|unable to connect|cannot connect|connection (timed out|refused)|proxy/i, 'network'],
    ],
  },
};
