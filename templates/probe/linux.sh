#!/bin/sh
# azmon probe for Linux: looks at the machine it runs on and prints what it sees, one `key=value` a line.
#
# It changes nothing: no file is written, nothing is installed, started or stopped. It needs neither root nor Python;
# as root it sees more. It judges nothing: azmon does that, on the machine where the output ends up.
#   sh linux.sh > this-machine.facts
#   azmon check --facts this-machine.facts
# `key=-` was looked for and is not there; a key that is left out could not be seen. The last line is `probe.end=ok`.
#
# Variables it reads: AZMON_HOSTS (hosts to reach, blank-separated), AZMON_PROXY (proxy to reach them by),
# AZMON_ENCODE=gzip (one packed line, for channels that keep only the last 4,096 bytes).

NL='
'

# --- output ---------------------------------------------------------------------------------------------------------

# fact KEY VALUE: first line of the value; an empty value prints nothing.
fact() {
  fact_value=${2%%"$NL"*}
  if [ -n "$fact_value" ]; then printf '%s=%s\n' "$1" "$fact_value"; fi
}

# fact_or_none KEY VALUE: an empty value was looked for and is not there.
fact_or_none() {
  fact_value=${2%%"$NL"*}
  printf '%s=%s\n' "$1" "${fact_value:--}"
}

# flag KEY COMMAND...: yes when the command succeeds.
flag() {
  flag_key=$1
  shift
  if "$@" >/dev/null 2>&1; then printf '%s=yes\n' "$flag_key"; else printf '%s=no\n' "$flag_key"; fi
}

# Long lines and control characters would break the form of one fact a line.
clean() {
  if have tr && have cut; then
    tr -d '\000-\011\013-\037\177' | cut -b 1-600
  else
    while IFS= read -r clean_line; do printf '%s\n' "$clean_line"; done
  fi
}

# Proxy settings may hold a password: what is left is scheme, host and port, whatever form the value has.
# The match is greedy up to the last @, and anything of another form is not shown at all.
mask() {
  tr -d '\000-\037\177"' | tr -d "'" | sed -n \
    -e 's#^\([A-Za-z0-9]*://\)\{0,1\}.*@#\1***@#' \
    -e '\#^\([A-Za-z0-9]*://\)\{0,1\}\(\*\*\*@\)\{0,1\}\([A-Za-z0-9._-]*\|\[[0-9A-Fa-f:.]*\]\)\(:[0-9]*\)\{0,1\}/*$#{' -e 'p' -e 'q' -e '}' \
    -e 's#.*#***#p'
}

# --- running things -------------------------------------------------------------------------------------------------

have() { command -v "$1" >/dev/null 2>&1; }

# Path of a command with links resolved; a BusyBox shell answers its built-in applets without a slash.
path_of() {
  path_found=$(command -v "$1" 2>/dev/null) || return 1
  case $path_found in
    /*) path_real=$(readlink -f "$path_found" 2>/dev/null) && path_found=${path_real:-$path_found} ;;
  esac
  printf '%s\n' "$path_found"
}

# Seconds since 1970; 0 where that cannot be told.
now() {
  now_said=$(date -u +%s 2>/dev/null)
  case $now_said in
    '' | *[!0-9]*) echo 0 ;;
    *) printf '%s\n' "$now_said" ;;
  esac
}

# The process and all that descend from it: a killed wrapper's child would hold our pipe open.
kill_tree() {
  # Stopped first, as it would end with its last child: lim would then end us before we came to the others.
  kill -s STOP "$1"
  # shellcheck disable=SC2013  # words are meant
  for kill_pid in $(cat /proc/[0-9]*/status 2>/dev/null | awk -v top="$1" '
    /^Pid:/ { pid = $2 }
    /^PPid:/ { parent[pid] = $2 }
    END { for (p in parent) { q = p; n = 0; while (q != top && (q in parent) && n++ < 99) q = parent[q]; if (q == top && p != top) print p } }'); do
    kill -s KILL "$kill_pid"
  done
  kill -s KILL "$1"
}

# guard SECONDS PID: ends the process when the time is over. Runs in the background, holds no descriptor of ours.
guard() {
  guard_left=$1
  while [ "$guard_left" -gt 0 ]; do
    sleep 1 || return 0
    kill -s 0 "$2" || return 0
    guard_left=$((guard_left - 1))
  done
  kill_tree "$2"
}

# lim SECONDS COMMAND...: 137 when it took too long, 124 when the time of the whole look was already used up.
# Own watchdog, as `timeout` is absent on old systems and took other arguments in old BusyBox.
lim() {
  lim_seconds=$1
  shift
  lim_left=$((started + budget - $(now)))
  if [ "$lim_left" -le 0 ]; then return 124; fi
  if [ "$lim_left" -lt "$lim_seconds" ]; then lim_seconds=$lim_left; fi
  "$@" </dev/null &
  lim_child=$!
  guard "$lim_seconds" "$lim_child" >/dev/null 2>&1 &
  lim_guard=$!
  wait "$lim_child" 2>/dev/null
  lim_status=$?
  # Not by SIGTERM: ksh and its kin act on that only when their sleep is over.
  kill -s KILL "$lim_guard" 2>/dev/null
  wait "$lim_guard" 2>/dev/null
  return "$lim_status"
}

# --- who, when, what kernel -----------------------------------------------------------------------------------------

look_at_user() {
  user_id=$(id -u 2>/dev/null)
  fact user.id "$user_id"
  fact user.sudo "$(sudo_state)"
}

# Asked once: a failed try is logged by sudo, and some sites mail it to root.
sudo_state() {
  if [ "$user_id" = 0 ]; then echo root; return; fi
  if ! have sudo; then echo absent; return; fi
  sudo_said=$(lim 10 sudo -n true 2>&1)
  sudo_status=$?
  case $sudo_status in
    0) echo passwordless ;;
    124 | 137) : ;;
    *)
      case $sudo_said in
        *"have a tty"*) echo tty ;;
        *) echo password ;;
      esac
      ;;
  esac
}

# --- distribution ---------------------------------------------------------------------------------------------------

# Sent as they are: azmon reads them. Sourcing os-release would run code, and some real files do not even parse.
send_file() {
  if [ ! -f "$1" ] || [ ! -r "$1" ]; then return 1; fi
  send_count=0
  while IFS= read -r send_line || [ -n "$send_line" ]; do
    if [ -z "$send_line" ]; then continue; fi
    send_count=$((send_count + 1))
    if [ "$send_count" -gt 40 ]; then break; fi
    printf 'release=%s:%s\n' "$1" "$send_line"
  done <"$1"
  [ "$send_count" -gt 0 ]
}

look_at_release() {
  release_seen=
  if send_file /etc/os-release; then release_seen=yes; fi
  if [ -z "$release_seen" ] || [ "$(cat /etc/os-release)" != "$(cat /usr/lib/os-release)" ]; then
    if send_file /usr/lib/os-release; then release_seen=yes; fi
  fi
  for release_file in oracle-release enterprise-release centos-release redhat-release system-release SuSE-release \
    lsb-release debian_version armbian-release; do
    if send_file "/etc/$release_file"; then release_seen=yes; fi
  done
  if [ -z "$release_seen" ] && ! send_file /etc/issue; then printf 'release=-\n'; fi
}

look_at_kernel() {
  fact kernel.release "$(uname -r)"
  fact kernel.machine "$(uname -m)"
  fact userland.bits "$(userland_bits)"
  fact elf.machine "$(elf_bytes 18 2)"
  if [ -r /proc/version ]; then flag wsl is_wsl; fi
  look_at_container
  if [ -r /proc/meminfo ]; then
    fact memory.totalKb "$(sed -n 's/^MemTotal:[^0-9]*\([0-9]*\).*/\1/p' /proc/meminfo)"
  fi
}

userland_bits() {
  bits=$(lim 5 getconf LONG_BIT 2>/dev/null)
  case $bits in
    32 | 64) printf '%s\n' "$bits" ;;
    *)
      case $(elf_bytes 4 1) in
        01) echo 32 ;;
        02) echo 64 ;;
      esac
      ;;
  esac
}

# elf_bytes OFFSET COUNT: of a program of this userland, in hex without blanks.
elf_bytes() {
  elf_file=/proc/self/exe
  if [ ! -r "$elf_file" ]; then elf_file=$(path_of sh); fi
  od -An -tx1 -j"$1" -N"$2" "$elf_file" 2>/dev/null | tr -d ' \n'
}

is_wsl() { grep -i microsoft /proc/version || [ -e /proc/sys/fs/binfmt_misc/WSLInterop ]; }

look_at_container() {
  container=
  if [ -r /run/systemd/container ]; then container=$(cat /run/systemd/container); fi
  if [ -z "$container" ] && [ -r /proc/1/environ ]; then
    container=$(tr '\000' '\n' </proc/1/environ | sed -n 's/^container=//p')
  fi
  if [ -z "$container" ] && [ -e /run/.containerenv ]; then container=podman; fi
  if [ -z "$container" ] && [ -e /.dockerenv ]; then container=docker; fi
  if [ -z "$container" ] && [ -r /proc/1/cgroup ]; then
    container=$(sed -n -e 's/.*kubepods.*/kubernetes/p' -e 's/.*[/:]\(docker\|lxc\|libpod\|garden\)[/-].*/\1/p' /proc/1/cgroup)
  fi
  if [ -n "$container" ]; then
    fact container "$container"
  elif [ -r /proc/1/cgroup ]; then
    printf 'container=-\n'
  fi
}

look_at_init() {
  if [ -r /proc/1/status ]; then fact init.pid1 "$(sed -n '1s/^Name:[[:blank:]]*//p' /proc/1/status)"; fi
  flag init.systemd [ -d /run/systemd/system ]
  flag init.service have service
}

# --- libraries and interpreters -------------------------------------------------------------------------------------

look_at_libc() {
  glibc=$(glibc_version)
  musl=
  if [ -z "$glibc" ]; then musl=$(musl_version); fi
  if [ -n "$glibc" ]; then
    fact glibc.version "$glibc"
    printf 'musl.version=-\n'
  elif [ -n "$musl" ]; then
    printf 'glibc.version=-\n'
    fact musl.version "$musl"
  fi
  if [ "$glibc" = 2.5 ] && have rpm; then fact glibc.release "$(lim 10 rpm -q --qf '%{RELEASE}\n' glibc 2>/dev/null)"; fi
}

glibc_version() {
  glibc_said=$(lim 5 getconf GNU_LIBC_VERSION 2>/dev/null | sed -n 's/^glibc //p')
  if [ -z "$glibc_said" ]; then
    glibc_said=$(lim 5 ldd --version 2>/dev/null | sed -n '1s/^.*\(GLIBC\|GNU libc\|glibc\).* \([0-9.]*\)$/\2/p')
  fi
  if [ -z "$glibc_said" ]; then
    for glibc_file in /lib64/libc.so.6 /lib/libc.so.6 /lib/*/libc.so.6; do
      if [ ! -x "$glibc_file" ]; then continue; fi
      glibc_said=$(lim 5 "$glibc_file" 2>/dev/null | sed -n '1s/^.* version \([0-9.]*[0-9]\).*$/\1/p')
      if [ -n "$glibc_said" ]; then break; fi
    done
  fi
  printf '%s\n' "$glibc_said"
}

# The loader of musl tells its version on stderr and fails.
musl_version() {
  for musl_file in /lib/ld-musl-*.so.1; do
    if [ ! -e "$musl_file" ]; then continue; fi
    musl_said=$(lim 5 "$musl_file" 2>&1 | sed -n 's/^Version //p')
    printf '%s\n' "${musl_said:-unknown}"
    return
  done
}

# look_at_python NAME: where it is and whether it runs; on Red Hat 8 `python` may be a stub that only refuses.
look_at_python() {
  python_path=$(path_of "$1")
  fact_or_none "$1.path" "$python_path"
  if [ -z "$python_path" ]; then return; fi
  python_said=$(lim 10 "$1" -c 'import sys; sys.stdout.write("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null)
  python_status=$?
  case $python_status in
    0) fact_or_none "$1.version" "$python_said" ;;
    124 | 137) return ;;
    *) printf '%s.version=-\n' "$1" && return ;;
  esac
  if [ "$1" != python3 ]; then flag "$1.ctypes" lim 10 "$1" -c 'import ctypes'; fi
}

look_at_pythons() {
  look_at_python python
  look_at_python python2
  look_at_python python3
  python_platform=
  if [ -x /usr/libexec/platform-python ]; then python_platform=/usr/libexec/platform-python; fi
  fact_or_none platform-python.path "$python_platform"
}

look_at_openssl() {
  openssl_path=$(path_of openssl)
  fact_or_none openssl.path "$openssl_path"
  if [ -n "$openssl_path" ]; then
    fact openssl.version "$(lim 10 openssl version 2>/dev/null)"
    openssl_links=$(lim 10 ldd "$openssl_path" 2>&1)
    case $? in
      124 | 126 | 127 | 137) : ;;
      *)
        case $openssl_links in
          *libssl*) printf 'openssl.shared=yes\n' ;;
          *) printf 'openssl.shared=no\n' ;;
        esac
        ;;
    esac
    openssl_ciphers=$(lim 10 openssl ciphers -v 2>/dev/null) && case $openssl_ciphers in
      *TLSv1.2*) printf 'openssl.tls12=yes\n' ;;
      *) printf 'openssl.tls12=no\n' ;;
    esac
  fi
  openssl_others=
  for openssl_other in /usr/local/bin/openssl /usr/local/ssl/bin/openssl /usr/local/openssl*/bin/openssl /opt/openssl*/bin/openssl; do
    if [ ! -f "$openssl_other" ] || [ ! -x "$openssl_other" ]; then continue; fi
    openssl_others=yes
    openssl_said=$(lim 5 "$openssl_other" version 2>/dev/null)
    fact openssl.other "$openssl_other ${openssl_said%%"$NL"*}"
  done
  if [ -z "$openssl_others" ]; then printf 'openssl.other=-\n'; fi
}

look_at_curl() {
  curl_path=$(path_of curl)
  fact_or_none curl.path "$curl_path"
  if [ -n "$curl_path" ]; then fact curl.version "$(lim 10 curl --version 2>/dev/null)"; fi
  flag curl.library library_there libcurl
}

# library_there NAME: known to the loader, or lying where loaders look.
library_there() {
  case $(lim 10 ldconfig -p 2>/dev/null) in
    *"$1"[.-]*) return 0 ;;
  esac
  [ -n "$(library_file "$1*.so*")" ]
}

# library_file PATTERN: first file of that name in the loader's usual directories.
library_file() {
  for library_directory in /lib /lib64 /usr/lib /usr/lib64 /lib/*-linux-* /usr/lib/*-linux-* /usr/local/lib; do
    # shellcheck disable=SC2231  # the pattern is meant to be expanded
    for library_path in "$library_directory"/$1; do
      if [ -e "$library_path" ]; then printf '%s\n' "$library_path"; return; fi
    done
  done
}

# --- accounts -------------------------------------------------------------------------------------------------------

look_at_accounts() {
  fact_or_none pam.library "$(library_file 'libpam.so.0')"
  flag pam.directory [ -d /etc/pam.d ]
  if [ ! -e /etc/security/access.conf ]; then
    printf 'pam.deny-all=no\n'
  elif [ -r /etc/security/access.conf ]; then
    flag pam.deny-all account_denied
  fi
  if [ ! -e /etc/cron.allow ]; then
    printf 'cron.restricted=no\n'
  elif [ -r /etc/cron.allow ]; then
    flag cron.restricted cron_denied
  fi
  flag nologin [ -e /etc/nologin ]
}

# The rules count only where a service asks pam_access for them.
account_denied() {
  grep -q '^[^#]*pam_access' /etc/pam.d/* 2>/dev/null || return 1
  grep -v omsagent /etc/security/access.conf | grep -q '^[[:blank:]]*-[[:blank:]]*:[[:blank:]]*ALL\([[:blank:]]*EXCEPT[^:]*\)\{0,1\}[[:blank:]]*:[[:blank:]]*ALL'
}

cron_denied() { ! grep -q '^[[:blank:]]*omsagent[[:blank:]]*$' /etc/cron.allow; }

# --- processes, syslog ----------------------------------------------------------------------------------------------

# Names of all processes, one a line, without ps; the kernel cuts them to 15 characters. Empty where /proc hides others.
list_processes() {
  processes=
  rubies=
  if [ ! -r /proc/1/status ]; then return; fi
  for process in /proc/[0-9]*; do
    { read -r process_key process_name <"$process/status"; } 2>/dev/null || continue
    if [ "$process_key" != Name: ]; then continue; fi
    processes="$processes$process_name$NL"
    case $process_name in
      ruby* | omsagent*) rubies="$rubies $process" ;;
    esac
  done
}

running() {
  case "$NL$processes" in
    *"$NL$1$NL"*) return 0 ;;
  esac
  return 1
}

# running_flag KEY NAME...: yes when one of them runs; nothing where processes cannot be seen.
running_flag() {
  if [ -z "$processes" ]; then return; fi
  running_key=$1
  shift
  for running_name in "$@"; do
    if running "$running_name"; then printf '%s=yes\n' "$running_key" && return; fi
  done
  printf '%s=no\n' "$running_key"
}

look_at_syslog() {
  if [ -n "$processes" ]; then
    syslog=
    for syslog_name in rsyslogd syslog-ng syslogd; do
      if running "$syslog_name"; then syslog=$syslog_name && break; fi
    done
    fact_or_none syslog.running "$syslog"
  fi
  syslog=
  if [ -e /etc/rsyslog.conf ]; then syslog="$syslog rsyslog"; fi
  if [ -e /etc/syslog-ng/syslog-ng.conf ]; then syslog="$syslog syslog-ng"; fi
  if [ -e /etc/syslog.conf ]; then syslog="$syslog sysklogd"; fi
  fact_or_none syslog.configured "${syslog# }"
}

# --- packages -------------------------------------------------------------------------------------------------------

look_at_packages() {
  manager=
  for manager_name in apt-get dnf yum zypper; do
    if have "$manager_name"; then manager=$manager_name && break; fi
  done
  fact_or_none package.manager "$manager"
  # Either tool can be installed beside the other: the one with a database is the system's.
  tool=
  if is_own dpkg && [ -s /var/lib/dpkg/status ]; then
    tool=dpkg
  elif is_own rpm; then
    tool=rpm
  elif is_own dpkg; then
    tool=dpkg
  fi
  fact_or_none package.tool "$tool"
  look_at_package_health
  look_at_package_lock
}

# is_own COMMAND: there, and not just BusyBox under that name: its rpm and dpkg know no database.
is_own() {
  case $(path_of "$1") in
    '' | "$1" | */busybox*) return 1 ;;
  esac
}

look_at_package_health() {
  case $tool in
    dpkg)
      health_said=$(lim 15 dpkg -C 2>&1)
      health_status=$?
      for health_file in /var/lib/dpkg/updates/[0-9]*; do
        if [ -e "$health_file" ] && [ -z "$health_said" ]; then health_said="dpkg was interrupted: $health_file"; fi
      done
      ;;
    rpm)
      # A query by root may create rpm's own database environment files, as every query on such a machine does.
      health_said=$(lim 15 rpm -q rpm 2>&1 >/dev/null)
      health_status=$?
      if [ "$health_status" -eq 1 ] && [ -z "$health_said" ]; then health_said='rpm does not know its own package'; fi
      ;;
    *) return ;;
  esac
  case $health_status in
    124 | 137) return ;;
  esac
  # Warnings (a configuration file of another user, an old database format) are no trouble.
  fact_or_none package.trouble "$(printf '%s\n' "$health_said" | sed -n '/^\(dpkg: \)\{0,1\}warning:/!{p;q;}')"
}

# Lock files are always there; what counts is the kernel's table of locks.
look_at_package_lock() {
  lock=
  if [ -r /proc/locks ]; then
    for lock_file in /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock /var/cache/apt/archives/lock /var/lib/rpm/.rpm.lock; do
      lock_pid=$(lock_holder "$lock_file")
      if [ -n "$lock_pid" ]; then lock="$lock_file $lock_pid $(name_of "$lock_pid")" && break; fi
    done
  fi
  if [ -z "$lock" ]; then
    for lock_file in /var/run/yum.pid /var/run/zypp.pid /var/cache/dnf/metadata_lock.pid /var/lib/dnf/rpmdb_lock.pid; do
      if [ ! -f "$lock_file" ] || [ ! -r "$lock_file" ]; then continue; fi
      read -r lock_pid <"$lock_file"
      case $lock_pid in
        '' | *[!0-9]*) continue ;;
      esac
      # A stale file names a process that is gone, or by now another one.
      case $(name_of "$lock_pid") in
        yum* | dnf* | microdnf* | zypp* | Zypp* | y2* | packagekitd | python* | platform-python) lock="$lock_file $lock_pid $(name_of "$lock_pid")" ;;
      esac
    done
  fi
  if [ -n "$lock" ] || [ -r /proc/locks ]; then fact_or_none package.lock "$lock"; fi
}

# lock_holder FILE: process that holds a lock on it. Waiters have an arrow in the second column.
lock_holder() {
  if [ ! -e "$1" ]; then return; fi
  # shellcheck disable=SC2012  # one known file
  lock_inode=$(ls -i "$1" 2>/dev/null | awk '{ print $1 }')
  if [ -z "$lock_inode" ]; then return; fi
  # shellcheck disable=SC2013  # words are meant
  for lock_candidate in $(awk -v inode="$lock_inode" '$2 != "->" { n = split($6, part, ":"); if (part[n] == inode) print $5 }' /proc/locks); do
    if holds "$lock_candidate" "$1"; then printf '%s\n' "$lock_candidate" && return; fi
  done
}

# The table names inodes without their file system: where we may, make sure that the process has this very file open.
holds() {
  if [ ! -r "/proc/$1/fd" ]; then return 0; fi
  case $(ls -l "/proc/$1/fd" 2>/dev/null) in
    '' | *"$2"*) return 0 ;;
  esac
  return 1
}

name_of() {
  name_said=$(sed -n '1s/^Name:[[:blank:]]*//p' "/proc/$1/status" 2>/dev/null)
  printf '%s\n' "${name_said:-?}"
}

# query_packages NAME...: `name version` of those that are installed; fails when the tool did not answer.
# Read by words, as dpkg-query also succeeds for removed packages.
query_packages() {
  # shellcheck disable=SC2016  # the tool's own variables
  case $tool in
    dpkg) query_said=$(lim 10 dpkg-query -W -f='${Package} ${Status} ${Version}\n' "$@" 2>/dev/null) ;;
    rpm) query_said=$(lim 15 rpm -q --qf '%{NAME} install ok installed %{VERSION}-%{RELEASE}\n' "$@" 2>/dev/null) ;;
    *) return 1 ;;
  esac
  query_status=$?
  if [ "$tool" = dpkg ] && [ "$query_status" -gt 1 ]; then return 1; fi
  if [ "$tool" = rpm ] && [ -z "$query_said" ]; then return 1; fi
  printf '%s\n' "$query_said" | awk '$2 == "install" && $3 == "ok" && $4 == "installed" { print $1, $5 }'
}

version_of() { printf '%s\n' "$packages" | sed -n "s/^$1 //p"; }

# package_fact KEY NAME
package_fact() {
  if [ "$packages_known" = yes ]; then fact_or_none "$1" "$(version_of "$2")"; fi
}

# --- disk -----------------------------------------------------------------------------------------------------------

look_at_disk() {
  for disk_directory in /var /etc /opt /tmp /var/tmp; do look_at_directory "$disk_directory"; done
  disk_links=
  for disk_link in /opt /var; do
    if [ -h "$disk_link" ]; then
      disk_links=yes
      fact disk.link "$disk_link $(readlink "$disk_link")"
    fi
  done
  if [ -z "$disk_links" ]; then printf 'disk.link=-\n'; fi
  for disk_directory in / /etc /opt /var /var/log /tmp; do
    disk_mode=$(octal_mode "$disk_directory")
    if [ -n "$disk_mode" ]; then fact directory.mode "$disk_directory $disk_mode"; fi
  done
}

# look_at_directory PATH: space where it is, or would be created.
look_at_directory() {
  disk_path=$1
  while [ ! -d "$disk_path" ] && [ -n "$disk_path" ]; do disk_path=${disk_path%/*}; done
  disk_row=$(lim 5 df -P -k "${disk_path:-/}" 2>/dev/null | awk '
    NR > 1 { free = $4; place = $6; for (i = 7; i <= NF; i++) place = place "\\040" $i }
    END { if (free ~ /^[0-9]+$/) print free, place }')
  if [ -z "$disk_row" ]; then return; fi
  fact disk "$1 $disk_row $(mount_options "${disk_row#* }")"
}

# The last line wins where mounts are stacked; in a chroot the table may not know the place at all.
mount_options() {
  mount_said=$(awk -v place="$1" 'BEGIN { gsub(/ /, "\\040", place) } { seen = $2; gsub(/\\040/, " ", seen); gsub(/ /, "\\040", seen); if (seen == place) said = $4 }
    END { count = split(said, word, ","); for (i = 1; i <= count; i++) if (word[i] !~ /=/) kept = kept "," word[i]; print substr(kept, 2) }' /proc/mounts 2>/dev/null)
  printf '%s\n' "${mount_said:--}"
}

# stat is not on every small system, ls is.
octal_mode() {
  # shellcheck disable=SC2012  # one known directory
  ls -ldL "$1" 2>/dev/null | awk '{
    split("1 4 2 1 1 4 2 1 1 4 2 1", skip, " "); special = 0; mode = ""
    for (who = 0; who < 3; who++) {
      sum = 0
      if (substr($1, 2 + who * 3, 1) == "r") sum += 4
      if (substr($1, 3 + who * 3, 1) == "w") sum += 2
      run = substr($1, 4 + who * 3, 1)
      if (run == "x" || run == "s" || run == "t") sum += 1
      if (run ~ /[sStT]/) special += (who == 0 ? 4 : who == 1 ? 2 : 1)
      mode = mode sum
    }
    print (special > 0 ? special : "") mode
  }'
}

# --- hardening, host name, tools, ports -----------------------------------------------------------------------------

look_at_hardening() {
  selinux=
  for selinux_file in /sys/fs/selinux/enforce /selinux/enforce; do
    if [ -r "$selinux_file" ]; then
      case $(cat "$selinux_file") in
        1*) selinux=enforcing ;;
        0*) selinux=permissive ;;
      esac
    fi
  done
  if [ -z "$selinux" ] && [ -d /sys/kernel ]; then selinux=disabled; fi
  fact selinux.mode "$selinux"
  if [ -r /proc/sys/crypto/fips_enabled ]; then
    flag fips [ "$(cat /proc/sys/crypto/fips_enabled)" = 1 ]
  elif [ -d /proc/sys/kernel ]; then
    printf 'fips=no\n'
  fi
  policy=
  if [ -r /etc/crypto-policies/config ]; then policy=$(sed -n '/^[[:blank:]]*[^#[:blank:]]/p' /etc/crypto-policies/config); fi
  fact_or_none crypto.policy "$policy"
}

look_at_host_name() {
  host=$(uname -n 2>/dev/null)
  printf 'host.name=%s\n' "${host%%"$NL"*}"
  if have hostname; then
    host_full=$(lim 5 hostname -f 2>/dev/null)
    case $? in
      0) fact_or_none host.fqdn "$host_full" ;;
      124 | 137) : ;;
      *) printf 'host.fqdn=-\n' ;;
    esac
  fi
  case $host in
    '' | -*) return ;;
  esac
  if have getent; then
    lim 5 getent hosts "$host" >/dev/null 2>&1
    case $? in
      0) printf 'host.resolves=yes\n' ;;
      124 | 137) : ;;
      *) printf 'host.resolves=no\n' ;;
    esac
  elif [ -r /etc/hosts ] && awk -v name="$host" '{ sub(/#.*/, ""); for (i = 2; i <= NF; i++) if ($i == name) found = 1 } END { exit !found }' /etc/hosts; then
    printf 'host.resolves=yes\n'
  fi
}

look_at_tools() {
  tools_present=
  tools_absent=
  for tool_name in sh bash tar gzip sed awk grep gpg which getconf ldconfig ldd ps su useradd crontab netstat wget curl openssl; do
    if have "$tool_name"; then tools_present="$tools_present $tool_name"; else tools_absent="$tools_absent $tool_name"; fi
  done
  for tool_name in rpm dpkg; do
    if is_own "$tool_name"; then tools_present="$tools_present $tool_name"; else tools_absent="$tools_absent $tool_name"; fi
  done
  fact_or_none tools.present "${tools_present# }"
  fact_or_none tools.absent "${tools_absent# }"
  case $(date +%N 2>/dev/null) in
    '' | *[!0-9]*) printf 'date.nanoseconds=no\n' ;;
    *) printf 'date.nanoseconds=yes\n' ;;
  esac
}

# Ports in hex as the kernel prints them; a TCP socket counts when it listens (state 0A).
look_at_ports() {
  if [ ! -r /proc/net/udp ] || [ ! -r /proc/net/tcp ]; then return; fi
  ports=
  if port_used 6288 udp; then ports="$ports 25224/udp"; fi
  if port_used 628D udp; then ports="$ports 25229/udp"; fi
  if port_used 62EC tcp; then ports="$ports 25324/tcp"; fi
  if port_used 04F6 tcp; then ports="$ports 1270/tcp"; fi
  fact_or_none ports.used "${ports# }"
}

port_used() {
  cat "/proc/net/$2" "/proc/net/${2}6" 2>/dev/null | awk -v port=":$1" -v tcp="$2" '
    index($2, port) == length($2) - 4 && (tcp == "udp" || $4 == "0A") { found = 1 } END { exit !found }'
}

# --- agents that are there ------------------------------------------------------------------------------------------

look_at_agents() {
  packages_known=no
  if packages=$(query_packages omsagent omi scx azuremonitoragent lad-mdsd azsec-mdsd mdatp nss-pem); then packages_known=yes; fi
  look_at_oms
  package_fact omi.version omi
  package_fact scx.version scx
  flag scom.linked scom_linked
  if [ -d /var/lib/waagent ] && [ ! -r /var/lib/waagent ]; then
    if [ -n "$(version_of lad-mdsd)$(version_of azsec-mdsd)" ]; then printf 'lad.present=yes\n'; fi
  else
    flag oms.extension any_of /var/lib/waagent/Microsoft.EnterpriseCloud.Monitoring.OmsAgentForLinux-*
    flag lad.present lad_there
  fi
  package_fact ama.version azuremonitoragent
  if [ -d /opt/microsoft/azuremonitoragent ]; then
    running_flag ama.running mdsd amacoreagent agentlauncher
  else
    printf 'ama.running=no\n'
  fi
  flag arc.present [ -d /opt/azcmagent ]
  look_at_azure
  flag mdatp.present any_of /opt/microsoft/mdatp
  running_flag auditd.running auditd
  flag cylance.present any_of /opt/cylance /etc/init.d/cylance*
  flag rvm.global grep -q '^[^#]*\(GEM_HOME\|GEM_PATH\|rvm/scripts\)' /etc/profile /etc/bash.bashrc /etc/bashrc /etc/environment /etc/profile.d/*.sh
  if [ "$tool" = rpm ]; then package_fact nss-pem.version nss-pem; fi
}

any_of() {
  for any_path in "$@"; do
    if [ -e "$any_path" ]; then return 0; fi
  done
  return 1
}

lad_there() { [ -n "$(version_of lad-mdsd)$(version_of azsec-mdsd)" ] || any_of /var/lib/waagent/Microsoft.Azure.Diagnostics.LinuxDiagnostic-* /var/lib/waagent/Microsoft.OSTCExtensions.LinuxDiagnostic-*; }

scom_linked() {
  [ -e /etc/opt/microsoft/omsagent/scom ] || grep -q '^[[:blank:]]*httpsport[[:blank:]]*=.*1270' /etc/opt/omi/conf/omiserver.conf
}

look_at_oms() {
  package_fact oms.version omsagent
  look_at_workspaces
  oms_runs=no
  for oms_process in $rubies; do
    case $(tr '\000' ' ' <"$oms_process/cmdline" 2>/dev/null) in
      *omsagent*) oms_runs=yes ;;
    esac
  done
  if [ -n "$processes" ]; then fact oms.running "$oms_runs"; fi
  if [ "$packages_known" = yes ] && [ -z "$(version_of omsagent)" ]; then
    flag oms.leftover any_of /opt/microsoft/omsagent /etc/opt/microsoft/omsagent /var/opt/microsoft/omsagent
  elif [ "$packages_known" = yes ]; then
    printf 'oms.leftover=no\n'
  fi
  # Only whether it is there: it holds the workspace key.
  flag oms.onboard-file [ -e /etc/omsagent-onboard.conf ]
  oms_proxy=/etc/opt/microsoft/omsagent/proxy.conf
  if [ ! -e "$oms_proxy" ]; then oms_proxy=/etc/opt/microsoft/omsagent/conf/proxy.conf; fi
  if [ -r "$oms_proxy" ]; then
    fact_or_none oms.proxy "$(sed -n 1p "$oms_proxy" | mask)"
  elif [ -z "$workspaces_hidden" ] && [ ! -e "$oms_proxy" ]; then
    printf 'oms.proxy=-\n'
  fi
}

look_at_workspaces() {
  workspaces_hidden=
  oms_directory=/etc/opt/microsoft/omsagent
  if [ -d "$oms_directory" ] && { [ ! -r "$oms_directory" ] || [ ! -x "$oms_directory" ]; }; then
    workspaces_hidden=yes
    return
  fi
  workspaces=
  for workspace in "$oms_directory"/*-*-*-*-*; do
    if [ -d "$workspace" ]; then workspaces="$workspaces ${workspace##*/}"; fi
  done
  if [ -r "$oms_directory/conf/omsadmin.conf" ]; then
    workspace=$(sed -n 's/^WORKSPACE_ID=\([0-9A-Za-z-]*\).*/\1/p' "$oms_directory/conf/omsadmin.conf" | sed -n 1p)
    case " $workspaces " in
      *" $workspace "*) : ;;
      *) workspaces="$workspaces $workspace" ;;
    esac
  fi
  for workspace in $workspaces; do fact oms.workspace "$workspace"; done
  if [ -z "${workspaces# }" ]; then printf 'oms.workspace=-\n'; fi
}

# Every Azure virtual machine carries this chassis asset tag.
look_at_azure() {
  azure_tag=/sys/class/dmi/id/chassis_asset_tag
  if [ -d /var/lib/waagent ]; then
    printf 'azure.vm=yes\n'
  elif [ -r "$azure_tag" ]; then
    flag azure.vm [ "$(cat "$azure_tag")" = 7783-7084-3265-9085-8269-3286-77 ]
  fi
}

# --- proxies that somebody set for others: the agent reads none of them, but they tell how this machine goes out -----------

look_at_proxies() {
  proxies=0
  for proxy_name in http_proxy https_proxy HTTP_PROXY HTTPS_PROXY all_proxy ALL_PROXY; do
    eval "proxy_value=\${$proxy_name-}"
    if [ -n "$proxy_value" ]; then seen_proxy "environment:$proxy_name" "$proxy_value"; fi
  done
  for proxy_file in /etc/environment /etc/profile /etc/profile.d/*.sh /etc/sysconfig/proxy /etc/wgetrc; do
    seen_proxies "$proxy_file" 's/^[[:blank:]]*\(export[[:blank:]][[:blank:]]*\)\{0,1\}[HhTtPpSsAaLl]*_\(proxy\|PROXY\)[[:blank:]]*=[[:blank:]]*//p'
  done
  for proxy_file in /etc/apt/apt.conf /etc/apt/apt.conf.d/*; do
    seen_proxies "$proxy_file" 's/^[[:blank:]]*Acquire::[A-Za-z]*::[Pp]roxy[[:blank:]]*\(.*\);.*$/\1/p'
  done
  for proxy_file in /etc/yum.conf /etc/dnf/dnf.conf; do
    seen_proxies "$proxy_file" 's/^[[:blank:]]*proxy[[:blank:]]*=[[:blank:]]*//p'
  done
  seen_proxies /etc/waagent.conf 's/^[[:blank:]]*HttpProxy\.Host[[:blank:]]*=[[:blank:]]*\(.*[^[:blank:]]\)[[:blank:]]*$/\1/p'
  if [ "$proxies" -eq 0 ]; then printf 'proxy.seen=-\n'; fi
}

# seen_proxies FILE SED-COMMAND: the first two values that the command cuts out.
seen_proxies() {
  if [ ! -f "$1" ] || [ ! -r "$1" ]; then return; fi
  proxy_values=$(sed -n "$2" "$1" 2>/dev/null | sed -n 1,2p)
  while [ -n "$proxy_values" ]; do
    proxy_value=${proxy_values%%"$NL"*}
    case $proxy_values in
      *"$NL"*) proxy_values=${proxy_values#*"$NL"} ;;
      *) proxy_values= ;;
    esac
    case $proxy_value in
      '' | '""' | "''" | None) continue ;;
    esac
    seen_proxy "$1" "$proxy_value"
  done
}

seen_proxy() {
  proxies=$((proxies + 1))
  if [ "$proxies" -gt 12 ]; then return; fi
  printf 'proxy.seen=%s %s\n' "$1" "$(printf '%s' "$2" | mask)"
}

# --- network --------------------------------------------------------------------------------------------------------

# >>> network
# AZMON_PROXY is `protocol://host:port`; AZMON_PROXY_USER is `user:password`, both percent-encoded down to letters, digits and
# `-._~`, so that no shell and no curl has to unquote it. Out of the environment before any other program starts.
proxy_login=${AZMON_PROXY_USER-}
unset AZMON_PROXY_USER

# One line a host: `net=host=...;via=...;tool=...;...`; azmon's src/machine/network-look.ts explains the fields.
look_at_network() {
  if [ -z "$AZMON_HOSTS" ]; then return; fi
  # Seconds of its own, however long the look took before.
  started=$(now)
  budget=15
  net_seconds=10
  # The agent does not read them, and neither may the test: the way is direct or by AZMON_PROXY.
  unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY
  net_via=direct
  if [ -n "$AZMON_PROXY" ]; then net_via=proxy; fi
  for net_host in $AZMON_HOSTS; do
    case $net_host in
      *[!A-Za-z0-9.-]* | -*) continue ;;
    esac
    look_at_host &
  done
  wait
}

# The lines of hosts looked at side by side must not mix: each is one write.
look_at_host() {
  if { have curl && host_by_curl; } || { have openssl && host_by_openssl; }; then
    printf 'net=host=%s;via=%s;%s\n' "$net_host" "$net_via" "$net_seen"
  else
    printf 'net=host=%s;via=%s;tool=none;%s\n' "$net_host" "$net_via" "$(name_resolves)"
  fi
}

name_resolves() {
  if [ "$net_via" = proxy ] || ! have getent; then return; fi
  lim "$net_seconds" getent hosts "$net_host" >/dev/null 2>&1
  case $? in
    0) printf 'dns=ok;' ;;
    *) printf 'dns=fail;' ;;
  esac
}

# seen FIELD: value of a field of net_seen; what stands in the issuer is no field.
seen() {
  seen_rest=${net_seen%%issuer=*}
  seen_rest=";$seen_rest"
  case $seen_rest in
    *";$1="*) seen_rest=${seen_rest#*";$1="} && printf '%s\n' "${seen_rest%%;*}" ;;
  esac
}

# put FIELD VALUE: sets a field of net_seen.
put() {
  put_before=${net_seen%%issuer=*}
  case ";$put_before" in
    *";$1="*)
      put_before=${net_seen%%"$1="*}
      put_after=${net_seen#*"$1="}
      put_after=${put_after#*;}
      net_seen="$put_before$1=$2;$put_after"
      ;;
    *) net_seen="$1=$2;$net_seen" ;;
  esac
}

# --- by curl: the way the agent itself registers ---

# Fails where curl cannot speak https at all. Sets net_seen.
host_by_curl() {
  net_proxy=
  net_plain=
  if [ "$net_via" = proxy ]; then net_proxy=${AZMON_PROXY%%://*}://$proxy_login${proxy_login:+@}${AZMON_PROXY#*://}; fi
  net_left=$net_seconds
  ask_curl
  case $(seen exit) in
    1 | 2 | 3 | 126 | 127) return 1 ;;
  esac
  if [ "${AZMON_PROXY%%://*}" = https ] && [ "$(seen connect)" = 0 ]; then try_plain_proxy; fi
  case $(seen exit) in
    35) if [ "$net_via" = direct ] || [ "$(seen connect)" = 200 ]; then try_old_tls; fi ;;
    51 | 60 | 77) try_unverified ;;
    0) if [ -z "$(seen tls)" ]; then try_new_tls; fi ;;
  esac
  net_seen="tool=curl;$net_plain$net_seen"
}

# Most proxies that are written with https speak plain HTTP; the agent's uploads treat all of them so.
try_plain_proxy() {
  case $(seen exit) in
    4 | 7 | 35 | 52 | 56) : ;;
    *) return ;;
  esac
  plain_first=$net_seen
  net_proxy=http://${net_proxy#*://}
  ask_curl
  if [ "$(seen connect)" = 0 ]; then net_seen=$plain_first; else net_plain='plain=yes;'; fi
}

# The handshake failed: does one stand when everything old and weak is allowed? Options of three generations of curl.
try_old_tls() {
  old_first=$net_seen
  for old_options in '--tlsv1.0 --ciphers ALL:@SECLEVEL=0' '--tlsv1.0' '-1'; do
    # shellcheck disable=SC2086  # words
    ask_curl -k $old_options
    case $(seen exit) in
      2 | 4 | 59) continue ;;
    esac
    break
  done
  if [ -z "$(seen tls)" ]; then
    net_seen=$old_first
  else
    put exit 35
    # With -k curl looks at no roots at all.
    put verify ''
  fi
}

# The certificate is not trusted: by whom was it issued? Nothing secret travels on this connection: no key, no certificate and no
# data of ours, and the proxy's login goes to the proxy.
try_unverified() {
  unverified=$(seen verify)
  case $(seen exit):$unverified in
    77:*) unverified=20 ;;
    51:*) unverified=62 ;;
    *:0 | *: | *:-*) unverified=1 ;;
  esac
  unverified_first=$net_seen
  ask_curl -k
  if [ "$(seen exit)" = 0 ]; then put verify "$unverified"; else net_seen=$unverified_first; fi
}

# An old curl does not show which version it got: does it get 1.2?
try_new_tls() {
  new_first=$net_seen
  ask_curl --tlsv1.2
  new_exit=$(seen exit)
  net_seen=$new_first
  case $new_exit in
    0) put tls TLSv1.2 ;;
    35) put tls TLSv1 ;;
  esac
}

# ask_curl OPTION...: one request within the seconds that are left; its fields in net_seen. The proxy and its login go through a
# pipe from a command that every shell has built in (printf is not, everywhere), so they are on no command line.
ask_curl() {
  if [ "$net_left" -lt 1 ]; then net_left=1; fi
  net_seen=$(echo "proxy = \"$net_proxy\"" | run_curl "$@" | read_curl)
  ask_took=$(seen ms)
  net_left=$((net_left - ${ask_took:-0} / 1000))
}

run_curl() {
  curl -q -K - -s -v -o /dev/null --connect-timeout "$net_left" -m "$net_left" -w "$CURL_SHOWS" "$@" "https://$net_host/" 2>&1
  printf 'azmon-exit %s\n' "$?"
}

CURL_SHOWS='\nazmon-saw %{http_code} %{http_connect} %{ssl_verify_result} %{time_namelookup} %{time_connect} %{time_total}\n'
CR=$(printf '\r')

# What curl -v tells about the connection to the host; through a proxy there may have been one to the proxy before.
read_curl() {
  read_tls='' read_issuer='' read_date='' read_numbers='' read_exit='' read_other='' read_tcp='' read_tried=''
  while IFS= read -r read_line; do
    case $read_line in
      '> CONNECT '*) read_tls='' read_issuer='' ;;
      '< HTTP/'*) read_date='' ;;
      '< Date: '* | '< date: '*) read_date=${read_line#*: } && read_date=${read_date%"$CR"} ;;
      '* SSL connection using '*) read_tls=${read_line#* using } ;;
      '* '*'issuer: '*) read_issuer=${read_line#*issuer: } ;;
      '* '*'no alternative certificate subject name matches'* | '* '*'does not match '*'host name'*) read_other=yes ;;
      '* '*'Trying '*) read_tried=yes ;;
      '* Connected to '* | '* Established connection to '*) read_tcp=ok ;;
      'azmon-saw '*) read_numbers=${read_line#azmon-saw } ;;
      'azmon-exit '*) read_exit=${read_line#azmon-exit } ;;
    esac
  done
  show_curl
}

show_curl() {
  # shellcheck disable=SC2086  # six words
  set -- $read_numbers
  show_names=$(milliseconds "${4-}")
  show_tcp=$(milliseconds "${5-}")
  if [ "${show_tcp:-0}" -gt 0 ] || [ "$read_tcp" = ok ]; then show_tcp=ok; else show_tcp=fail; fi
  show_dns=ok
  if [ "$net_via" = proxy ]; then
    show_dns=-
  elif [ "$read_exit" = 6 ]; then
    show_dns=fail
  # Out of time before there was an address to try. A quick resolver needs less than the millisecond that the time is shown in.
  elif [ "$read_exit" = 28 ] && [ "$show_tcp$read_tried" = fail ] && [ "${show_names:-0}" -eq 0 ]; then
    show_dns=fail
  fi
  # Without a handshake there was nothing to verify, whatever number stands there.
  show_verify=
  case $read_exit:$read_tls in
    0:* | 51:* | 60:* | 77:* | *:?*) show_verify=${3-} ;;
  esac
  if [ "$read_other" = yes ]; then show_verify=62; fi
  printf 'exit=%s;dns=%s;tcp=%s;http=%s;connect=%s;' "$read_exit" "$show_dns" "$show_tcp" "$(number "${1-}")" "$(number "${2-}")"
  show_more verify "$show_verify"
  show_more ms "$(milliseconds "${6-}")"
  show_more tls "$(tls_version "${read_tls%% *}")"
  # The date of a proxy's refusal is not the host's.
  if [ "$(number "${1-}")" != 0 ]; then show_more date "$read_date"; fi
  if [ -n "$read_issuer" ]; then printf 'issuer=%s' "$read_issuer"; fi
  echo
}

show_more() { if [ -n "$2" ]; then printf '%s=%s;' "$1" "$2"; fi; }

# A number without its leading zeros: 000 is how curl writes no status.
number() {
  number_is=${1#0}
  number_is=${number_is#0}
  printf '%s\n' "${number_is:-0}"
}

# Seconds like 1.234567 in milliseconds.
milliseconds() {
  case $1 in
    '' | *[!0-9.]* | *.*.*) return ;;
    *.*) : ;;
    *) printf '%s000\n' "$1" && return ;;
  esac
  milli_part=${1#*.}000
  milli_rest=${milli_part#???}
  milli_part=${milli_part%"$milli_rest"}
  echo $((${1%%.*} * 1000 + 1$milli_part - 1000))
}

# As OpenSSL, GnuTLS and NSS write it; a cipher's name in its place is no version.
tls_version() {
  case $1 in
    TLSv1 | TLSv1.[0-9] | SSLv[23]) printf '%s\n' "$1" ;;
    TLS1.[0-9]) printf 'TLSv%s\n' "${1#TLS}" ;;
  esac
}

# --- by openssl, where there is no curl ---

# Fails where it cannot take this way: the proxy's login would stand on its command line, and old ones know no proxies.
host_by_openssl() {
  if [ -n "$proxy_login" ]; then return 1; fi
  net_resolved=$(name_resolves)
  ask_openssl
  case $(seen exit) in
    2) return 1 ;;
    35)
      openssl_first=$net_seen
      ask_openssl -tls1 -cipher ALL:@SECLEVEL=0
      if [ -z "$(seen tls)" ]; then net_seen=$openssl_first; else put exit 35; fi
      ;;
  esac
  net_seen="tool=openssl;$net_resolved$net_seen"
}

ask_openssl() {
  openssl_began=$(now)
  net_seen=$({ lim "$net_seconds" run_openssl "$@" 2>&1; printf 'azmon-exit %s\n' "$?"; } | read_openssl)
}

# HTTP/1.0, so that the host closes; -ign_eof, so that it is waited for; -state, as what it says is not held back in a buffer when
# the time is over.
run_openssl() {
  if [ "$net_via" = proxy ]; then set -- -proxy "${AZMON_PROXY#*://}" "$@"; fi
  printf 'GET / HTTP/1.0\r\nHost: %s\r\n\r\n' "$net_host" |
    openssl s_client -connect "$net_host:443" -servername "$net_host" -ign_eof -state "$@"
}

read_openssl() {
  read_tls='' read_issuer='' read_date='' read_http=0 read_connect=0 read_verify='' read_exit='' read_tcp=fail read_shook='' read_noname=''
  while IFS= read -r read_line; do
    case $read_line in
      CONNECTED*) read_tcp=ok ;;
      *'nknown option'* | *'nvalid option'* | *': Use -help for summary'*) read_exit=2 ;;
      *'HTTP CONNECT failed'*)
        read_tcp=ok
        read_connect=${read_line#*failed}
        read_connect=${read_connect#*[:=]}
        read_connect=${read_connect# }
        ;;
      SSL_connect:*)
        read_tcp=ok
        if [ "$net_via" = proxy ]; then read_connect=200; fi
        ;;
      *'ame or service not known'* | *'gethostbyname failure'* | *'emporary failure in name resolution'*) read_noname=yes ;;
      issuer=*) if [ -z "$read_issuer" ]; then read_issuer=${read_line#issuer=}; fi ;;
      *', Cipher is (NONE)'*) : ;;
      New,*', Cipher is '*) read_shook=${read_line#New, } && read_shook=${read_shook%%,*} ;;
      *' Protocol  : '*) read_tls=${read_line#*: } ;;
      *'erify return code: '*) read_verify=${read_line#*code: } ;;
      'HTTP/1.'*) if [ "$read_http" = 0 ]; then read_http=${read_line#* } && read_http=${read_http%% *}; fi ;;
      'Date: '*) read_date=${read_line#Date: } && read_date=${read_date%"$CR"} ;;
      'azmon-exit '*) if [ -z "$read_exit" ]; then read_exit=${read_line#azmon-exit }; fi ;;
    esac
  done
  show_openssl
}

# In curl's terms: 7 no connection, 28 no time, 35 no handshake, 56 the proxy refused, 5 and 6 no name.
show_openssl() {
  read_connect=${read_connect%% *}
  if [ "$read_exit" != 2 ]; then
    case $read_shook:$read_connect:$read_exit:$read_tcp:$read_noname:$net_via in
      [!:]*) read_exit=0 ;;
      :[13-9][0-9][0-9]:*) read_exit=56 ;;
      *:137:*) read_exit=28 ;;
      *:ok:*) read_exit=35 ;;
      *:yes:proxy) read_exit=5 ;;
      *:yes:direct) read_exit=6 ;;
      *) read_exit=7 ;;
    esac
  fi
  printf 'exit=%s;tcp=%s;connect=%s;' "$read_exit" "$read_tcp" "$(number "$read_connect")"
  if [ -n "$read_shook" ]; then
    show_more tls "$(tls_version "${read_tls:-$read_shook}")"
    show_more http "$(number "$read_http")"
    show_more verify "${read_verify%% *}"
  fi
  printf 'ms=%s;' $((($(now) - openssl_began) * 1000))
  show_more date "$read_date"
  if [ -n "$read_issuer" ]; then printf 'issuer=%s' "$read_issuer"; fi
  echo
}
# <<< network

# --- the whole look -------------------------------------------------------------------------------------------------

look() {
  printf 'probe.version=1\n'
  case $(uname -s 2>/dev/null) in
    Linux | '') printf 'os.family=linux\n' ;;
    CYGWIN* | MINGW* | MSYS* | Windows*) printf 'os.family=windows\nprobe.end=ok\n' && return ;;
    *) printf 'os.family=%s\nprobe.end=ok\n' "$(uname -s | tr '[:upper:]' '[:lower:]')" && return ;;
  esac
  if [ "$started" -gt 0 ]; then fact clock.now "$(now)"; fi
  look_at_user
  look_at_release
  look_at_kernel
  look_at_init
  look_at_libc
  look_at_pythons
  look_at_openssl
  look_at_curl
  look_at_accounts
  list_processes
  look_at_syslog
  look_at_packages
  look_at_disk
  look_at_hardening
  look_at_host_name
  look_at_tools
  look_at_ports
  look_at_agents
  look_at_proxies
  look_at_network
  printf 'probe.end=ok\n'
}

# Should anything hang in spite of all (a dead network disk), what was seen so far still gets out, without the last line.
look_guarded() {
  look &
  look_pid=$!
  guard "$whole" "$look_pid" >/dev/null 2>&1 &
  look_guard=$!
  wait "$look_pid"
  kill -s KILL "$look_guard"
  wait "$look_guard"
}

main() {
  # The same search path as the agent's bundle has, so that we see the programs it will see.
  PATH=/sbin:/bin:/usr/sbin:/usr/bin
  LC_ALL=C
  # Importing a module as root must not leave compiled files behind.
  PYTHONDONTWRITEBYTECODE=1
  export PATH LC_ALL PYTHONDONTWRITEBYTECODE
  umask 077
  unset ENV BASH_ENV LD_PRELOAD LD_LIBRARY_PATH PYTHONPATH PYTHONHOME CDPATH
  # A proxy's password must not be handed on to every child.
  main_proxy=${AZMON_PROXY-}
  unset AZMON_PROXY
  AZMON_PROXY=$main_proxy
  AZMON_HOSTS=${AZMON_HOSTS-}
  started=$(now)
  budget=18
  whole=90
  if [ "${AZMON_ENCODE-}" = gzip ] && have gzip && have base64; then
    printf 'azmon-probe-gzip:'
    look_guarded 2>/dev/null | clean | gzip -9 | base64 | tr -d '\n'
    printf ':end\n'
  else
    look_guarded 2>/dev/null | clean
  fi
}

main
