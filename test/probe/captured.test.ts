import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { MachineFacts } from '../../src/machine/facts.ts';
import { parseProbeOutput } from '../../src/machine/probe-output.ts';

const FOLDER = new URL('../machines/', import.meta.url);

/** What must be read out of each captured output; undefined: it was not observed. */
const EXPECTED: Readonly<Record<string, { readonly [K in keyof MachineFacts]?: MachineFacts[K] | undefined }>> = {
  'debian-11-minimal.txt': {
    'user.sudo': 'root',
    'kernel.machine': 'x86_64',
    'elf.machine': '3e00',
    'glibc.version': '2.31',
    'python.path': null,
    'openssl.path': null,
    'curl.library': false,
    'package.lock': null,
    'host.fqdn': null,
    'host.resolves': false,
    'tools.absent': 'gpg ps crontab netstat wget curl openssl rpm',
    'ports.used': null,
  },
  'debian-12-minimal.txt': {
    'glibc.version': '2.36',
    'init.pid1': 'sh',
    'init.systemd': false,
    'syslog.running': null,
  },
  'debian-13-minimal.txt': {
    'glibc.version': '2.41',
    'directory.mode': ['/ 755', '/etc 755', '/opt 755', '/var 755', '/var/log 755', '/tmp 1777'],
  },
  'debian-11-without-proc.txt': {
    'glibc.version': '2.31',
    'init.pid1': undefined,
    'syslog.running': undefined,
    'package.lock': undefined,
    fips: undefined,
  },
  'debian-11-python2.txt': {
    'python.path': null,
    'python.version': undefined,
    'python2.path': '/usr/bin/python2.7',
    'python2.version': '2.7.18',
    'python2.ctypes': true,
    'openssl.version': 'OpenSSL 1.1.1w  11 Sep 2023',
    'openssl.shared': true,
    'curl.library': true,
    'syslog.configured': 'rsyslog',
    'host.fqdn': 'web1.example.com',
  },
  'debian-11-user.txt': {
    'user.id': 1000,
    'user.sudo': 'password',
    'python.version': '2.7.18',
    'python.ctypes': true,
    'package.trouble': null,
  },
  'debian-11-packed.txt': {
    'user.sudo': 'root',
    'python.version': '2.7.18',
    'host.name': 'web1',
    'oms.workspace': [],
    'proxy.seen': [],
  },
  'debian-12-container.txt': {
    container: 'docker',
    'openssl.version': 'OpenSSL 3.0.22 25 Aug 2026 (Library: OpenSSL 3.0.22 25 Aug 2026)',
    'python3.version': '3.11.2',
    'host.name': 'build1',
  },
  'busybox.txt': {
    release: [],
    'package.tool': null,
    'date.nanoseconds': false,
    'pam.library': null,
    'tools.absent': 'bash gpg getconf ldconfig ldd su useradd crontab curl openssl rpm dpkg',
  },
};

const linuxOutputs = readdirSync(FOLDER).filter((name) => /^(debian|busybox).*\.txt$/.test(name));

describe('captured outputs of the Linux probe', () => {
  it('are all described here', () => expect(linuxOutputs.sort()).toEqual(Object.keys(EXPECTED).sort()));

  it.each(Object.entries(EXPECTED))('%s', (name, expected) => {
    const { facts, complete, unreadable } = parseProbeOutput(readFileSync(new URL(name, FOLDER), 'utf8'));
    const seen = Object.keys(expected).map((key) => [key, facts[key as keyof MachineFacts]]);
    expect(Object.fromEntries(seen)).toEqual(expected);
    expect({ complete, unreadable, family: facts['os.family'] }).toEqual({
      complete: true,
      unreadable: [],
      family: 'linux',
    });
  });
});
