import type { CheckText } from '../check-text.ts';

const TLS = 'Install Log Analytics agent on Windows computers, Configure agent to use TLS 1.2';
const SUCCESSOR = 'Azure Monitor Agent supported operating systems and environments (2025-03)';

export const WINDOWS_TEXT = {
  'windows.installer': {
    title: 'the way in for client systems',
    why: 'Client devices do not take the VM extension: they have an installer of their own, for Windows 10 from version 1803 on, and must be joined to Microsoft Entra ID, which Windows Home cannot.',
    source: 'Install Azure Monitor Agent on Windows client devices',
  },
  'windows.extended-updates': {
    title: 'Extended Security Updates',
    why: 'Past the end of regular support this system is on the list only while it has Extended Security Updates, which no look at the machine can tell.',
    source: SUCCESSOR,
  },
  'windows.service-pack': {
    title: 'the last service pack',
    why: 'The agent is signed with SHA-2 only. The updates that let this Windows check such signatures exist for its last service pack only.',
    source: '2019 SHA-2 Code Signing Support requirement for Windows and WSUS (4472027)',
  },
  'windows.sha2-updates': {
    title: 'updates for SHA-2 signatures',
    why: 'Without them Windows takes the signature of the agent for invalid, and the installation fails. Later rollups take their place, so a list without them is no proof.',
    source: '2019 SHA-2 Code Signing Support requirement for Windows and WSUS (4472027)',
  },
  'windows.tls12': {
    title: 'TLS 1.2 for clients',
    why: 'The service refuses connections below TLS 1.2. Windows 7 and Server 2008 R2 have it switched off, and Server 2008 does not have it without an update.',
    source: TLS,
  },
  'windows.winhttp': {
    title: 'TLS 1.2 as a default of WinHTTP',
    why: 'Programs that leave the choice to WinHTTP offer TLS 1.0 at most on this Windows. Whether a part of the agent does is not documented.',
    source: 'Update to enable TLS 1.1 and TLS 1.2 as default secure protocols in WinHTTP (KB3140245)',
  },
  'windows.dotnet': {
    title: 'strong cryptography in .NET',
    why: 'Parts of the agent are .NET programs, which offer TLS 1.2 only when this is set (4.6 or later), or when Windows does so by default.',
    source: TLS,
  },
  'windows.roots': {
    title: 'the root certificate of the service',
    why: 'The certificates of the service end in this root. A machine that neither has it nor may fetch it from Windows Update trusts none of them, and nothing is sent.',
    source: 'Azure Monitor, retirement of the Baltimore root certificate (2023-06-30)',
  },
  'agent.version': {
    title: 'an agent that is there is new enough',
    why: 'Since 2023-06-30 agents older than 10.20.18053 cannot connect: they trust only a root certificate that the service has given up. Before that, 10.20.18029 was the first signed with SHA-2.',
    source: 'Virtual machine extension for Windows, agent versions; Azure Monitor what is new, June 2023',
  },
  'agent.product': {
    title: 'where an agent that is there came from',
    why: 'Operations Manager ships the agent under the same name with product codes of its own. Its console upgrades it and puts it back.',
    source: 'Product codes in public scripts for System Center Operations Manager',
  },
} as const satisfies Record<string, CheckText>;
