import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExtensionOfSystem } from '../../src/agent/extension.ts';
import { AGENTS } from '../../src/agent/index.ts';
import { explainHandler } from '../../src/method/handler-meaning.ts';
import { handlerProblem } from '../../src/method/handler-problem.ts';
import { EXIT, Problem } from '../../src/problem.ts';
import { testData } from '../support/data.ts';
import { describeWith } from '../support/needs.ts';

const { linux: OMS, windows: MMA } = AGENTS['log-analytics'].extension;
const { linux: AMA, windows: AMA_WINDOWS } = AGENTS['azure-monitor'].extension;
const ALL: readonly ExtensionOfSystem[] = [OMS, MMA, AMA, AMA_WINDOWS];

/** Texts as Azure brings them: recorded ones first, then those of public threads and of the handlers' sources. */
const MESSAGES: readonly [string, ExtensionOfSystem, string, number | undefined, RegExp][] = [
  [
    'recorded 2023: another workspace',
    OMS,
    `VM has reported a failure when processing extension 'OmsAgentForLinux' (publisher 'Microsoft.EnterpriseCloud.Monitoring' and type 'OmsAgentForLinux'). Error message: "Enable failed with exit code 52 Couldn't create marker file". More information on troubleshooting is available at https://aka.ms/VMExtensionOMSAgentLinuxTroubleshoot. `,
    52,
    /another workspace while it is installed/,
  ],
  [
    'recorded 2020: Windows broke off',
    MMA,
    `VM has reported a failure when processing extension 'MicrosoftMonitoringAgent'. Error message: "Extension '' of Handler 'Microsoft.EnterpriseCloud.Monitoring.MicrosoftMonitoringAgent' version '1.0' faulted due to exception during extension processing"\r\n\r\nMore information on troubleshooting is available at https://aka.ms/VMExtensionMMAWindowsTroubleshoot `,
    undefined,
    /broke off without saying why/,
  ],
  [
    'recorded 2020: Windows Installer',
    MMA,
    'Install failed for plugin (name: Microsoft.EnterpriseCloud.Monitoring.MicrosoftMonitoringAgent, version 1.0.18029.0) with exception Command C:\\Packages\\Plugins\\Microsoft.EnterpriseCloud.Monitoring.MicrosoftMonitoringAgent\\1.0.18029.0\\MMAExtensionInstall.exe of Microsoft.EnterpriseCloud.Monitoring.MicrosoftMonitoringAgent has exited with Exit code: 1603',
    1603,
    /setup of the agent failed/,
  ],
  [
    'recorded: VM agent silent',
    OMS,
    "VM 'vm-000003' has not reported status for VM agent or extensions. Verify that the OS is up and healthy, the VM has a running VM agent",
    undefined,
    /VM agent of the machine does not report/,
  ],
  [
    'terminal, old form',
    OMS,
    "Handler 'Microsoft.EnterpriseCloud.Monitoring.OmsAgentForLinux' has reported failure for VM Extension 'OmsAgentForLinux' with terminal error code '1007' and error message: 'Install failed'",
    1007,
    /does not try again/,
  ],
  [
    'terminal, with the cause inside',
    OMS,
    "Handler 'x' has reported failure with terminal error code '1007' and error message: 'Install failed with exit code 51'",
    51,
    /operating system is not in the table/,
  ],
  [
    'terminal, new form',
    OMS,
    "has reported terminal failure for VM extension 'OmsAgentForLinux' with error message: '[ExtensionOperationError] Non-zero exit code: 11, /var/lib/waagent/omsagent_shim.sh -enable'",
    11,
    /no GUID/,
  ],
  ['status of the instance view', OMS, 'ProvisioningState/failed/55', 55, /service cannot be reached/],
  [
    'not supported',
    OMS,
    'Install failed with exit code 51 Unsupported operating system: sles 11',
    51,
    /operating system/,
  ],
  ['multiple connections', OMS, 'Install failed with exit code 10', 10, /another workspace or to Operations Manager/],
  ['wrong key', OMS, 'Enable failed with exit code 53 InvalidWorkspaceKey', 53, /does not take this key/],
  ['package lock', OMS, 'exit code 55: dpkg frontend lock is held', 55, /locked by another process/],
  [
    'other cloud',
    MMA,
    'Operation Failed: 1 is currently connected to a different Azure Cloud, and updating',
    undefined,
    /another cloud/,
  ],
  [
    'configuration',
    MMA,
    'Failed to apply configuration to Microsoft Monitoring Agent.',
    undefined,
    /did not take workspace/,
  ],
  ['no dependency, the other generation', AMA, 'Install failed with exit code 52', 52, /700 MB/],
  ['Geneva', AMA, 'Enable failed with exit code 53 Not all required GCS parameters are provided', 53, /another agent/],
  ['lock, the other generation', AMA, 'Install failed with exit code 56', 56, /locked/],
];

describe('what a handler says', () => {
  test.for(MESSAGES)('%s', ([, extension, text, code, meaning]) => {
    const found = explainHandler(extension, text);
    expect(found?.code).toBe(code);
    expect(found?.meaning).toMatch(meaning);
  });

  test('the same code, another generation: other words', () => {
    const words = [OMS, AMA].map((extension) => explainHandler(extension, 'exit code 52')?.meaning);
    expect(new Set(words).size).toBe(2);
  });

  test.for([
    ['a package lock', 'exit code 56', true],
    ['an unsupported system', 'exit code 51', false],
  ] as const)('%s passes by itself: %s is %s', ([, text, transient]) =>
    expect(explainHandler(OMS, text)?.transient).toBe(transient),
  );

  test('a re-pointed Linux extension must be taken off first', () =>
    expect(explainHandler(OMS, "exit code 52 Couldn't create marker file")?.reinstall).toBe(true));

  test.for(['', 'all is well', 'exit code 0', 'ProvisioningState/succeeded', 'exit code 999'])(
    'no meaning: %s',
    (text) => expect(explainHandler(OMS, text)).toBeUndefined(),
  );

  test('total over any text', () =>
    fc.assert(
      fc.property(fc.constantFrom(...ALL), fc.string({ unit: 'binary', maxLength: 400 }), (extension, text) => {
        explainHandler(extension, text);
      }),
    ));

  test('every known code is read back from every form', () =>
    fc.assert(
      fc.property(
        fc
          .constantFrom(...ALL)
          .chain((extension) =>
            fc.tuple(fc.constant(extension), fc.constantFrom(...extension.codes), fc.constantFrom(...FORMS)),
          ),
        ([extension, { code, meaning }, form]) => {
          expect(explainHandler(extension, form(code))).toMatchObject({ code, meaning });
        },
      ),
    ));

  test('a long message is not read twice over', () => {
    const before = performance.now();
    explainHandler(OMS, `${'dpkg '.repeat(200_000)} exit exit exit`);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

const FORMS: readonly ((code: number) => string)[] = [
  (code) => `Enable failed with exit code ${code} and some text`,
  (code) => `'[ExtensionOperationError] Non-zero exit code: ${code}, /var/lib/waagent/x'`,
  (code) => `x.exe has exited with Exit code: ${code}`,
  (code) => `ProvisioningState/failed/${code}`,
  (code) => `with terminal error code '${code}' and error message: 'x'`,
];

describe('the tables', () => {
  test.for(ALL.map((extension) => [extension.type, extension] as const))(
    '%s: no code twice, all in words',
    ([, extension]) => {
      const codes = extension.codes.map(({ code }) => code);
      expect(new Set(codes).size).toBe(codes.length);
      for (const { meaning, fix } of [...extension.codes, ...extension.texts]) {
        expect(meaning).toMatch(/^[^.]+[^.]$/);
        expect(fix).not.toBe('');
      }
    },
  );

  test('the codes of the published table of the Linux extension are all there', () => {
    const published = [1, 5, 6, 7, 8, 9, 10, 11, 17, 18, 19, 20, 21, 22, 23, 30, 31, 32, 33, 34];
    const more = [40, 41, 42, 43, 44, 51, 52, 53, 55, 60, 61, 62, 63, 64, 65, 66];
    expect(OMS.codes.map(({ code }) => code)).toEqual(expect.arrayContaining([...published, ...more]));
  });
});

describe('a failed handler as a problem', () => {
  const raw = new Problem({
    code: 'AZMON-EXTENSION-FAILED',
    exit: EXIT.failed,
    message: 'the extension failed with code 52',
    why: 'Enable failed with exit code 52',
    target: '/subscriptions/x',
  });

  test('says the cause, keeps the original text, and names check and logs', () => {
    const problem = handlerProblem(raw, OMS);
    expect(problem).toMatchObject({ code: raw.code, exit: 7, target: raw.target, retryable: false });
    expect(problem.message).toContain('a dependency is missing');
    expect(problem.why).toBe('code 52; the extension said: Enable failed with exit code 52');
    expect(problem.fix.map(({ command }) => command)).toContain('azmon check /subscriptions/x');
    expect(problem.fix.at(-1)?.text).toContain('/var/log/azure');
  });

  test('is translated once', () => {
    const problem = handlerProblem(raw, OMS);
    expect(handlerProblem(problem, OMS)).toBe(problem);
    expect(handlerProblem(problem.on('elsewhere'), OMS).message).toBe(problem.message);
  });

  test('what passes by itself may be tried again', () => {
    const locked = new Problem({ code: raw.code, exit: 7, message: 'it failed', why: 'exit code 56' });
    expect(handlerProblem(locked, OMS).retryable).toBe(true);
  });

  test('an unknown text is shown as it is', () => {
    const problem = handlerProblem(
      new Problem({ code: raw.code, exit: 7, message: 'it failed', why: 'gibberish' }),
      OMS,
    );
    expect(problem.message).toBe('it failed');
    expect(problem.why).toContain('gibberish');
  });

  test('another problem comes back as it is', () => {
    const other = new Problem({ code: 'AZMON-AZURE-TIMEOUT', exit: 9, message: 'x' });
    expect(handlerProblem(other, OMS)).toBe(other);
  });
});

/** Every failure of an agent's extension in the recordings. */
const folder = testData('data', 'arm-recordings');
describeWith({ data: folder })('recorded answers', () => {
  const failures = (folder === undefined ? [] : readdirSync(folder).filter((name) => name.endsWith('.json'))).flatMap(
    (name) =>
      [...readFileSync(join(folder ?? '', name), 'utf8').matchAll(/"message": ?("(?:[^"\\]|\\.)*")/g)]
        .map(([, text]) => JSON.parse(text ?? '""') as string)
        .filter((text) => /OmsAgentForLinux|MicrosoftMonitoringAgent/.test(text) && /fail|fault/i.test(text))
        .map((text) => [name, text] as const),
  );

  test('there are some', () => expect(failures.length).toBeGreaterThan(2));
  test.for(failures)('%s: %s', ([, text]) =>
    expect(explainHandler(text.includes('OmsAgentForLinux') ? OMS : MMA, text)).toBeDefined(),
  );
});
