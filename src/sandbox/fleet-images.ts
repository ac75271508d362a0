import type { SandboxMachine } from './state.ts';

type Image = SandboxMachine['image'];

/** Names of the captured machines behind the fleet: what they are asked and answer stands in profiles.ts. */
export const FLEET_PROFILES = [
  'ubuntu-18.04',
  'ubuntu-22.04',
  'debian-11-no-alias',
  'rhel-7',
  'rhel-8',
  'centos-6',
  'centos-7',
  'sles-12',
  'sles-15',
  'amazon-2',
  'windows-2019',
  'windows-2016',
  'windows-2012-r2',
  'windows-2008-r2',
  'windows-2022',
] as const;
export type FleetProfile = (typeof FLEET_PROFILES)[number];

const image = (publisher: string, offer: string, sku: string, version: string): Image => ({
  publisher,
  offer,
  sku,
  version,
});
const windows = (sku: string, version: string): Image => image('MicrosoftWindowsServer', 'WindowsServer', sku, version);

/** The image in the gallery that such a machine is made of. Amazon Linux has none: a disk that somebody brought along. */
export const IMAGES: Readonly<Record<FleetProfile, Image>> = {
  'ubuntu-18.04': image('Canonical', 'UbuntuServer', '18.04-LTS', '18.04.202306070'),
  'ubuntu-22.04': image('Canonical', '0001-com-ubuntu-server-jammy', '22_04-lts-gen2', '22.04.202410020'),
  'debian-11-no-alias': image('Debian', 'debian-11', '11-gen2', '0.20240911.1866'),
  'rhel-7': image('RedHat', 'RHEL', '7.9', '7.9.2024062715'),
  'rhel-8': image('RedHat', 'RHEL', '8-lvm-gen2', '8.10.2024082112'),
  'centos-6': image('OpenLogic', 'CentOS', '6.10', '6.10.2020042900'),
  'centos-7': image('OpenLogic', 'CentOS', '7_9-gen2', '7.9.2022101800'),
  'sles-12': image('SUSE', 'sles-12-sp5', 'gen2', '2024.08.05'),
  'sles-15': image('SUSE', 'sles-15-sp5', 'gen2', '2024.09.03'),
  'amazon-2': image('contoso', 'imported', 'amazon-linux-2', '1.0.0'),
  'windows-2019': windows('2019-Datacenter', '17763.6293.240905'),
  'windows-2016': windows('2016-Datacenter', '14393.7336.240905'),
  'windows-2012-r2': windows('2012-R2-Datacenter', '9600.21620.231005'),
  'windows-2008-r2': windows('2008-R2-SP1', '7601.24544.191210'),
  'windows-2022': windows('2022-datacenter-g2', '20348.2700.240905'),
};

export const systemOf = (profile: FleetProfile): 'linux' | 'windows' =>
  profile.startsWith('windows') ? 'windows' : 'linux';
