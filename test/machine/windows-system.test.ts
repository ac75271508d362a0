import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FACT_KINDS, type FactKey, type MachineFacts } from '../../src/machine/facts.ts';
import { detectWindows } from '../../src/machine/windows-system.ts';

const server: MachineFacts = { 'windows.product-type': 'ServerNT', 'windows.installation': 'Server' };
const client: MachineFacts = { 'windows.product-type': 'WinNT', 'windows.installation': 'Client' };

const kernels: readonly [build: number, version: string, server: string, client: string][] = [
  [3790, '5.2', '2003', 'xp'],
  [6002, '6.0', '2008', 'vista'],
  [6003, '6.0', '2008', 'vista'],
  [7600, '6.1', '2008-r2', '7'],
  [7601, '6.1', '2008-r2', '7'],
  [9200, '6.2', '2012', '8'],
  [9600, '6.3', '2012-r2', '8.1'],
  [14393, '10.0', '2016', '10'],
  [16299, '10.0', '1709', '10'],
  [17134, '10.0', '1803', '10'],
  [17763, '10.0', '2019', '10'],
  [18362, '10.0', '1903', '10'],
  [20348, '10.0', '2022', '10'],
  [22000, '10.0', 'server-22000', '11'],
  [26100, '10.0', '2025', '11'],
  [30000, '10.0', 'server-30000', '11'],
];

describe('which Windows it is', () => {
  it.each(kernels)('build %i (%s) is %s as a server, %s as a client', (build, version, asServer, asClient) => {
    const seen: MachineFacts = { 'windows.build': build, 'windows.version': version };
    expect(detectWindows({ ...seen, ...server }).id).toBe(asServer);
    expect(detectWindows({ ...seen, ...client }).id).toBe(asClient);
  });

  it('goes by the build where the version stays 6.3 for ever', () => {
    expect(detectWindows({ ...server, 'windows.build': 17763, 'windows.version': '6.3' }).id).toBe('2019');
  });

  it('takes the build out of a long version where there is no other', () => {
    expect(detectWindows({ ...server, 'windows.version': '10.0.20348' })).toMatchObject({ id: '2022', build: 20348 });
  });

  it('calls Windows 11 by its name where the registry says 10', () => {
    const seen = {
      ...client,
      'windows.build': 22631,
      'windows.product': 'Windows 10 Pro',
      'windows.edition': 'Professional',
    };
    expect(detectWindows(seen)).toMatchObject({ id: '11', name: 'Windows 11 Pro', edition: 'Professional' });
  });

  it('knows multi-session for the client it is, whatever it says of itself', () => {
    const seen = {
      ...server,
      'windows.build': 19045,
      'windows.edition': 'ServerRdsh',
      'windows.installation': 'Client',
    };
    expect(detectWindows(seen)).toMatchObject({ id: '10', server: false, multiSession: true, core: false });
  });

  it('takes a domain controller for a server', () => {
    expect(detectWindows({ 'windows.build': 9600, 'windows.product-type': 'LanmanNT' })).toMatchObject({
      id: '2012-r2',
      server: true,
    });
  });

  it.each([
    [17763, 'Server Core', true],
    [17763, 'Server', false],
    [16299, 'Server', true],
    [17134, 'Server', true],
    [25398, 'Server', true],
  ])('build %i installed as %s: core %s', (build, installation, core) => {
    const seen = { ...server, 'windows.build': build, 'windows.installation': installation };
    expect(detectWindows(seen).core).toBe(core);
  });

  it.each([
    ['Nano Server', 'ServerStandardNano', 'nano-server'],
    ['Server Core', 'ServerAzureStackHCICor', 'azure-local'],
  ])('%s with edition %s is %s', (installation, edition, id) => {
    const seen = {
      ...server,
      'windows.build': 20348,
      'windows.installation': installation,
      'windows.edition': edition,
    };
    expect(detectWindows(seen).id).toBe(id);
  });

  it.each([
    ['Service Pack 2', 6002, 2],
    [null, 7601, 1],
    [null, 7600, 0],
    ['Service Pack 1', 7601, 1],
    [undefined, 6003, 2],
    ['', 17763, 0],
  ])('service pack %s at build %i is %i', (text, build, number) => {
    const told = text === undefined ? {} : { 'windows.service-pack': text };
    expect(detectWindows({ ...client, 'windows.build': build, ...told }).servicePack).toBe(number);
  });

  it.each([
    ['Windows 7 Professional', 'Professional'],
    ['Windows 10 Home', 'Core'],
    ['Windows 7 Home Premium', 'HomePremium'],
    ['Windows 8.1 Enterprise', 'Enterprise'],
    ['Windows 10 Enterprise multi-session', 'ServerRdsh'],
    ['Windows Server (R) 2008 Standard', 'ServerStandard'],
    ['Microsoft Windows 10', ''],
  ])('without EditionID %s is edition "%s"', (product, edition) => {
    expect(
      detectWindows({ ...client, 'windows.build': 7601, 'windows.edition': null, 'windows.product': product }).edition,
    ).toBe(edition);
  });

  it.each([
    ['amd64', 'AMD64'],
    ['X86', 'x86'],
    ['ARM64', 'ARM64'],
    ['IA64', 'IA64'],
  ])('writes architecture %s as %s', (told, architecture) => {
    expect(detectWindows({ 'windows.architecture': told }).architecture).toBe(architecture);
  });

  it.each([
    [17763, '2019', '10'],
    [7601, '2008-r2', '7'],
    [26100, '2025', '11'],
    [30000, 'server-30000', '11'],
  ])('build %i alone may be %s or %s', (build, asServer, asClient) => {
    const system = detectWindows({ 'os.family': 'windows', 'windows.build': build });
    expect(system).toMatchObject({ id: 'unknown', server: false, name: `Windows, build ${build}` });
    expect(system.readings?.map(({ id, server: isServer }) => [id, isServer])).toEqual([
      [asServer, true],
      [asClient, false],
    ]);
  });

  it.each([
    ['only clients had that build', { 'windows.build': 19045 }, '10'],
    ['only clients had that build', { 'windows.build': 6000 }, 'vista'],
    ['only servers had that build', { 'windows.build': 20348 }, '2022'],
    ['the product tells', { 'windows.build': 17763, 'windows.product': 'Windows Server 2019 Datacenter' }, '2019'],
    ['the edition tells', { 'windows.build': 17763, 'windows.edition': 'Enterprise' }, '10'],
    ['the edition tells', { 'windows.build': 17763, 'windows.edition': 'ServerStandard' }, '2019'],
    ['the installation tells', { 'windows.build': 17763, 'windows.installation': 'Server' }, '2019'],
  ])('without a product type: %s', (_why, facts, id) => {
    const system = detectWindows(facts);
    expect([system.id, system.readings]).toEqual([id, undefined]);
  });

  it('leaves open what was not observed', () => {
    expect(detectWindows({})).toEqual({
      family: 'windows',
      id: 'unknown',
      name: 'unknown Windows',
      build: 0,
      servicePack: 0,
      server: false,
      edition: '',
      core: false,
      multiSession: false,
      architecture: '',
    });
  });

  it('takes any facts and never throws', () => {
    const keys = (Object.keys(FACT_KINDS) as FactKey[]).filter((key) => key.startsWith('windows.'));
    const value = { text: fc.string(), count: fc.nat(), flag: fc.boolean(), lines: fc.array(fc.string()) } as const;
    const record = Object.fromEntries(
      keys.map((key) => [key, fc.option<unknown>(value[FACT_KINDS[key]] as fc.Arbitrary<unknown>)]),
    );
    fc.assert(
      fc.property(fc.record(record, { requiredKeys: [] }), (facts) => {
        const system = detectWindows(facts as MachineFacts);
        expect(system.family).toBe('windows');
        expect(system.id).not.toBe('');
      }),
    );
  });
});
