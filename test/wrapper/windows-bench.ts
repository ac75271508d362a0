import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parseWrapperOutput } from '../../src/manage/wrapper-output.ts';
import type { WrapperRun } from '../../src/manage/wrapper-run.ts';
import { ROOT } from '../support/source.ts';
import { PACKAGES, sha256Of } from '../support/windows-agent/build.ts';
import { WindowsHost } from '../support/windows-host.ts';
import type { WineStart } from '../support/wine.ts';

export type Texts = Readonly<Record<string, string>>;

const FIRST = '11111111-0a51-4b7e-8f10-5b7c3a1f0e42';
/** Workspaces that the stand-in's service knows, with KEY. */
export const IDS = [FIRST, ...['2', '3', '4', '5'].map((digit) => FIRST.replace('11111111', digit.repeat(8)))] as const;
export const KEY = 'bm90IGEgcmVhbCBrZXksIGJ1dCBvbmUgdGhhdCBpcyBhcyBsb25nIGFzIHRoZSByZWFsIG9uZXMgYXJlLCA2NCE=';
export const AZMON = 'C:\\ProgramData\\azmon';

export interface Ran extends WrapperRun {
  /** As Linux sees it. */
  readonly code: number;
  readonly raw: string;
}

/** A Windows with the stand-in agent's packages and the wrapper, run as azmon runs it there. */
export class Bench {
  readonly host = new WindowsHost();
  #runs = 0;

  constructor() {
    for (const id of IDS) this.host.accepts(id, KEY);
    this.host.fault('ConnectAfter', 50);
    this.host.install(join(ROOT, 'templates', 'wrapper', 'windows.cmd'), 'azmon.cmd');
  }

  /** Insists on a whole answer without a word of the secrets. */
  run(verb: string, parameters: Texts = {}, secrets: Texts = {}): Ran {
    const { code, stdout, stderr } = this.host.run(COMMAND, this.#options(verb, parameters, secrets));
    expect(stderr).toBe('');
    const run = parseWrapperOutput(stdout);
    expect(run, stdout).toMatchObject({ complete: true, system: 'windows' });
    for (const secret of Object.values(secrets)) if (secret.length > 3) expect(stdout).not.toContain(secret);
    return { ...run, code, raw: stdout };
  }

  start(verb: string, parameters: Texts = {}, secrets: Texts = {}): WineStart {
    return this.host.start(COMMAND, this.#options(verb, parameters, secrets));
  }

  install(parameters: Texts = {}, secrets: Texts = {}): Ran {
    return this.run('install', { ...FROM.older, ...parameters }, { AZMON_WORKSPACE_KEY: KEY, ...secrets });
  }

  /** Is there anything of azmon's own on the machine? */
  traces(): boolean {
    return existsSync(this.host.linux(AZMON));
  }

  /**
   * What tells that a machine is as it was. Wine notes there that it has no screen, whenever it looks for one, and its installer takes
   * nothing back when a setup fails: of that it keeps its list of components.
   */
  snapshot(): { readonly files: ReadonlyMap<string, string>; readonly registry: readonly string[] } {
    const registry = [...this.host.registry()].filter((line) => !WINES_OWN.test(line)).sort();
    return { files: this.host.files(), registry };
  }

  #options(verb: string, parameters: Texts, secrets: Texts): { env: Record<string, string>; input: string } {
    const env = {
      AZMON_DO: verb,
      AZMON_LINES: 'yes',
      AZMON_RUN: `run-${++this.#runs}`,
      AZMON_BY: 'tester@bench',
      AZMON_CONNECT_WAIT: '6',
      AZMON_LOCK_WAIT: '4',
      ...parameters,
      AZMON_SECRETS: Object.keys(secrets).join(' '),
    };
    return {
      env,
      input: Object.values(secrets)
        .map((secret) => `${secret}\n`)
        .join(''),
    };
  }
}

const WINES_OWN = /\\Control\\Video\\|\\Installer\\UserData\\S-1-5-18\\Components\\/i;

const COMMAND = ['cmd', '/d', '/c', 'C:\\azmon.cmd'];

const from = (name: string, version: string): Texts => ({
  AZMON_WORKSPACE_ID: FIRST,
  AZMON_BUNDLE: `C:\\packages\\${name}`,
  AZMON_SHA256: sha256Of(name),
  AZMON_RELEASE: version,
});

/** Parameters of an installation from each package. */
export const FROM = {
  older: from(PACKAGES.older.name, PACKAGES.older.version),
  newer: from(PACKAGES.newer.name, PACKAGES.newer.version),
};

export const connections = ({ state }: Ran): readonly string[] =>
  (state?.workspaces ?? []).map(({ id, status }) => `${id} ${status}`);
