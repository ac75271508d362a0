/** What system a machine runs, read from its release files or its registry. */
export interface LinuxSystem {
  readonly family: 'linux';
  /** Lower-case id of what it really is: ubuntu, debian, rhel, centos, ol, sles, sles_sap, amzn, almalinux, rocky, opensuse-leap, ... `unknown` when nothing told. */
  readonly id: string;
  /** The maker's own name, as shown to people. */
  readonly name: string;
  /** e.g. 18.04, 8.10, 12.5, 2017.09; empty for rolling releases and where the file does not say. */
  readonly version: string;
  /** `stream`: CentOS Stream · `atomic`/`coreos`: image-based · `client`: a desktop edition */
  readonly variant?: 'stream' | 'atomic' | 'coreos' | 'client';
  /** Which listed distribution it poses as, and what gave it away. */
  readonly imitates?: { readonly id: string; readonly version: string; readonly evidence: string };
  /** The file that decided. */
  readonly source: string;
}

export interface WindowsSystem {
  readonly family: 'windows';
  /** 2008, 2008-r2, 2012, 2012-r2, 2016, 1709, 1803, 2019, 2022, 2025, 7, 8, 8.1, 10, 11, vista ... `unknown` */
  readonly id: string;
  /** e.g. Windows Server 2019 Datacenter */
  readonly name: string;
  readonly build: number;
  /** Service pack number, 0 for none. */
  readonly servicePack: number;
  readonly server: boolean;
  /** EditionID, e.g. ServerDatacenter, Enterprise, Professional, Core (= Home), ServerRdsh (= multi-session) */
  readonly edition: string;
  readonly core: boolean;
  readonly multiSession: boolean;
  readonly architecture: string;
  /** Nothing tells whether it is a server or a client (`id` is `unknown` then): what it is in either case. */
  readonly readings?: readonly [server: WindowsSystem, client: WindowsSystem];
}

export type System = LinuxSystem | WindowsSystem;
