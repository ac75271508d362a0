import type { Profile } from './profile.ts';

/** What differs between Windows servers. */
interface Server {
  readonly name: string;
  readonly build: string;
  readonly version: string;
  readonly revision: string;
  readonly lab: string;
  readonly edition: string;
  readonly pack?: string;
  /** Updates that the probe looks for on old systems. */
  readonly updates?: string;
  /** .NET Framework 4 by its release number: 461814 is 4.7.2, 528040 4.8. */
  readonly dotnet: string;
  /** TLS 1.2 had to be switched on by hand. */
  readonly oldTls?: true;
}

const ROOTS = 'DF3C24F9BFD666761B268073FE06D1CC8D4F82A4 D4DE20D05E66FC53FE1A50882C78DB2852CAE474';

function windows(server: Server): Profile {
  const tls = server.oldTls === undefined ? '-' : '1';
  return {
    family: 'windows',
    osName: server.name,
    osVersion: `${server.version === '10.0' ? '10.0' : server.version}.${server.build}.${server.revision}`,
    facts: {
      ...{ 'os.family': 'windows', 'user.id': '0', 'windows.build': server.build, 'windows.version': server.version },
      ...{ 'windows.revision': server.revision, 'windows.build-lab': server.lab, 'windows.product': server.name },
      ...{
        'windows.edition': server.edition,
        'windows.installation': 'Server',
        'windows.service-pack': server.pack ?? '-',
      },
      ...{ 'windows.product-type': 'ServerNT', 'windows.architecture': 'AMD64', container: '-' },
      ...(server.updates === undefined ? {} : { 'windows.updates': server.updates }),
      ...{ 'tls12.enabled': tls, 'tls12.disabled-by-default': server.oldTls === undefined ? '-' : '0' },
      'winhttp.protocols': server.oldTls === undefined ? '-' : '2720',
      ...{ 'dotnet.release': server.dotnet, 'dotnet.strong-crypto': '1', 'dotnet.strong-crypto-32': '1', fips: 'no' },
      ...{ 'roots.present': ROOTS, 'mma.version': '-', 'mma.product-code': '-', 'mma.service': '-' },
      ...{ 'mma.workspace': '-', 'mma.group': '-', 'mma.extension': 'no', 'ama.version': '-' },
      ...{ 'arc.present': 'no', 'azure.vm': 'yes', disk: 'C:\\ 97600000 C: -' },
    },
  };
}

/** Windows servers by name. Written after what such systems say; none is the copy of a real one. */
export const WINDOWS_PROFILES: Readonly<Record<string, Profile>> = {
  'windows-2022': windows({
    ...{ name: 'Windows Server 2022 Datacenter', build: '20348', version: '10.0', revision: '2700', dotnet: '528449' },
    ...{ lab: '20348.1.amd64fre.fe_release.210507-1500', edition: 'ServerDatacenter' },
  }),
  'windows-2019': windows({
    ...{ name: 'Windows Server 2019 Datacenter', build: '17763', version: '10.0', revision: '6293', dotnet: '528049' },
    ...{ lab: '17763.1.amd64fre.rs5_release.180914-1434', edition: 'ServerDatacenter' },
  }),
  'windows-2016': windows({
    ...{ name: 'Windows Server 2016 Datacenter', build: '14393', version: '10.0', revision: '7336', dotnet: '528049' },
    ...{ lab: '14393.7330.amd64fre.rs1_release.240812-1801', edition: 'ServerDatacenter' },
  }),
  'windows-2012-r2': windows({
    ...{
      name: 'Windows Server 2012 R2 Datacenter',
      build: '9600',
      version: '6.3',
      revision: '21620',
      dotnet: '528049',
    },
    ...{ lab: '9600.21620.amd64fre.winblue_ltsb_escrow.231005-1741', edition: 'ServerDatacenter' },
  }),
  'windows-2008-r2': windows({
    ...{
      name: 'Windows Server 2008 R2 Datacenter',
      build: '7601',
      version: '6.1',
      revision: '24544',
      dotnet: '461814',
    },
    ...{
      lab: '7601.24544.amd64fre.win7sp1_ldr_escrow.191210-1651',
      edition: 'ServerDatacenter',
      pack: 'Service Pack 1',
    },
    ...{ updates: 'KB4474419 KB4490628 KB3140245', oldTls: true },
  }),
};
