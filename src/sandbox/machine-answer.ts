import { gzipSync } from 'node:zlib';
import { agentFacts } from './agent-facts.ts';
import { factLines, profileOf } from './profile.ts';
import type { SandboxMachine } from './state.ts';
import type { World } from './world.ts';
import { wrapperLines } from './wrapper-answer.ts';

/**
 * What a machine prints when run-command gives it a script. azmon's own probe is answered with the facts of the machine's profile and of
 * the agents on it, its wrapper with what it would see and say of them; nothing else is run.
 */
export function machineAnswer(
  machine: SandboxMachine,
  script: string,
  world: Pick<World, 'clock'>,
): { readonly stdout: string; readonly stderr: string } {
  if (/^(# |rem )azmon wrapper for (Linux|Windows):/m.test(script)) return wrapperAnswer(machine, script, world);
  if (!/azmon probe for (Linux|Windows)/.test(script))
    return { stdout: '', stderr: 'azmon sandbox: no scripts are run here but those of azmon\n' };
  const text = `${probeLines(machine, script, world).join('\n')}\n`;
  const packed =
    settingOf(script, 'AZMON_ENCODE') === 'gzip' ||
    (machine.system === 'windows' && script.includes('azmon-probe-gzip:'));
  return { stdout: packed ? pack(text) : text, stderr: '' };
}

/** As the script around it sends it: packed, the exit code in a last line of its own. */
function wrapperAnswer(machine: SandboxMachine, script: string, world: Pick<World, 'clock'>) {
  const { lines, exit } = wrapperLines(machine, settingOf(script, 'AZMON_DO') ?? '', world);
  return { stdout: pack(`${lines.join('\n')}\n\nazmon-exit:${exit}\n`), stderr: '' };
}

/** Lines of 76 characters, as base64 comes from the tools of either system. */
const pack = (text: string): string =>
  `azmon-probe-gzip:\n${gzipSync(text).toString('base64').replaceAll(/.{76}/g, '$&\n')}\n:end\n`;

function probeLines(machine: SandboxMachine, script: string, world: Pick<World, 'clock'>): readonly string[] {
  const profile = profileOf(machine);
  const { 'os.family': family, ...facts } = { ...profile.facts, ...agentFacts(machine, world) };
  const name = machine.computerName.toLowerCase();
  const host = machine.system === 'linux' ? { 'host.name': name, 'host.fqdn': `${name}.contoso.internal` } : {};
  return [
    'probe.version=1',
    `os.family=${String(family)}`,
    // The machines' clocks are right, whatever the speed of the sandbox.
    `clock.now=${Math.floor(Date.now() / 1000)}`,
    ...factLines({ ...facts, ...host }),
    ...networkLines(machine, script),
    'probe.end=ok',
  ];
}

/** The value of a variable that stands in front of the probe: `NAME='value'` for the shell, `set "NAME=value"` for cmd. */
function settingOf(script: string, name: string): string | undefined {
  const found = new RegExp(`^(?:${name}='([^']*)'|set "${name}=([^"]*)")\\r?$`, 'm').exec(script);
  return found?.[1] ?? found?.[2];
}

/** One line for each host that the probe was asked to reach. */
function networkLines(machine: SandboxMachine, script: string): readonly string[] {
  const hosts = (settingOf(script, 'AZMON_HOSTS') ?? '').split(' ').filter((host) => host !== '');
  const via = (settingOf(script, 'AZMON_PROXY') ?? '') === '' ? 'direct' : 'proxy';
  return hosts.map((host) => `net=host=${host};via=${via};${seen(machine, via)}`);
}

function seen({ networkBlocked }: SandboxMachine, via: string): string {
  const dns = via === 'direct' ? 'dns=ok;' : '';
  if (networkBlocked === true) return `tool=curl;${dns}tcp=fail;exit=28;http=0;ms=10002`;
  const date = new Date().toUTCString();
  const connect = via === 'proxy' ? 'connect=200;' : '';
  return `tool=curl;${dns}tcp=ok;exit=0;http=404;${connect}tls=TLSv1.2;verify=0;ms=41;date=${date};issuer=C = US, O = Microsoft Corporation, CN = Microsoft Azure RSA TLS Issuing CA 03`;
}
