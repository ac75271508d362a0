import type { CheckText } from '../check-text.ts';

const PAGE = 'Log Analytics agent overview (2020-02-04), Supported operating systems';

export const SUPPORT_TEXT = {
  'support.listed': {
    title: 'system on the published list',
    why: 'Microsoft helps only with systems that its lists name. On others the agent may run, and nobody will look at its troubles.',
    source: `${PAGE}; later lists of the documentation and of the agent's repository, each from its own date`,
  },
  'support.minor-releases': {
    title: 'minor release of a listed version',
    why: 'A listed major version stands for all its minor releases, so 8.10 counts as 8.',
    source: `${PAGE}: all minor releases are supported for each major version listed`,
  },
  'support.server-edition': {
    title: 'server edition',
    why: 'On Linux only server editions are supported. Windows clients are taken, but monitoring solutions do not look at clients.',
    source: `${PAGE}: only the server versions are supported; note on Windows clients`,
  },
  'support.end-of-support': {
    title: "maker's end of support",
    why: "Versions past the end of their maker's support are not supported by the agent either, even where the list names them.",
    source: `${PAGE}: versions that have passed their manufacturer's end-of-support date; dates by endoflife.date and Microsoft's lifecycle pages`,
  },
  'support.amazon-ami': {
    title: 'Amazon Linux AMI no newer than the listed one',
    why: 'New versions of the Amazon Linux AMI were left out on purpose; the installer of the extension refuses them.',
    source: `${PAGE}: new versions of AMI are not supported`,
  },
  'support.ssl-default': {
    title: 'OpenSSL of the distribution that the agent is built for',
    why: 'The agent is built against certain series of OpenSSL. Where the distribution ships none of them the installer ends with exit 55, and an OpenSSL built by hand is not supported.',
    source: `${PAGE}: only versions that run SSL 1.x by default; installer bundle of the agent`,
  },
  'support.architecture': {
    title: 'processor architecture',
    why: 'The agent is built for certain processors. On others the installer takes a wrong build or none; 32-bit programs under a 64-bit kernel confuse it as well.',
    source: `${PAGE}; note on x86 and x64 of each list`,
  },
  'support.libc': {
    title: 'GNU C library',
    why: 'The agent is linked against glibc; on systems with musl its programs do not start.',
    source: 'Log Analytics agent overview (2020-02-04), Agent prerequisites; packages of the agent',
  },
  'support.container': {
    title: 'a machine, not a container',
    why: "The agent needs services that start with the machine and the host's own files. Inside a container it has neither, and it is gone when the container is made again.",
    source: "known failures of the agent's repository; the agent's services",
  },
  'support.wsl': {
    title: 'a machine, not the Linux subsystem of Windows',
    why: 'The Linux subsystem of Windows has no lasting services; no list of any agent names it.',
    source: "known failures of the agent's repository",
  },
  'support.method-gate': {
    title: 'method that takes this system',
    why: 'Each method is offered for one generation of the agent and for certain families of systems; what is chosen elsewhere is refused. The VM extensions also carry a table of systems of their own and end with exit 51 on what is not in it, whatever the documentation lists.',
    source:
      'Log Analytics agent overview (2020-02-04), Install and configure agent; Azure/azure-linux-extensions, tables of systems in both extensions, each from its own date',
  },
} as const satisfies Record<string, CheckText>;
