import { readFileSync } from 'node:fs';
import { type AgentWorld, authorityOf } from './linux-agent/world.ts';
import type { Lan, SshHost } from './sshd.ts';

/** What the agent needs of a machine, and shells for scripts that are run by hand. */
const PACKAGES = [
  ...['busybox', 'ca-certificates', 'curl', 'gnupg', 'mksh', 'openssl', 'procps', 'python2', 'rsyslog', 'sudo'],
];

export const ADMIN_PASSWORD = 'Pa55-w0rd admin';

/** Users besides root: `tester` may not use sudo, `ops` may without a password, `admin` with ADMIN_PASSWORD. */
const USERS = [
  `useradd -m -s /bin/bash admin; echo 'admin:${ADMIN_PASSWORD}' | chpasswd`,
  'useradd -m -p "*" -s /bin/bash ops',
  'for u in ops admin; do cp -a /home/tester/.ssh /home/$u/; chown -R $u:$u /home/$u; done',
  'echo "ops ALL=(ALL) NOPASSWD: ALL" > /etc/sudoers.d/ops; echo "admin ALL=(ALL) ALL" > /etc/sudoers.d/admin',
  'chmod 440 /etc/sudoers.d/ops /etc/sudoers.d/admin',
];

/** invoke-rc.d blocks without a policy; rsyslog would take the kernel's log from the machine around it. */
const SYSTEM = [
  'ln -s python2 /usr/bin/python',
  `printf '#!/bin/sh\\nexit 0\\n' > /usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d`,
  'mkdir -p /etc/cron.d /etc/logrotate.d',
  "sed -i '/imklog/d' /etc/rsyslog.conf",
];

export interface LinuxHostOptions {
  /** Its resolver knows the proxies and nobody else, and nobody else can be reached. */
  readonly closed?: boolean;
  /** More to be done before it starts. */
  readonly prepare?: string;
}

/** A Debian 11 that the Log Analytics agent supports, beside the world's service, with rsyslog running. Takes about three seconds. */
export async function linuxHost(
  lan: Lan,
  world: AgentWorld,
  name: string,
  options: LinuxHostOptions = {},
): Promise<SshHost> {
  const trust = [
    `cat > /etc/ssl/certs/azmon-test.pem <<'END'\n${authorityOf(world)}END`,
    'cat /etc/ssl/certs/azmon-test.pem >> /etc/ssl/certs/ca-certificates.crt',
    'ln -s azmon-test.pem /etc/ssl/certs/$(openssl x509 -noout -hash -in /etc/ssl/certs/azmon-test.pem).0',
  ];
  const resolver = `echo nameserver ${options.closed ? world.closedResolver : world.resolver} > /etc/resolv.conf`;
  const host = await lan.start(name, {
    suite: 'bullseye',
    packages: PACKAGES,
    prepare: [...SYSTEM, ...USERS, ...trust, resolver, options.prepare ?? 'true'].join('\n'),
  });
  host.run('invoke-rc.d rsyslog start 2>/dev/null');
  return host;
}

/** For faults of the stand-in (linux-agent/README.md), `name=value` each; none: all are taken away. It lies outside of what is compared. */
export function setFaults(host: SshHost, ...faults: readonly string[]): void {
  host.run(`printf '%s\\n' ${faults.map((fault) => `'${fault}'`).join(' ')} > /run/stand-in-faults`);
}

/** Text of a file on the machine, or undefined. */
export function fileOn(host: SshHost, path: string): string | undefined {
  try {
    return readFileSync(`${host.root}${path}`, 'utf8');
  } catch {
    return undefined;
  }
}
