import type { Check } from '../check.ts';
import { accountUseradd } from './account-useradd.ts';
import { agentAuditd } from './agent-auditd.ts';
import { agentCylance } from './agent-cylance.ts';
import { agentExtension } from './agent-extension.ts';
import { agentLad } from './agent-lad.ts';
import { agentLeftover } from './agent-leftover.ts';
import { agentOnboardFile } from './agent-onboard-file.ts';
import { agentScx } from './agent-scx.ts';
import { cryptoPolicy } from './crypto-policy.ts';
import { curlLibrary } from './curl-library.ts';
import { curlNssPem } from './curl-nss-pem.ts';
import { curlVersion } from './curl-version.ts';
import { directoryModes } from './directory-modes.ts';
import { diskLinks } from './disk-links.ts';
import { diskNoexec } from './disk-noexec.ts';
import { diskReadOnly } from './disk-read-only.ts';
import { diskSpace } from './disk-space.ts';
import { glibcVersion } from './glibc-version.ts';
import { hostName } from './host-name.ts';
import { hostResolves } from './host-resolves.ts';
import { initSystem } from './init-system.ts';
import { memorySize } from './memory-size.ts';
import { opensslCommand } from './openssl-command.ts';
import { opensslShadow } from './openssl-shadow.ts';
import { opensslShared } from './openssl-shared.ts';
import { opensslTls12 } from './openssl-tls12.ts';
import { opensslVersion } from './openssl-version.ts';
import { packageHealth } from './package-health.ts';
import { packageLock } from './package-lock.ts';
import { packageManager } from './package-manager.ts';
import { pamAccounts } from './pam-accounts.ts';
import { pamLibrary } from './pam-library.ts';
import { portsFree } from './ports-free.ts';
import { pythonAlias } from './python-alias.ts';
import { pythonAny } from './python-any.ts';
import { pythonCtypes } from './python-ctypes.ts';
import { pythonVersion2 } from './python-version2.ts';
import { rubyRvm } from './ruby-rvm.ts';
import { selinuxMode } from './selinux-mode.ts';
import { shellBash } from './shell-bash.ts';
import { syslogDaemon } from './syslog-daemon.ts';
import { toolsDate } from './tools-date.ts';
import { toolsRequired } from './tools-required.ts';

/** In the order in which they are shown. */
export const LINUX_CHECKS: readonly Check[] = [
  packageManager,
  packageHealth,
  packageLock,
  initSystem,
  glibcVersion,
  pythonVersion2,
  pythonAlias,
  pythonCtypes,
  pythonAny,
  opensslCommand,
  opensslVersion,
  opensslShared,
  opensslShadow,
  opensslTls12,
  curlVersion,
  curlLibrary,
  curlNssPem,
  pamLibrary,
  pamAccounts,
  shellBash,
  toolsRequired,
  toolsDate,
  accountUseradd,
  syslogDaemon,
  diskSpace,
  diskNoexec,
  diskReadOnly,
  diskLinks,
  directoryModes,
  memorySize,
  selinuxMode,
  cryptoPolicy,
  hostName,
  hostResolves,
  portsFree,
  rubyRvm,
  agentLeftover,
  agentOnboardFile,
  agentScx,
  agentLad,
  agentExtension,
  agentAuditd,
  agentCylance,
];
