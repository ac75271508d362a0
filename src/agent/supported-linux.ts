import type { LinuxArchitecture, LinuxEntry } from './agent.ts';

/**
 * Which Linux systems each published list names. `8` means every minor release of 8, `15.0` the first release only.
 * Lists later than the page say that all systems are x64 and that x86 is supported for none.
 */
const x64: readonly LinuxArchitecture[] = ['x86_64'];
const entry = (distro: string, versions: readonly string[], architectures = x64): LinuxEntry => ({
  distro,
  versions,
  architectures,
});

/** The page, 2020-02-04. */
export const LINUX_PAGE_2020: readonly LinuxEntry[] = [
  entry('amzn', ['2017.09']),
  entry('centos', ['6', '7']),
  entry('ol', ['6', '7']),
  entry('rhel', ['6', '7', '8']),
  entry('debian', ['8', '9']),
  entry('ubuntu', ['14.04'], ['x86', 'x86_64']),
  entry('ubuntu', ['16.04', '18.04']),
  entry('sles', ['12', '15']),
];
