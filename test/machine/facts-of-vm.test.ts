import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { architectureOf } from '../../src/machine/architecture.ts';
import { detectSystem } from '../../src/machine/detect.ts';
import { factsOfVm } from '../../src/machine/facts-of-vm.ts';
import type { AzureVm, ImageReference } from '../../src/target/azure-vm.ts';

const image = (text: string): ImageReference => {
  const [publisher = '', offer = '', sku = '', version = 'latest'] = text.split(':');
  return { publisher, offer, sku, version };
};

const os = (text: string): NonNullable<AzureVm['os']> => {
  const [name = '', version = ''] = text.split(' | ');
  return { name, version };
};

/** `-` stands for: not told. */
const factsFor = (system: AzureVm['system'], reported: string, made: string) =>
  factsOfVm({
    system,
    ...(reported === '-' ? {} : { os: os(reported) }),
    ...(made === '-' ? {} : { image: image(made) }),
  });

describe('Linux: id and version', () => {
  const said = (reported: string, made: string): string => {
    const { id, version } = detectSystem(factsFor('linux', reported, made)) as { id: string; version: string };
    return `${id} ${version}`.trim();
  };

  test.each([
    ['Canonical:UbuntuServer:18.04-LTS', 'ubuntu 18.04'],
    ['Canonical:UbuntuServer:16.04.0-LTS', 'ubuntu 16.04'],
    ['Canonical:UbuntuServer:14.04.5-LTS', 'ubuntu 14.04'],
    ['Canonical:UbuntuServer:18_04-lts-gen2', 'ubuntu 18.04'],
    ['Canonical:0001-com-ubuntu-server-focal:20_04-lts-gen2', 'ubuntu 20.04'],
    ['Canonical:0001-com-ubuntu-server-jammy:22_04-lts-arm64', 'ubuntu 22.04'],
    ['Canonical:0001-com-ubuntu-pro-bionic:pro-18_04-lts', 'ubuntu 18.04'],
    ['Canonical:0001-com-ubuntu-minimal-focal:minimal-20_04-lts', 'ubuntu 20.04'],
    ['Canonical:ubuntu-24_04-lts:server', 'ubuntu 24.04'],
    ['RedHat:RHEL:7-LVM', 'rhel 7'],
    ['RedHat:RHEL:7.9', 'rhel 7.9'],
    ['RedHat:RHEL:77-gen2', 'rhel 7.7'],
    ['RedHat:RHEL:7_9', 'rhel 7.9'],
    ['RedHat:RHEL:8_4', 'rhel 8.4'],
    ['RedHat:RHEL:8-lvm-gen2', 'rhel 8'],
    ['RedHat:RHEL:810-gen2', 'rhel 8.10'],
    ['RedHat:RHEL:9-lvm', 'rhel 9'],
    ['RedHat:RHEL:94_gen2', 'rhel 9.4'],
    ['RedHat:RHEL:6.10', 'rhel 6.10'],
    ['RedHat:RHEL-SAP-HA:8.2', 'rhel 8.2'],
    ['RedHat:rhel-byos:rhel-lvm88', 'rhel 8.8'],
    ['RedHat:rhel-byos:rhel-raw76', 'rhel 7.6'],
    ['RedHat:rhel-arm64:9_2-arm64', 'rhel 9.2'],
    ['OpenLogic:CentOS:7_9-gen2', 'centos 7.9'],
    ['OpenLogic:CentOS:7.5', 'centos 7.5'],
    ['OpenLogic:CentOS:6.10', 'centos 6.10'],
    ['OpenLogic:CentOS-LVM:7-lvm-gen2', 'centos 7'],
    ['OpenLogic:CentOS:8_5', 'centos 8.5'],
    ['Oracle:Oracle-Linux:ol79-gen2', 'ol 7.9'],
    ['Oracle:Oracle-Linux:78', 'ol 7.8'],
    ['Oracle:Oracle-Linux:7.5', 'ol 7.5'],
    ['Oracle:Oracle-Linux:ol8_6-lvm', 'ol 8.6'],
    ['Oracle:Oracle-Linux:ol810-lvm-gen2', 'ol 8.10'],
    ['SUSE:sles-12-sp5:gen2', 'sles 12.5'],
    ['SUSE:SLES:12-SP3', 'sles 12.3'],
    ['SUSE:SLES:15', 'sles 15'],
    ['SUSE:sles-15-sp5-basic:gen1', 'sles 15.5'],
    ['SUSE:sles-sap-15-sp4:gen2', 'sles_sap 15.4'],
    ['SUSE:SLES-SAP:12-SP4', 'sles_sap 12.4'],
    ['SUSE:openSUSE-Leap-15-4:gen2', 'opensuse-leap 15.4'],
    ['Debian:debian-11:11-gen2', 'debian 11'],
    ['Debian:debian-10:10', 'debian 10'],
    ['credativ:Debian:9', 'debian 9'],
    ['almalinux:almalinux:8_5', 'almalinux 8.5'],
    ['almalinux:almalinux-x86_64:9-gen2', 'almalinux 9'],
    ['resf:rockylinux-x86_64:8-lvm', 'rocky 8'],
    ['erockyenterprisesoftwarefoundationinc1653071250513:rockylinux:free', 'unknown'],
    ['ciq:rocky-community-editions:rocky-community-9-arm', 'rocky 9'],
    ['MicrosoftCBLMariner:cbl-mariner:cbl-mariner-2-gen2', 'mariner 2'],
    ['MicrosoftCBLMariner:azure-linux-3:azure-linux-3-gen2', 'azurelinux 3'],
    ['contoso:imported:amazon-linux-2', 'unknown'],
    ['Canonical:UbuntuServer:daily', 'unknown'],
    ['-', 'unknown'],
  ])('image %s: %s', (made, expected) => expect(said('-', made)).toBe(expected));

  test.each([
    ['ubuntu | 18.04', '-', 'ubuntu 18.04'],
    ['ubuntu | 22.04', 'Canonical:UbuntuServer:18.04-LTS', 'ubuntu 22.04'],
    ['debian | 10.13', 'Debian:debian-10:10', 'debian 10.13'],
    ['centos | 7.9.2009', 'OpenLogic:CentOS:7_9-gen2', 'centos 7.9'],
    ['redhat | 7.9', 'RedHat:RHEL:7-LVM', 'rhel 7.9'],
    ['redhat | 8', 'RedHat:RHEL:8_4', 'rhel 8.4'],
    ['redhat | 7.9', 'Oracle:Oracle-Linux:ol79', 'ol 7.9'],
    ['oracle | 8.6', 'Oracle:Oracle-Linux:ol79', 'ol 8.6'],
    ['suse | 12', 'SUSE:sles-12-sp5:gen2', 'sles 12.5'],
    ['sles | 15.5', '-', 'sles 15.5'],
    ['suse | 12', 'SUSE:SLES-SAP:12-SP4', 'sles_sap 12.4'],
    ['amzn | 2', 'contoso:imported:amazon-linux-2', 'amzn 2'],
    ['azurelinux | 3.0.20240727', '-', 'azurelinux 3.0'],
    ['gaia | 294.991', 'checkpoint:check-point-cg-r8030:sg-byol', 'gaia 294.991'],
    ['UNKNOWN system | FFFF', 'Debian:debian-11:11', 'debian 11'],
    ['almalinux | 8.10', 'OpenLogic:CentOS:8_5', 'almalinux 8.10'],
  ])('the VM agent says %s, image %s: %s', (reported, made, expected) => expect(said(reported, made)).toBe(expected));
});

describe('Windows: id, build, kind', () => {
  const said = (reported: string, made: string): string => {
    const system = detectSystem(factsFor('windows', reported, made));
    if (system.family !== 'windows') return 'no Windows';
    const { id, build, server, core, multiSession, edition, servicePack } = system;
    return [
      id,
      build,
      server ? 'server' : 'client',
      edition,
      ...(core ? ['core'] : []),
      ...(multiSession ? ['multi-session'] : []),
      ...(servicePack > 0 ? [`SP${servicePack}`] : []),
    ].join(' ');
  };

  test.each([
    ['MicrosoftWindowsServer:WindowsServer:2019-Datacenter', '2019 17763 server ServerDatacenter'],
    ['MicrosoftWindowsServer:WindowsServer:2019-Datacenter:17763.6293.240905', '2019 17763 server ServerDatacenter'],
    ['MicrosoftWindowsServer:WindowsServer:2019-Datacenter-Core', '2019 17763 server ServerDatacenter core'],
    ['MicrosoftWindowsServer:WindowsServer:2022-datacenter-core-g2', '2022 20348 server ServerDatacenter core'],
    ['MicrosoftWindowsServer:WindowsServer:2022-datacenter-azure-edition', '2022 20348 server ServerDatacenter'],
    ['MicrosoftWindowsServer:WindowsServer:2016-Datacenter-smalldisk', '2016 14393 server ServerDatacenter'],
    ['MicrosoftWindowsServer:WindowsServer:2012-R2-Datacenter', '2012-r2 9600 server ServerDatacenter'],
    ['MicrosoftWindowsServer:WindowsServer:2012-Datacenter', '2012 9200 server ServerDatacenter'],
    ['MicrosoftWindowsServer:WindowsServer:2008-R2-SP1', '2008-r2 7601 server ServerDatacenter SP1'],
    ['MicrosoftWindowsServer:WindowsServer:2025-datacenter-g2', '2025 26100 server ServerDatacenter'],
    [
      'MicrosoftWindowsServer:WindowsServerSemiAnnual:Datacenter-Core-1803-with-Containers-smalldisk',
      '1803 17134 server ServerDatacenter core',
    ],
    ['MicrosoftSQLServer:sql2017-ws2016:enterprise', '2016 14393 server '],
    ['MicrosoftSQLServer:SQL2014SP3-WS2012R2:Standard', '2012-r2 9600 server ServerStandard'],
    ['MicrosoftWindowsDesktop:Windows-10:win10-21h2-pro', '10 19044 client Professional'],
    ['MicrosoftWindowsDesktop:Windows-10:20h2-evd', '10 19042 client ServerRdsh multi-session'],
    ['MicrosoftWindowsDesktop:Windows-10:rs5-enterprise', '10 17763 client Enterprise'],
    ['MicrosoftWindowsDesktop:windows-11:win11-22h2-ent', '11 22621 client Enterprise'],
    ['MicrosoftWindowsDesktop:office-365:win11-23h2-avd-m365', '11 22631 client ServerRdsh multi-session'],
    ['contoso:appliance:v1', 'unknown 0 client '],
    ['-', 'unknown 0 client '],
  ])('image %s: %s', (made, expected) => expect(said('-', made)).toBe(expected));

  test.each([
    ['Windows Server 2016 Datacenter | Microsoft Windows NT 10.0.14393.0', '-', '2016 14393 server ServerDatacenter'],
    [
      'Windows Server 2022 Datacenter | 10.0.20348.2159',
      'MicrosoftWindowsServer:WindowsServer:2019-Datacenter',
      '2022 20348 server ServerDatacenter',
    ],
    ['windows | 10.0.19045.3693', 'MicrosoftWindowsDesktop:Windows-10:win10-22h2-ent', '10 19045 client Enterprise'],
    ['windows | 10.0.22621.2715', '-', '11 22621 client '],
    ['Windows Server 2012 R2 Standard | 6.3.9600.0', '-', '2012-r2 9600 server ServerStandard'],
    ['Windows 10 Enterprise multi-session | 10.0.19042.1', '-', '10 19042 client ServerRdsh multi-session'],
  ])('the VM agent says %s, image %s: %s', (reported, made, expected) => expect(said(reported, made)).toBe(expected));
});

describe('what Azure knows of every machine', () => {
  test.each([
    ['Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2', 'x86_64'],
    ['Canonical:0001-com-ubuntu-server-jammy:22_04-lts-arm64', 'aarch64'],
    ['RedHat:rhel-arm64:9_2', 'aarch64'],
    ['ciq:rocky-community-editions:rocky-community-9-arm', 'aarch64'],
    ['-', undefined],
  ])('architecture of %s: %s', (made, expected) =>
    expect(architectureOf(factsFor('linux', '-', made))?.kernel).toBe(expected),
  );

  test('it is an Azure machine, no container and not the Linux subsystem of Windows', () => {
    expect(factsFor('linux', '-', '-')).toEqual({
      'os.family': 'linux',
      'azure.vm': true,
      container: null,
      wsl: false,
    });
  });

  test('any words of agent and image are read without a throw', () => {
    const words = fc.string({ maxLength: 40 });
    fc.assert(
      fc.property(
        fc.constantFrom('linux' as const, 'windows' as const),
        words,
        words,
        words,
        words,
        words,
        words,
        (system, a, b, c, d, e, f) => {
          const facts = factsOfVm({
            system,
            os: { name: a, version: b },
            image: { publisher: c, offer: d, sku: e, version: f },
          });
          expect(detectSystem(facts).family).toBe(system);
        },
      ),
    );
  });
});
