#!/bin/sh
# azmon wrapper for Linux: installs, changes and takes off the Log Analytics agent on the machine it runs on.
#
# It takes what it is to do from the variables in front of it, enters every change in a ledger before it makes it, and
# prints what it does; docs/wrapper.md of azmon is its contract. The key of the workspace goes into the agent's own onboarding
# file and nowhere else: on no command line, in no environment, on no disk. A text that was cut off does nothing: all of it
# stands in functions, and only the last line calls one.
#   sudo sh azmon-linux.sh
# shellcheck disable=SC2317  # traps call functions too

NL='
'
TAB=$(printf '\t')
ONBOARD=/etc/omsagent-onboard.conf
AGENT=/opt/microsoft/omsagent
AGENT_ETC=/etc/opt/microsoft/omsagent
AGENT_VAR=/var/opt/microsoft/omsagent
OMSADMIN=$AGENT/bin/omsadmin.sh
SERVICE_CONTROL=$AGENT/bin/service_control
OMISERVER=/etc/opt/omi/conf/omiserver.conf
# In the order in which they can be taken off.
AGENT_PACKAGES='omsconfig auoms apache-cimprov mysql-cimprov docker-cimprov omsagent scx omi'
AGENT_ACCOUNTS='omsagent nxautomation omi'
AGENT_GROUPS='omsagent nxautomation omiusers omi'
# What commands that run first may change beside packages: what apt remembers, and which Python the command python is.
FIX_PATHS='/var/lib/apt/extended_states /usr/bin/python /etc/alternatives/python /var/lib/alternatives/python /var/lib/dpkg/alternatives/python'

# --- output ---------------------------------------------------------------------------------------------------------

# line KEY VALUE: for azmon; nothing for people.
line() {
  if [ "$lines" != yes ]; then return 0; fi
  line_value=$2
  case $line_value in
    *"$NL"* | *"$TAB"*) line_value=$(printf '%s' "$line_value" | tr '\n\t' '  ') ;;
  esac
  # Where the signal was ignored before we came, the failure tells.
  { printf '%s=%s\n' "$1" "$line_value"; } 2>/dev/null || on_signal PIPE
}

# fact KEY VALUE: what is not known is left out.
fact() { if [ -n "$2" ]; then line "$1" "$2"; fi; }

# tell SENTENCE: for people; nothing for azmon.
tell() { if [ "$lines" != yes ]; then printf '%s\n' "$1"; fi; }

# will STEP TEXT: begins a step. A dry run tells of it and does it not.
will() {
  if [ "$dry" = yes ]; then
    line plan "$1 $2"
    tell "Would $2."
    planned=yes
    return 1
  fi
  step=$1
  step_text=$2
  line step "$1 begin $2"
  tell "- $2"
}

# did TEXT: ends the step.
did() {
  line step "$step done ${1:-$step_text}"
  if [ -n "${1-}" ]; then tell "  $1"; fi
  step=
}

# need_not STEP TEXT: a step that is left out, and why.
need_not() {
  line step "$1 skipped $2"
  tell "- $2"
}

# fail WORD EXIT TEXT: the first failure counts; what follows from it is no news.
fail() {
  if [ -n "$failed" ]; then return 0; fi
  failed=$1
  code=$2
  if [ -n "$step" ]; then line step "$step failed $3"; fi
  step=
  line fail "$1 $3"
  if [ "$lines" != yes ]; then
    printf 'azmon: %s\n' "$3" >&2
    fix_for "$1" >&2
  fi
}

# fail_source NAME EXIT SAID: whose exit code it was and what it last said.
fail_source() {
  line fail.source "$1"
  fact fail.exit "$2"
  fact fail.said "$3"
  if [ "$lines" != yes ] && [ -n "$3" ]; then printf '  %s said: %s\n' "$1" "$3" >&2; fi
}

fix_for() {
  case $1 in
    not-root) echo '  Run it as root: sudo sh azmon-linux.sh' ;;
    busy) echo '  Wait until the other run is over.' ;;
    bad-value) echo '  Correct the value at the top of the script, or print the script again.' ;;
    fetch-dns | fetch-connect | fetch-timeout) echo '  Open the way to that host, give a proxy, or bring the bundle here and name its path.' ;;
    fetch-proxy-login) echo "  Correct the proxy's user and password." ;;
    fetch-tls) echo '  Exempt that host from inspection, or bring the bundle here and name its path.' ;;
    fetch-tool) echo '  Install curl, or bring the bundle here and name its path.' ;;
    hash-missing) echo '  Compare the hash above with one that you trust and set AZMON_SHA256 to it.' ;;
    hash-wrong | truncated) echo '  Fetch the bundle again; if it stays so, do not run it.' ;;
    disk-full) echo '  Make room there and run this again.' ;;
    noexec) echo '  Mount that file system without noexec for the time of the installation.' ;;
    package-lock) echo '  Run this again when the other installation is over.' ;;
    half-installed) echo '  Repair the packages with the package tool, then run this again.' ;;
    onboard-failed | not-onboarded) echo "  Check the workspace's ID and key, the clock, and the way to the workspace." ;;
    other-workspace) echo '  Set AZMON_REPLACE=yes to leave the other workspace first.' ;;
    undo-incomplete) echo '  Remove the cause named above and run the removal again.' ;;
    *) : ;;
  esac
}

# --- secrets --------------------------------------------------------------------------------------------------------

# without TEXT SECRET: sets without_text, the text with the secret cut out. No program is started: it would see it.
without() {
  without_text=$1
  if [ -z "$2" ]; then return; fi
  without_kept=
  while :; do
    case $without_text in
      *"$2"*)
        without_kept="$without_kept${without_text%%"$2"*}***"
        without_text=${without_text#*"$2"}
        ;;
      *) break ;;
    esac
  done
  without_text=$without_kept$without_text
}

# safe TEXT: sets safe_text, without any secret that we know and without control characters.
safe() {
  without "$1" "$AZMON_WORKSPACE_KEY"
  without "$without_text" "$AZMON_PROXY"
  without "$without_text" "$proxy_login"
  without "$without_text" "$proxy_password"
  safe_text=$without_text
  case $safe_text in
    *[![:print:]]*)
      safe_text=$(printf '%s' "$safe_text" | sed 's/[[:cntrl:]]\[[0-9;]*m//g' | tr '\t' ' ' | tr -d '\000-\037\177')
      ;;
  esac
  if [ "${#safe_text}" -gt 600 ]; then safe_text=$(printf '%s' "$safe_text" | cut -b 1-600); fi
}

# A stored proxy as it may be shown: http://user:***@host:port.
mask_proxy() { sed -n -e 's#^\([A-Za-z]*://\)\{0,1\}\([^:@]*\):.*@#\1\2:***@#' -e 1p; }

# What a log may say of keys, logins and headers.
mask_log() {
  sed -e 's/[[:cntrl:]]\[[0-9;]*m//g' \
    -e 's/[A-Za-z0-9+/]\{64,\}=\{0,2\}/***/g' \
    -e 's#://[^/@ ]*@#://***@#g' \
    -e 's/\([Aa]uthorization\)[^A-Za-z].*/\1: ***/' \
    -e 's/\(SHARED_KEY\|[Pp]assword\|[Ss]ecret\)\([=: ]\{1,3\}\)[^ ]*/\1\2***/g' | tr '\t' ' ' | tr -d '\000-\011\013-\037\177' | cut -b 1-2000
}

# --- running things -------------------------------------------------------------------------------------------------

have() { command -v "$1" >/dev/null 2>&1; }

# Seconds since 1970; 0 where that cannot be told.
now() {
  now_said=$(date -u +%s 2>/dev/null)
  case $now_said in
    '' | *[!0-9]*) echo 0 ;;
    *) printf '%s\n' "$now_said" ;;
  esac
}

name_of() {
  name_said=$(sed -n '1s/^Name:[[:blank:]]*//p' "/proc/$1/status" 2>/dev/null)
  printf '%s\n' "${name_said:-?}"
}

# When a process began, in the kernel's own count: with its number it is never another one's.
start_of() {
  start_line=
  { read -r start_line <"/proc/$1/stat"; } 2>/dev/null
  start_line=${start_line##*) }
  # shellcheck disable=SC2086  # words
  set -- $start_line
  printf '%s\n' "${20-}"
}

# nap: a short moment, where sleep knows fractions.
nap() { sleep "$nap_length"; }

# run SOURCE COMMAND...: a program whose lines are passed on. Its output goes through a file in memory: what it leaves running
# may keep that open, a pipe would end it or us. In the background, as Ctrl-C and a lost connection must not cut a package tool
# in two. Sets run_exit, run_said (last line), run_error (last line that omsadmin calls an error).
run() {
  run_source=$1
  shift
  run_said=
  run_error=
  run_locked=
  run_full=
  rm -f "$private/done"
  true >"$private/out"
  (
    trap - HUP INT TERM PIPE 0
    umask 022
    cd "$run_in" || exit 126
    "$@"
    run_code=$?
    umask 077
    echo "$run_code" >"$private/done"
    exit "$run_code"
  ) </dev/null >"$private/out" 2>&1 &
  run_pid=$!
  follow <"$private/out"
  wait "$run_pid" 2>/dev/null
  run_exit=$?
  # A trap ends a wait early: what the program itself left counts.
  if [ -s "$private/done" ]; then read -r run_exit <"$private/done"; fi
  rm -f "$private/out" "$private/done"
  [ "$run_exit" -eq 0 ]
}

# Passes lines on as they come, until the program is over and nothing is left to read.
follow() {
  follow_part=
  follow_last=
  while :; do
    follow_line=
    if IFS= read -r follow_line; then
      pass "$follow_part$follow_line"
      follow_part=
      continue
    fi
    follow_part=$follow_part$follow_line
    if [ -n "$follow_last" ]; then break; fi
    # One more look after its end: it may have written in between.
    if [ -e "$private/done" ] || ! runs "$run_pid"; then follow_last=yes; else nap; fi
  done
  if [ -n "$follow_part" ]; then pass "$follow_part"; fi
}

# A child that ended and was not waited for is still listed, as a zombie.
runs() {
  kill -s 0 "$1" 2>/dev/null || return 1
  case $(sed -n 's/^State:[[:blank:]]*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null) in
    Z | X) return 1 ;;
  esac
}

pass() {
  case $1 in
    *[![:blank:]]*) : ;;
    *) return ;;
  esac
  safe "$1"
  safe_text=${safe_text#"${safe_text%%[![:blank:]]*}"}
  case $safe_text in
    error\ * | '-e error '*)
      run_error=${safe_text#-e }
      run_error=${run_error#error }
      ;;
    *'lock is locked by another process'* | *'is another process using it'* | *'locked by another process'* | \
      *'nable to lock the administration directory'* | *"can't create transaction lock"*) run_locked=yes ;;
    *'No space left on device'*)
      run_full=yes
      run_error=$safe_text
      ;;
    'Error: '* | 'dpkg: error: '* | *'installation cannot continue'*) run_error=$safe_text ;;
  esac
  # What it ends with is the code that we have anyway.
  case $safe_text in
    *'undle exiting with '*code*) : ;;
    *) run_said=$safe_text ;;
  esac
  line say "$safe_text"
  if [ "$lines" != yes ] && [ "$run_source" = fix ]; then printf '  | %s\n' "$safe_text"; fi
}

# --- signals, the end -----------------------------------------------------------------------------------------------

# Nothing is cut off in the middle: the step that runs comes to its end, then what was made is undone.
on_signal() {
  if [ -z "$stopped" ]; then stopped=$1; fi
  # The other side is gone; nobody reads any more, and writing must not end us.
  if [ "$1" = PIPE ]; then exec >/dev/null 2>&1; fi
  if [ "$1" != PIPE ] || [ -z "$run_pid" ]; then drop_key; fi
  if [ -n "$terminal_was" ]; then restore_terminal; fi
}

go_on() {
  if [ -z "$stopped" ]; then return 0; fi
  # What is undone is undone to its end.
  if [ -n "$undoing" ]; then return 0; fi
  fail interrupted 130 "it was interrupted ($stopped)"
  return 1
}

restore_terminal() {
  stty "$terminal_was" <"$terminal" 2>/dev/null
  terminal_was=
}

clean_up() {
  trap '' HUP INT TERM PIPE
  drop_key
  if [ -n "$terminal_was" ]; then restore_terminal; fi
  if [ -n "$watcher" ]; then
    kill -s KILL "$watcher" 2>/dev/null
    wait "$watcher" 2>/dev/null
  fi
  if [ -n "$private" ]; then rm -rf "$private"; fi
  leave_lock
}

# --- a place of our own, the lock, the watcher ----------------------------------------------------------------------

in_memory() {
  [ -d "$1" ] && [ -w "$1" ] && awk -v place="$1" '$2 == place { said = $3 } END { exit !(said == "tmpfs" || said == "ramfs") }' /proc/mounts 2>/dev/null
}

# make_folder PREFIX: sets made_folder, a new folder of that beginning that only we can enter.
make_folder() {
  made_folder=$(mktemp -d "$1.XXXXXXXX" 2>/dev/null)
  if [ -n "$made_folder" ]; then return 0; fi
  made_folder=$1.$$
  mkdir -m 700 "$made_folder" 2>/dev/null && return 0
  made_folder=$1.$$.$(now)
  mkdir -m 700 "$made_folder" 2>/dev/null
}

# A folder in memory for the onboarding file and for what programs say; where there is none, the key has to lie in /etc itself.
make_private() {
  private_plain=
  if in_memory /run; then
    make_folder /run/azmon
  elif in_memory /dev/shm; then
    make_folder /dev/shm/azmon
  else
    private_plain=yes
    make_folder "$runtime/azmon"
  fi || {
    fail disk-full 7 "no folder can be made in $runtime"
    return 1
  }
  private=$made_folder
}

# The lock is a link whose target names us: made in one step, whole or not at all, and nothing that a child could inherit.
take_lock() {
  lock=$runtime/azmon.lock
  lock_own="$$:$(start_of $$)"
  lock_tries=0
  while ! ln -s "$lock_own" "$lock" 2>/dev/null; do
    lock_tries=$((lock_tries + 1))
    lock_is=$(readlink "$lock" 2>/dev/null)
    lock_pid=${lock_is%%:*}
    case $lock_pid in
      '' | *[!0-9]*) : ;;
      *)
        if [ "$(start_of "$lock_pid")" = "${lock_is#*:}" ] && kill -s 0 "$lock_pid" 2>/dev/null; then
          lock=
          fail busy 9 "another run of azmon holds this machine (pid $lock_pid)"
          return 1
        fi
        ;;
    esac
    # Its process is gone. Moved away first: of two who see this only one can, and what was moved must be what was seen.
    mv "$lock" "$lock.$$" 2>/dev/null
    if [ -n "$lock_is" ] && [ -h "$lock.$$" ] && [ "$(readlink "$lock.$$")" != "$lock_is" ]; then mv "$lock.$$" "$lock"; else rm -f "$lock.$$"; fi
    if [ "$lock_tries" -gt 20 ]; then
      lock=
      fail busy 9 'the lock of azmon cannot be taken'
      return 1
    fi
  done
}

leave_lock() {
  if [ -n "$lock" ] && [ "$(readlink "$lock" 2>/dev/null)" = "$lock_own" ]; then rm -f "$lock"; fi
  lock=
}

# What must not outlive us goes with us, even when we are ended by force. In a session of its own, so that nothing that ends
# ours ends it; it holds no key and none of our descriptors.
# shellcheck disable=SC2016  # for the shell that runs it
WATCHER='
trap "" HUP INT TERM PIPE
pid=$1 start=$2 private=$3 lock=$4 onboard=$5 nap=$6
same() {
  kill -s 0 "$pid" 2>/dev/null || return 1
  line=
  { read -r line <"/proc/$pid/stat"; } 2>/dev/null || return 0
  line=${line##*) }
  set -- $line
  [ "$1" != Z ] && [ "${20-}" = "$start" ]
}
while same; do sleep "$nap"; done
if [ -e "$private/plain" ] || [ "$(readlink "$onboard" 2>/dev/null)" = "$private/onboard" ]; then rm -f "$onboard"; fi
rm -rf "$private"
if [ "$(readlink "$lock" 2>/dev/null)" = "$pid:$start" ]; then rm -f "$lock"; fi
'

start_watcher() {
  if have setsid; then
    setsid sh -c "$WATCHER" azmon-watcher "$$" "$(start_of $$)" "$private" "$lock" "$ONBOARD" "$nap_length" </dev/null >/dev/null 2>&1 &
  else
    sh -c "$WATCHER" azmon-watcher "$$" "$(start_of $$)" "$private" "$lock" "$ONBOARD" "$nap_length" </dev/null >/dev/null 2>&1 &
  fi
  watcher=$!
}

# Folders of runs that were ended together with their watcher.
sweep() {
  for sweep_folder in /run/azmon.*/ /dev/shm/azmon.*/ "$runtime"/azmon.*/; do
    sweep_folder=${sweep_folder%/}
    if [ ! -d "$sweep_folder" ] || [ -h "$sweep_folder" ] || [ "$sweep_folder" = "$private" ]; then continue; fi
    if [ -e "$sweep_folder/plain" ] || [ "$(readlink "$ONBOARD" 2>/dev/null)" = "$sweep_folder/onboard" ]; then rm -f "$ONBOARD"; fi
    rm -rf "$sweep_folder"
  done
  # A link of ours whose folder is gone.
  case $(readlink "$ONBOARD" 2>/dev/null) in
    /run/azmon.* | /dev/shm/azmon.*) rm -f "$ONBOARD" ;;
  esac
}

# write_key: the file that the agent reads, once. A link to a file in memory, so that the key is never on a disk.
write_key() {
  rm -f "$ONBOARD"
  if [ -z "$private_plain" ]; then
    write_key_to "$private/onboard" && ln -s "$private/onboard" "$ONBOARD"
  else
    true >"$private/plain"
    write_key_to "$ONBOARD"
  fi
}

# By echo, which every shell has built in (printf is not, everywhere); the values were validated, as the agent sources the file.
write_key_to() {
  (
    umask 077
    set -C
    {
      echo "WORKSPACE_ID='$AZMON_WORKSPACE_ID'"
      echo "SHARED_KEY='$AZMON_WORKSPACE_KEY'"
      echo "URL_TLD='$AZMON_DOMAIN'"
      if [ -n "$AZMON_PROXY" ]; then echo "PROXY='$AZMON_PROXY'"; fi
    } >"$1"
  ) 2>/dev/null
}

drop_key() {
  if [ -z "$private" ]; then return 0; fi
  if [ -e "$private/plain" ] || [ "$(readlink "$ONBOARD" 2>/dev/null)" = "$private/onboard" ]; then rm -f "$ONBOARD"; fi
  rm -f "$private/onboard" "$private/plain"
}

# --- values ---------------------------------------------------------------------------------------------------------

bad() {
  fail bad-value 2 "$1"
  return 1
}

is_guid() {
  guid_4='[0-9a-f][0-9a-f][0-9a-f][0-9a-f]'
  # shellcheck disable=SC2254  # patterns
  case $1 in
    $guid_4$guid_4-$guid_4-$guid_4-$guid_4-$guid_4$guid_4$guid_4) return 0 ;;
  esac
  return 1
}

check_values() {
  AZMON_WORKSPACE_ID=$(printf '%s' "$AZMON_WORKSPACE_ID" | tr 'A-F' 'a-f')
  if [ -n "$AZMON_WORKSPACE_ID" ] && ! is_guid "$AZMON_WORKSPACE_ID"; then
    # Never repeated: somebody may have put the key there.
    AZMON_WORKSPACE_ID=
    bad 'the workspace ID is no GUID' || return 1
  fi
  case $AZMON_RUN in
    *[!A-Za-z0-9-]*) bad 'the id of the run has other characters than letters, digits and -' || return 1 ;;
  esac
  case $AZMON_DOMAIN in
    '') AZMON_DOMAIN=opinsights.azure.com ;;
    opinsights.azure.com | opinsights.azure.us | opinsights.azure.cn | opinsights.azure.eaglex.ic.gov | opinsights.azure.microsoft.scloud) : ;;
    *) bad 'the domain is none of the workspaces (opinsights.azure.com, .us, .cn, .eaglex.ic.gov, .microsoft.scloud)' || return 1 ;;
  esac
  case $AZMON_LOCK_WAIT in
    *[!0-9]*) bad 'the time to wait for the package lock is no number of seconds' || return 1 ;;
  esac
  case $AZMON_LOG_LINES in
    *[!0-9]* | ???????*) bad 'the number of log lines is no number' || return 1 ;;
  esac
  case ${#AZMON_SHA256}:$AZMON_SHA256 in
    0:) : ;;
    *:*[!0-9a-fA-F]* | [!6]*:* | 6:* | 6[!4]*:* | 64?*:*:*) bad 'the SHA-256 hash is not 64 hexadecimal digits' || return 1 ;;
  esac
  AZMON_SHA256=$(printf '%s' "$AZMON_SHA256" | tr 'A-F' 'a-f')
  check_bundle_values && check_proxy
}

check_bundle_values() {
  case $AZMON_BUNDLE in
    '' | /*) : ;;
    https://*)
      case $AZMON_BUNDLE in
        *[!A-Za-z0-9._~:/?%@=+\&,\;-]*) bad 'the address of the bundle has characters that have to be percent-encoded' || return 1 ;;
      esac
      ;;
    *) bad 'the bundle is neither an absolute path nor an https:// address' || return 1 ;;
  esac
  bundle_name=$AZMON_BUNDLE_NAME
  if [ -z "$bundle_name" ]; then
    bundle_name=${AZMON_BUNDLE%%\?*}
    bundle_name=${bundle_name##*/}
  fi
  case $bundle_name in
    .* | -* | *[!A-Za-z0-9._-]*) bad 'the file name of the bundle has other characters than letters, digits and ._-' || return 1 ;;
  esac
  case $AZMON_RELEASE in
    *[!A-Za-z0-9.-]*) bad 'the version of the bundle has other characters than letters, digits and .-' || return 1 ;;
    '')
      case $bundle_name in
        omsagent-[0-9]*.universal.*.sh)
          AZMON_RELEASE=${bundle_name#omsagent-}
          AZMON_RELEASE=${AZMON_RELEASE%%.universal.*}
          ;;
      esac
      ;;
  esac
}

# protocol://[user:password@]host[:port] in the characters that neither a shell nor curl nor the agent reads otherwise.
check_proxy() {
  proxy_login=
  proxy_password=
  if [ -z "$AZMON_PROXY" ]; then return 0; fi
  proxy_wrong='the proxy is not of the form http://user:password@host:port, user and password percent-encoded'
  case $AZMON_PROXY in
    *[!A-Za-z0-9._~%:/@-]*) bad "$proxy_wrong" || return 1 ;;
    http://* | https://*) : ;;
    *://*) bad "$proxy_wrong" || return 1 ;;
  esac
  proxy_rest=${AZMON_PROXY#*://}
  case $proxy_rest in
    *@*@*) bad "$proxy_wrong" || return 1 ;;
    *@*)
      proxy_login=${proxy_rest%%@*}
      proxy_rest=${proxy_rest#*@}
      case $proxy_login in
        *:*:* | *:*/* | */* | :* | *:) bad "$proxy_wrong" || return 1 ;;
        *:*) proxy_password=${proxy_login#*:} ;;
        *) bad "$proxy_wrong" || return 1 ;;
      esac
      ;;
  esac
  case $proxy_rest in
    '' | :* | *: | *:*:* | */* | *%* | *:*[!0-9]* | -*) bad "$proxy_wrong" || return 1 ;;
  esac
}

# Keys are base64 of 64 bytes; what is not of that form would only be refused over there.
check_key() {
  case ${#AZMON_WORKSPACE_KEY}:$AZMON_WORKSPACE_KEY in
    0:) bad 'the key of the workspace is missing' || return 1 ;;
    *:*[!A-Za-z0-9+/=]*) bad 'the key of the workspace has characters that are no base64' || return 1 ;;
    *:*=?*[!=]*) bad 'the key of the workspace is no base64' || return 1 ;;
  esac
  if [ "${#AZMON_WORKSPACE_KEY}" -lt 40 ] || [ $((${#AZMON_WORKSPACE_KEY} % 4)) -ne 0 ]; then
    bad "the key of the workspace is not whole: it has ${#AZMON_WORKSPACE_KEY} characters, and 88 are usual" || return 1
  fi
}

# For people: from stdin, or asked for without being shown.
ask_key() {
  if [ -n "$AZMON_WORKSPACE_KEY" ] || [ "$lines" = yes ] || [ "$dry" = yes ]; then return 0; fi
  if [ -t 0 ]; then
    terminal=/dev/stdin
    ask_hidden
  else
    IFS= read -r AZMON_WORKSPACE_KEY
    # Nothing there: this text itself may have come on stdin. (A shell ends when `:` cannot open what it is to read.)
    if [ -z "$AZMON_WORKSPACE_KEY" ] && { true </dev/tty; } 2>/dev/null; then
      terminal=/dev/tty
      ask_hidden
    fi
  fi
  # Files of Windows.
  AZMON_WORKSPACE_KEY=${AZMON_WORKSPACE_KEY%"$CR"}
}

ask_hidden() {
  printf 'Key of workspace %s (not shown): ' "$AZMON_WORKSPACE_ID" >&2
  terminal_was=$(stty -g <"$terminal" 2>/dev/null)
  stty -echo <"$terminal" 2>/dev/null
  IFS= read -r AZMON_WORKSPACE_KEY <"$terminal"
  if [ -n "$terminal_was" ]; then restore_terminal; fi
  printf '\n' >&2
}

# --- looking --------------------------------------------------------------------------------------------------------

# Either tool can be installed beside the other: the one with a database is the system's.
find_package_tool() {
  tool=
  if is_own dpkg && [ -s /var/lib/dpkg/status ]; then
    tool=dpkg
  elif is_own rpm; then
    tool=rpm
  elif is_own dpkg; then
    tool=dpkg
  fi
}

# is_own COMMAND: there, and not just BusyBox under that name: its rpm and dpkg know no database.
is_own() {
  own_path=$(command -v "$1" 2>/dev/null) || return 1
  case $own_path in
    /*) : ;;
    *) return 1 ;;
  esac
  case $(readlink -f "$own_path" 2>/dev/null) in
    */busybox*) return 1 ;;
  esac
}

# list_packages [NAME...]: `name version state` of those that are there in whole or in part; all of them without a name.
list_packages() {
  # shellcheck disable=SC2016  # the tools' own variables
  case $tool in
    dpkg)
      dpkg-query -W -f='${Package} ${Status} ${Version}\n' "$@" 2>/dev/null |
        awk '$4 != "not-installed" { print $1, ($5 == "" ? "-" : $5), ($3 == "ok" ? $4 : $3) }'
      ;;
    rpm)
      if [ $# -eq 0 ]; then set -- -a; fi
      rpm -q --qf '%{NAME} azmon %{VERSION}-%{RELEASE}\n' "$@" 2>/dev/null | awk '$2 == "azmon" { print $1, $3, "installed" }'
      ;;
  esac
}

# state_of NAME, version_of NAME: of the packages listed last; empty where it is not there.
state_of() { printf '%s\n' "$packages" | sed -n "s/^$1 [^ ]* //p" | sed -n 1p; }
version_of() { printf '%s\n' "$packages" | sed -n "s/^$1 \([^ ]*\) .*/\1/p" | sed -n 1p; }

# look: sets packages, whole (whole, half, none), version, workspaces, primary, service, linked, depends.
look() {
  # shellcheck disable=SC2086  # words
  packages=$(list_packages $AGENT_PACKAGES azuremonitoragent lad-mdsd azsec-mdsd)
  look_at_packages
  look_at_version
  look_at_workspaces
  linked=
  if [ -e "$AGENT_ETC/scom" ] || grep -q '^[[:blank:]]*httpsport[[:blank:]]*=.*1270' "$OMISERVER" 2>/dev/null; then linked=yes; fi
  depends=
  for look_name in lad-mdsd azsec-mdsd; do
    if [ "$(state_of "$look_name")" = installed ]; then depends="$depends $look_name"; fi
  done
  depends=${depends# }
}

look_at_packages() {
  broken=
  for look_name in $AGENT_PACKAGES; do
    case $(state_of "$look_name") in
      '' | installed | config-files) : ;;
      *) broken="$broken $look_name" ;;
    esac
  done
  broken=${broken# }
  case $(state_of omsagent):$(state_of omi):$(state_of scx):$broken in
    installed:installed:installed:) whole=whole ;;
    :*: | config-files:*:) whole=none ;;
    *) whole=half ;;
  esac
}

look_at_version() {
  version=
  if [ "$whole" = none ]; then return; fi
  if [ -r "$AGENT_ETC/sysconf/installinfo.txt" ]; then
    version=$(sed -n '1s/^\([0-9][0-9A-Za-z.-]*\).*/\1/p' "$AGENT_ETC/sysconf/installinfo.txt")
  fi
  if [ -z "$version" ]; then version=$(version_of omsagent); fi
}

# One line a workspace: `ID STATUS TEXT`. The agent's own list, read by its exact words.
look_at_workspaces() {
  workspaces=
  service=absent
  if [ ! -x "$OMSADMIN" ]; then return; fi
  workspaces=$(cd / && sh "$OMSADMIN" -l </dev/null 2>/dev/null | tr -d '\015' | sed -n \
    -e 's/^Primary Workspace: \([^ ]*\)  *Status: \([A-Za-z0-9_]*\)(\(.*\))$/\1 \2 \3/p' \
    -e 's/^Workspace: \([^ ]*\)  *Status: \([A-Za-z0-9_]*\)(\(.*\))$/\1 \2 \3/p' \
    -e 's/^Workspace([^)]*): \([^ ]*\)  *Status: \([A-Za-z0-9_]*\)(\(.*\))$/\1 \2 \3/p' |
    awk '{ $1 = tolower($1); $2 = tolower($2); if ($1 != "scom" && $1 != "lad") print }')
  # A workspace without a configuration is listed as one that runs.
  look_rows=$workspaces
  workspaces=
  look_ifs=$IFS
  IFS=$NL
  for look_row in $look_rows; do
    IFS=$look_ifs
    if [ ! -s "$AGENT_ETC/${look_row%% *}/conf/omsadmin.conf" ] && ! grep -qi "^WORKSPACE_ID=${look_row%% *}" "$AGENT_ETC/conf/omsadmin.conf" 2>/dev/null; then
      look_row="${look_row%% *} failure Agent Not Onboarded, No Workspace Configuration Present"
    fi
    workspaces="$workspaces${workspaces:+$NL}$look_row"
    IFS=$NL
  done
  IFS=$look_ifs
  case "$NL$workspaces" in
    "$NL") : ;;
    *' onboarded '*) service=running ;;
    *) service=stopped ;;
  esac
}

# status_of ID: empty where the agent does not know that workspace.
status_of() { printf '%s\n' "$workspaces" | sed -n "s/^$1 \([^ ]*\) .*/\1/p" | sed -n 1p; }
others_than() { printf '%s\n' "$workspaces" | awk -v id="$1" 'NF && $1 != id { print $1 }'; }

# Is $1 a lower version than $2? By their numbers, as 1.9 is lower than 1.19.
is_lower() {
  awk -v one="$1" -v two="$2" 'BEGIN {
    n = split(one, a, /[.-]/); m = split(two, b, /[.-]/)
    for (i = 1; i <= (n > m ? n : m); i++) { if (a[i] + 0 < b[i] + 0) exit 0; if (a[i] + 0 > b[i] + 0) exit 1 }
    exit 1 }'
}

show_state() {
  if [ "$whole" = none ]; then fact state.agent none; else fact state.agent log-analytics; fi
  fact state.version "$version"
  fact state.packages "$whole"
  if [ "$whole" != none ]; then fact state.by "$(installed_by)"; fi
  if [ "$lines" != yes ]; then tell_state; fi
  show_ifs=$IFS
  IFS=$NL
  for show_row in $workspaces; do
    IFS=$show_ifs
    fact state.workspace "$show_row"
    tell "  workspace ${show_row%% *}: ${show_row#* }"
    show_certificate "${show_row%% *}"
    IFS=$NL
  done
  IFS=$show_ifs
  fact state.service "$service"
  show_proxy=$(stored_proxy | mask_proxy)
  fact state.proxy "$show_proxy"
  if [ -n "$show_proxy" ]; then tell "  proxy $show_proxy"; fi
  if [ -n "$linked" ]; then
    fact state.group scom
    tell '  open to Operations Manager (port 1270)'
  fi
  fact state.successor "$(version_of azuremonitoragent)"
  for show_path in /var/lib/waagent/Microsoft.EnterpriseCloud.Monitoring.OmsAgentForLinux-*; do
    if [ -e "$show_path" ]; then fact state.extension yes && break; fi
  done
  fact state.host "$(uname -n)"
}

tell_state() {
  if [ "$whole" = none ]; then
    tell 'The Log Analytics agent is not on this machine.'
  else
    tell "The Log Analytics agent $version is on this machine ($whole, service $service)."
  fi
}

installed_by() {
  if [ -s "$ledger" ] && awk -F'"' '$24 == "begin" && $20 == "install" && $32 == "none" { found = 1 } END { exit !found }' "$ledger"; then
    echo azmon
  else
    echo other
  fi
}

stored_proxy() {
  for stored_file in "$AGENT_ETC/proxy.conf" "$AGENT_ETC/conf/proxy.conf"; do
    if [ -r "$stored_file" ]; then sed -n '/./{p;q;}' "$stored_file" && return; fi
  done
}

show_certificate() {
  show_crt=$AGENT_ETC/$1/certs/oms.crt
  if [ ! -r "$show_crt" ] || ! have openssl; then return; fi
  fact state.certificate "$(openssl x509 -noout -enddate -in "$show_crt" 2>/dev/null | awk -v id="$1" '/^notAfter=/ {
    sub(/^notAfter=/, ""); month = index("JanFebMarAprMayJunJulAugSepOctNovDec", $1); if (month == 0) exit
    printf "%s %s-%02d-%02dT%sZ\n", id, $4, (month + 2) / 3, $2, $3 }')"
}

# --- the ledger -----------------------------------------------------------------------------------------------------

# Of a line cut at its quotation marks: 12 run, 16 by, 20 do, 24 kind, 28 what, 32 before. No value has one in it.
plain() { printf '%s' "$1" | tr -d '[:cntrl:]"\134'; }

# open_ledger VERB: the entry that the run began.
open_ledger() {
  if [ -n "$opened" ]; then return 0; fi
  if ! { mkdir -p "$kept" && chmod 700 "$state" "$kept"; } 2>/dev/null; then
    fail disk-full 7 "the ledger cannot be made in $state"
    return 1
  fi
  end_last_line
  sequence=$(awk -F'[:,]' '{ n = $4 + 0; if (n > max) max = n } END { print max + 0 }' "$ledger" 2>/dev/null)
  sequence=${sequence:-0}
  batch=
  enter begin "$1" "${version:-none}"
  write_ledger || return 1
  opened="$1:${version:-none}"
}

# A line that was cut off by force: what it was to announce never began.
end_last_line() {
  if [ -s "$ledger" ] && [ -n "$(tail -c 1 "$ledger")" ]; then
    sed '$d' "$ledger" >"$ledger.new" && mv "$ledger.new" "$ledger"
  fi
}

# enter KIND WHAT BEFORE: an entry, not yet written.
enter() {
  sequence=$((sequence + 1))
  batch="$batch{\"v\":1,\"seq\":$sequence,\"at\":\"$(date -u +%Y-%m-%dT%H:%M:%SZ)\",\"run\":\"$run_id\",\"by\":\"$run_by\",\"do\":\"$verb\",\"kind\":\"$1\",\"what\":\"$(plain "$2")\",\"before\":\"$3\"}$NL"
}

# write_ledger: what was entered goes to the disk, the copies of what was there before them.
write_ledger() {
  sync "$kept"/* 2>/dev/null || sync
  if { printf '%s' "$batch" >>"$ledger"; } 2>/dev/null; then
    batch=
    flush
    return 0
  fi
  batch=
  fail disk-full 7 "the ledger cannot be written ($(file_system "$state"))"
  return 1
}

flush() { sync "$ledger" "$state" "$kept" 2>/dev/null || sync; }

# keep PATH: sets kept_as, the number of a copy of it with mode, owner and time.
keep() {
  kept_as=$((sequence + 1))
  while [ -e "$kept/$kept_as" ] || [ -h "$kept/$kept_as" ]; do kept_as=$((kept_as + 1000)); done
  cp -pPR "$1" "$kept/$kept_as" 2>/dev/null && return 0
  fail disk-full 7 "$1 cannot be kept in $kept ($(file_system "$state"))"
  return 1
}

# keep_text TEXT: the same for a text.
keep_text() {
  kept_as=$((sequence + 1))
  while [ -e "$kept/$kept_as" ]; do kept_as=$((kept_as + 1000)); done
  { echo "$1" >"$kept/$kept_as"; } 2>/dev/null && return 0
  fail disk-full 7 "nothing can be kept in $kept ($(file_system "$state"))"
  return 1
}

# Every path that the agent's packages, scripts and services are known to touch. Parents first: they come back last, go last.
agent_paths() {
  echo '/opt /etc/opt /var/opt /opt/microsoft /etc/opt/microsoft /var/opt/microsoft /home /home/nxautomation'
  echo '/etc/cron.d /etc/logrotate.d /etc/pam.d /etc/sudoers.d /etc/rsyslog.d /etc/init.d /var/lib/logrotate'
  echo '/etc/rc.d /etc/audisp /etc/audisp/plugins.d /etc/audit /etc/audit/plugins.d /usr/share/selinux /usr/share/selinux/packages'
  echo '/etc/systemd/system/multi-user.target.wants'
  echo '/etc/rc[0-6S].d /etc/rc.d/rc[0-6].d'
  for paths_name in omsagent omsconfig auoms scx apache-cimprov mysql-cimprov docker-cimprov dsc; do
    echo "/opt/microsoft/$paths_name /etc/opt/microsoft/$paths_name /var/opt/microsoft/$paths_name"
  done
  echo '/opt/omi /etc/opt/omi /var/opt/omi /opt/dsc /etc/opt/dsc'
  echo "$AGENT_ETC/proxy.conf $AGENT_ETC/conf $AGENT_ETC/certs $AGENT_VAR/tmp $AGENT_VAR/run $AGENT_VAR/state $AGENT_VAR/log"
  echo '/etc/opt/omi/conf/omiserver.conf /etc/opt/omi/conf/omicli.conf /etc/opt/omi/conf/omsconfig/configuration/*'
  echo '/etc/cron.d/omsagent /etc/cron.d/OMSConsistencyInvoker /etc/cron.d/omilogrotate /etc/cron.d/scxagent /etc/cron.d/auoms'
  echo '/etc/logrotate.d/omsagent* /etc/logrotate.d/omi /etc/logrotate.d/omilogrotate /etc/logrotate.d/scxagent /etc/logrotate.d/auoms'
  echo '/etc/sudoers /etc/sudoers.bak /etc/sudoers.d/omsagent /etc/sudoers.d/auoms'
  echo '/etc/rsyslog.conf /etc/rsyslog.d/95-omsagent.conf /etc/syslog-ng/syslog-ng.conf /etc/syslog.conf'
  echo '/etc/pam.d/omi /etc/pam.d/scx /etc/pam.conf /etc/scxagent-enable-port /usr/sbin/scxadmin'
  echo '/etc/init.d/omsagent-* /etc/init.d/omid /etc/init.d/scx-cimd /etc/init.d/auoms'
  for paths_name in 'omsagent-*' omid scx-cimd auoms; do
    echo "/etc/rc[0-6S].d/[SK][0-9][0-9]$paths_name /etc/rc.d/rc[0-6].d/[SK][0-9][0-9]$paths_name"
    echo "/lib/systemd/system/$paths_name.service /usr/lib/systemd/system/$paths_name.service /etc/systemd/system/$paths_name.service"
    echo "/etc/systemd/system/multi-user.target.wants/$paths_name.service"
  done
  echo '/etc/collectd.d/oms.conf /etc/collectd/collectd.conf.d/oms.conf /etc/audisp/plugins.d/auoms.conf /etc/audit/plugins.d/auoms.conf'
  echo '/usr/share/selinux/packages/omsagent-logrotate /usr/share/selinux/packages/omi-selinux /usr/share/selinux/packages/omi-logrotate'
  echo '/var/lib/logrotate/omsagent-status /var/lib/logrotate/omi-status /run/omsagent /run/omi'
  echo "$ONBOARD"
}

# Folders that others may use as well: never removed with what is in them.
is_shared() {
  case $1 in
    /opt | /etc/opt | /var/opt | /opt/microsoft | /etc/opt/microsoft | /var/opt/microsoft | /home | /usr/share/selinux*/packages | /usr/share/selinux) return 0 ;;
    /etc/*.d | /etc/rc.d/* | /var/lib/logrotate | /etc/audisp | /etc/audit | /etc/systemd/system/*.wants) return 0 ;;
  esac
  return 1
}

# enter_path PATH: how it is now. In the place of a path a pattern of some may stand.
enter_path() {
  enter_folder=
  # shellcheck disable=SC2086  # patterns are meant
  for enter_one in $1; do
    if [ -h "$enter_one" ] || [ -f "$enter_one" ]; then
      keep "$enter_one" || return 1
      enter path "$enter_one" "kept $kept_as"
    elif [ -d "$enter_one" ]; then
      enter_folder=yes
      enter path "$enter_one" "directory $(mode_and_owner "$enter_one")"
    fi
  done
  case $1 in
    # What is there is put back after all of that pattern was taken away; folders are not kept, so then nothing is taken away.
    *[*[]*) if [ -z "$enter_folder" ]; then enter path "$1" absent; fi ;;
    *) if [ ! -e "$1" ] && [ ! -h "$1" ]; then enter path "$1" absent; fi ;;
  esac
}

# `0755 0:0`. stat is not on every small system, and find and ls know no octal modes.
mode_and_owner() {
  # shellcheck disable=SC2012  # one known path
  ls -ldn "$1" 2>/dev/null | awk '{
    special = 0; mode = ""
    for (who = 0; who < 3; who++) {
      sum = 0
      if (substr($1, 2 + who * 3, 1) == "r") sum += 4
      if (substr($1, 3 + who * 3, 1) == "w") sum += 2
      run = substr($1, 4 + who * 3, 1)
      if (run == "x" || run == "s" || run == "t") sum += 1
      if (run ~ /[sStT]/) special += (who == 0 ? 4 : who == 1 ? 2 : 1)
      mode = mode sum
    }
    print special mode " " $3 ":" $4
  }'
}

# Of somebody's failed onboarding: it holds a key, the agent would read it, and it is kept nowhere.
drop_old_onboarding() {
  if [ ! -e "$ONBOARD" ] && [ ! -h "$ONBOARD" ]; then return; fi
  rm -f "$ONBOARD"
  left "$ONBOARD held the key of an earlier onboarding and was removed"
}

# enter_machine [PACKAGES]: how the machine is, before the agent's packages or scripts change it.
enter_machine() {
  drop_old_onboarding
  enter_list=$(agent_paths)
  set -f
  for enter_name in $enter_list; do
    set +f
    enter_path "$enter_name" || return 1
    set -f
  done
  set +f
  enter_accounts || return 1
  if [ -n "${1-}" ]; then enter_packages "$1" || return 1; fi
  if [ "$whole" = none ]; then enter service omsagent absent; else enter service omsagent "$service"; fi
}

enter_accounts() {
  enter_lines=$(
    for enter_name in $AGENT_ACCOUNTS; do sed -n "s/^\($enter_name\):.*/user \1/p" /etc/passwd; done
    for enter_name in $AGENT_GROUPS; do sed -n "s/^\($enter_name\):.*/group \1/p" /etc/group; done
  )
  keep_text "$enter_lines" || return 1
  enter account "$AGENT_ACCOUNTS omiusers" "kept $kept_as"
}

# enter_packages WHAT: the list of all packages before.
enter_packages() {
  keep_text "$(list_packages)" || return 1
  packages_kept=$kept_as
  enter packages "$1" "kept $kept_as"
}

# close_ledger: the run came to its end. What it entered and did not change is forgotten, so that a later removal leaves alone
# what others do there from now on; of what it changed and others write too we keep how it left it, to see whether they did.
close_ledger() {
  if [ -z "$opened" ]; then return 0; fi
  close_drop=' '
  close_fresh=
  if [ "$opened" = install:none ]; then close_fresh=yes; fi
  close_rows=$(awk -F'"' -v run="$run_id" '$12 == run && $24 == "path" { split($5, n, /[:,]/); row[++count] = n[2] "|" $28 "|" $32 } END { for (i = count; i > 0; i--) print row[i] }' "$ledger")
  close_patterns=
  close_ifs=$IFS
  IFS=$NL
  set -f
  for close_row in $close_rows; do
    close_seq=${close_row%%"|"*}
    close_path=${close_row#*"|"}
    close_before=${close_path#*"|"}
    close_path=${close_path%%"|"*}
    if is_as_before; then close_drop="$close_drop$close_seq "; fi
  done
  set +f
  IFS=$close_ifs
  batch=
  enter end "$verb" 'done'
  { awk -F'"' -v run="$run_id" -v drop="$close_drop" '{ split($5, n, /[:,]/); if ($12 != run || index(drop, " " n[2] " ") == 0) print }' "$ledger" &&
    printf '%s' "$batch"; } >"$ledger.new" && sync "$ledger.new" 2>/dev/null
  mv "$ledger.new" "$ledger" && flush
  drop_copies
  opened=
}

# The entry of close_path may be forgotten. Read backwards, so that a pattern comes before the files that it found.
is_as_before() {
  case $close_before in
    'kept '*)
      if same_file "$close_path" "$kept/${close_before#kept }"; then
        if matches "$close_path" "$close_patterns"; then return 1; fi
        return 0
      fi
      if others_write "$close_path"; then mark_of "$close_path" >"$kept/${close_before#kept }.after"; fi
      ;;
    'directory '*) if [ -z "$close_fresh" ] && [ "directory $(mode_and_owner "$close_path")" = "$close_before" ]; then return 0; fi ;;
    absent)
      if is_shared "$close_path" && [ ! -e "$close_path" ]; then return 0; fi
      if [ -z "$close_fresh" ] && ! is_new "$close_path"; then return 0; fi
      case $close_path in
        *[*[]*) close_patterns="$close_patterns$close_path$NL" ;;
      esac
      ;;
  esac
  return 1
}

# is_new PATTERN: it finds something that the run did not find before.
is_new() {
  set +f
  IFS=$close_ifs
  new_found=1
  for new_one in $1; do
    if [ ! -e "$new_one" ] && [ ! -h "$new_one" ]; then continue; fi
    case $close_rows in
      *"|$new_one|kept "*) continue ;;
    esac
    new_found=0 && break
  done
  set -f
  IFS=$NL
  return "$new_found"
}

# matches PATH PATTERNS: one of the patterns, one a line, is the path's or that of a folder above it.
matches() {
  if [ -z "$2" ]; then return 1; fi
  matches_ifs=$IFS
  matches_flags=$-
  IFS=$NL
  set -f
  matches_found=1
  for matches_pattern in $2; do
    # shellcheck disable=SC2254  # a pattern is meant
    case $1 in
      $matches_pattern | $matches_pattern/*) matches_found=0 && break ;;
    esac
  done
  case $matches_flags in
    *f*) : ;;
    *) set +f ;;
  esac
  IFS=$matches_ifs
  return "$matches_found"
}

# Content and type, mode and owner.
same_file() {
  if [ -h "$1" ] || [ -h "$2" ]; then
    [ -h "$1" ] && [ -h "$2" ] && [ "$(readlink "$1")" = "$(readlink "$2")" ]
    return
  fi
  [ -f "$1" ] && [ -f "$2" ] && [ "$(cksum <"$1")" = "$(cksum <"$2")" ] && [ "$(mode_and_owner "$1")" = "$(mode_and_owner "$2")" ]
}

mark_of() {
  if [ -h "$1" ]; then
    printf 'link %s\n' "$(readlink "$1")"
  elif [ -f "$1" ]; then
    cksum <"$1"
  else
    echo gone
  fi
}

# Copies that no entry names any more.
drop_copies() {
  for drop_path in "$kept"/*; do
    drop_name=${drop_path##*/}
    drop_name=${drop_name%.after}
    grep -q "\"kept $drop_name\"" "$ledger" 2>/dev/null || rm -rf "$drop_path"
  done
}

# The ledger goes first: a folder without one is nothing to undo.
forget_all() {
  rm -f "$ledger" "$ledger.new"
  rm -rf "$state"
}

# forget_run RUN
forget_run() {
  awk -F'"' -v run="$1" '$12 != run' "$ledger" >"$ledger.new" 2>/dev/null
  if [ -s "$ledger.new" ]; then
    sync "$ledger.new" 2>/dev/null
    mv "$ledger.new" "$ledger" && flush
    drop_copies
  else
    forget_all
  fi
}

# A run that began and did not end: `RUN VERB`.
cut_off_run() {
  if [ ! -s "$ledger" ]; then return; fi
  awk -F'"' '$24 == "begin" { begun[++n] = $12; verb[$12] = $20 } $24 == "end" { ended[$12] = 1 }
    END { for (i = n; i > 0; i--) if (!(begun[i] in ended)) { print begun[i], verb[begun[i]]; exit } }' "$ledger"
}

# --- undoing --------------------------------------------------------------------------------------------------------

# undo_run RUN|all: replays its entries backwards. Each can be done twice: it may be cut off too. Sets stuck to yes where
# something that should have come back did not.
undo_run() {
  undoing=yes
  stuck=
  undo_ended=$(awk -F'"' '$24 == "end" { printf " %s", $12 } END { print " " }' "$ledger")
  undo_rows=$(awk -F'"' -v run="$1" '(run == "all" || $12 == run) && $24 != "begin" && $24 != "end" { row[++n] = $12 "|" $24 "|" $28 "|" $32 }
    END { for (i = n; i > 0; i--) print row[i] }' "$ledger")
  undo_brought=$(echo "$undo_rows" | awk -F'|' '$2 == "packages" && $3 != "*" { print $4 "|" $3 }')
  syslog_back=
  undo_gone=
  if [ "$1" = all ]; then find_gone; fi
  find_changed_since
  # Nothing is begun that the package tool then would not let us end.
  case $undo_rows in
    *'|packages|'*)
      if ! wait_for_packages; then
        undoing=
        stuck=yes
        return 1
      fi
      ;;
  esac
  undo_ifs=$IFS
  IFS=$NL
  set -f
  for undo_row in $undo_rows; do
    # With packages still there, what belongs to them stays as well.
    if [ "$stuck" = packages ]; then break; fi
    set +f
    IFS=$undo_ifs
    undo_of=${undo_row%%"|"*}
    undo_rest=${undo_row#*"|"}
    undo_kind=${undo_rest%%"|"*}
    undo_rest=${undo_rest#*"|"}
    undo_what=${undo_rest%%"|"*}
    undo_before=${undo_rest#*"|"}
    undo_entry
    IFS=$NL
    set -f
  done
  set +f
  IFS=$undo_ifs
  if [ -n "$syslog_back" ]; then restart_syslog; fi
  undoing=
  [ -z "$stuck" ]
}

undo_entry() {
  case $undo_kind in
    path) undo_path ;;
    packages) undo_packages ;;
    account) undo_accounts ;;
    service) undo_service ;;
    workspace) undo_workspace ;;
    group) undo_group ;;
  esac
}

undone() {
  line undo "$1 $2"
  tell "  undone: $1 $2"
}

left() {
  line left "$1"
  tell "  left: $1"
}

left_stuck() {
  stuck=${stuck:-yes}
  left "$1"
}

# When the whole agent goes, nothing of it is put back on the way: what its first installation did not find, or, where that was
# not azmon's, all that is its own.
find_gone() {
  undo_first=$(awk -F'"' '$24 == "begin" && $20 == "install" && $32 == "none" { print $12; exit }' "$ledger")
  if [ -n "$undo_first" ]; then
    undo_gone=$(awk -F'"' -v run="$undo_first" '$12 == run && $24 == "path" && $32 == "absent" { print $28 }' "$ledger")
    return
  fi
  set -f
  # shellcheck disable=SC2046  # words
  for gone_path in $(agent_paths); do
    if ! is_shared "$gone_path" && ! others_write "$gone_path"; then undo_gone="$undo_gone$gone_path$NL"; fi
  done
  set +f
}

will_go() { matches "$1" "$undo_gone"; }

# Files that others write too, that a run left in one state and that are in another one now: somebody else's work since.
find_changed_since() {
  changed_since=$NL
  changed_seen=$NL
  undo_ifs=$IFS
  IFS=$NL
  set -f
  for undo_row in $undo_rows; do
    case $undo_row in
      *'|path|'*'|kept '*)
        undo_copy=$kept/${undo_row##*"|kept "}
        undo_what=${undo_row#*"|path|"}
        undo_what=${undo_what%"|"*}
        # The last run that changed it counts, which comes first here.
        case $changed_seen in
          *"$NL$undo_what$NL"*) continue ;;
        esac
        changed_seen="$changed_seen$undo_what$NL"
        if others_write "$undo_what" && [ -e "$undo_copy.after" ] && [ "$(mark_of "$undo_what")" != "$(cat "$undo_copy.after")" ]; then
          changed_since="$changed_since$undo_what$NL"
        fi
        ;;
    esac
  done
  set +f
  IFS=$undo_ifs
}

others_write() {
  case $1 in
    /etc/sudoers | /etc/rsyslog.conf | /etc/syslog-ng/* | /etc/syslog.conf | /etc/pam.conf | "$OMISERVER" | /var/lib/apt/extended_states) return 0 ;;
  esac
  return 1
}

has_ended() {
  case $undo_ended in
    *" $undo_of "*) return 0 ;;
  esac
  return 1
}

# With the diagnostics extension there, its packages need omi and scx: they and what belongs to them stay.
stays_for_others() {
  if [ -z "$depends" ]; then return 1; fi
  case $1 in
    */omi | */omi/* | */omid | *omid | *omid.service | */scx | */scx/* | */scxadmin | */omi* | */scx*) return 0 ;;
  esac
  return 1
}

undo_path() {
  if stays_for_others "$undo_what"; then return; fi
  case $undo_before in
    absent)
      # shellcheck disable=SC2086  # patterns are meant
      for undo_one in $undo_what; do
        case $undo_rows in
          *"$undo_of|path|$undo_one|kept "*) continue ;;
        esac
        remove_path "$undo_one"
      done
      ;;
    'kept '*) if ! will_go "$undo_what"; then restore_path "$undo_what" "$kept/${undo_before#kept }"; fi ;;
    'directory '*) if ! will_go "$undo_what"; then restore_folder; fi ;;
  esac
}

remove_path() {
  if [ ! -e "$1" ] && [ ! -h "$1" ]; then return; fi
  if is_shared "$1" && [ ! -h "$1" ]; then
    if rmdir "$1" 2>/dev/null; then undone path "$1"; else left "$1 stays: it holds what others put there"; fi
    return
  fi
  case $1 in
    */95-omsagent.conf) syslog_back=yes ;;
  esac
  if rm -rf "$1" 2>/dev/null; then undone path "$1"; else left_stuck "$1 cannot be removed"; fi
}

# restore_path PATH COPY
restore_path() {
  if [ ! -e "$2" ] && [ ! -h "$2" ]; then return; fi
  if same_file "$1" "$2"; then return; fi
  case $changed_since in
    *"$NL$1$NL"*)
      left "$1 stays as it is: it was changed since by somebody else"
      return
      ;;
  esac
  mkdir -p "${1%/*}" 2>/dev/null
  rm -rf "$1.azmon"
  # The new one beside it and then into its place: there is always one or the other.
  if cp -pPR "$2" "$1.azmon" 2>/dev/null && { [ ! -d "$1" ] || [ -h "$1" ] || rm -rf "$1"; } && { [ ! -h "$1" ] || rm -f "$1"; } && mv -f "$1.azmon" "$1"; then
    case $1 in
      */*syslog*) syslog_back=yes ;;
    esac
    undone path "$1"
  else
    rm -rf "$1.azmon"
    left_stuck "$1 cannot be put back"
  fi
}

# A package tool takes folders away that it thinks its own. Modes that others gave them since stay.
restore_folder() {
  # shellcheck disable=SC2086  # three words
  set -- $undo_before
  if [ -d "$undo_what" ]; then
    if has_ended || [ "$(mode_and_owner "$undo_what")" = "$2 $3" ]; then return; fi
  else
    # A folder of the agent that was there before and is not now was taken off with its packages.
    mkdir -p "$undo_what" 2>/dev/null
  fi
  if chown "$3" "$undo_what" 2>/dev/null && chmod "$2" "$undo_what" 2>/dev/null; then
    undone path "$undo_what"
  else
    left_stuck "$undo_what cannot be put back"
  fi
}

undo_service() {
  if [ ! -x "$SERVICE_CONTROL" ]; then return; fi
  case $undo_before:$undo_gone in
    running:) run service_control "$SERVICE_CONTROL" restart ;;
    running:*) return ;;
    *) run service_control "$SERVICE_CONTROL" stop ;;
  esac
  undone service "$undo_what"
}

undo_workspace() {
  case $undo_before in
    absent)
      if [ ! -d "$AGENT_ETC/$undo_what" ] || [ ! -x "$OMSADMIN" ]; then return; fi
      run omsadmin sh "$OMSADMIN" -x "$undo_what"
      undone workspace "$undo_what"
      ;;
    'kept '*) if [ -z "$undo_gone" ]; then restore_workspace "$undo_what" "$kept/${undo_before#kept }"; fi ;;
  esac
}

# Its ports are back in the file by now.
undo_group() {
  if [ -n "$undo_gone" ] || [ ! -x /opt/omi/bin/service_control ]; then return; fi
  run service_control /opt/omi/bin/service_control restart
  undone group "$undo_what"
}

# restore_workspace ID COPY: its folders as they were, then the agent's own way to register and start its service.
restore_workspace() {
  if [ ! -x "$SERVICE_CONTROL" ] || [ ! -d "$2" ]; then return; fi
  if [ -d "$AGENT_ETC/$1/conf" ] && [ -e "$AGENT_ETC/$1/conf/.service_registered" ]; then return; fi
  rm -rf "${AGENT_ETC:?}/$1" "${AGENT_VAR:?}/$1"
  if [ -d "$2/etc" ]; then cp -pPR "$2/etc" "$AGENT_ETC/$1"; fi
  if [ -d "$2/var" ]; then cp -pPR "$2/var" "$AGENT_VAR/$1"; fi
  if [ -d "$2/links" ]; then
    for restore_link in "$2"/links/*; do
      if [ ! -h "$restore_link" ]; then continue; fi
      restore_name=${restore_link##*/}
      case $restore_name in
        etc.*) restore_place=$AGENT_ETC/${restore_name#etc.} ;;
        *) restore_place=$AGENT_VAR/${restore_name#var.} ;;
      esac
      if [ -e "$restore_place" ] && [ ! -h "$restore_place" ]; then continue; fi
      rm -f "$restore_place" && cp -pPR "$restore_link" "$restore_place"
    done
  fi
  rm -f "$AGENT_ETC/$1/conf/.service_registered" "$AGENT_VAR/$1/run/omsagent.pid"
  if run service_control "$SERVICE_CONTROL" start "$1"; then
    undone workspace "$1"
  else
    left_stuck "the connection to workspace $1 is back, its service does not start: $run_said"
  fi
}

# --- undoing packages and accounts ---

undo_packages() {
  undo_list=$kept/${undo_before#kept }
  # At the place of the entry from before the step, so that services and workspaces go first.
  if [ "$undo_what" != '*' ] || [ ! -e "$undo_list" ] || [ -z "$tool" ]; then return; fi
  undo_now=$(list_packages)
  case $NL$undo_brought in
    # A later entry names what the step really brought.
    *"$NL$undo_before|"*) undo_names=$(echo "$undo_brought" | awk -F'|' -v list="$undo_before" '$1 == list { print $2 }' | tr ' ' '\n') ;;
    # Without one it was cut off, and all that is new came by it.
    *)
      undo_names=$(echo "$undo_now" | awk -v list="$undo_list" 'BEGIN { while ((getline row < list) > 0) { split(row, w, " "); state[w[1]] = w[3] } }
        !($1 in state) || (state[$1] == "config-files" && $3 != "config-files") { print $1 }')
      ;;
  esac
  # Those of the agent one by one in their order, the rest in one go: the tool knows what hangs together.
  undo_rest=
  for undo_name in $undo_names; do
    case " $AGENT_PACKAGES " in
      *" $undo_name "*) : ;;
      *) undo_rest="$undo_rest $undo_name" ;;
    esac
  done
  for undo_name in $AGENT_PACKAGES; do
    case $NL$undo_names$NL in
      *"$NL$undo_name$NL"*) undo_package "$undo_name" ;;
    esac
  done
  if [ -n "$undo_rest" ]; then
    # shellcheck disable=SC2086  # words
    take_off $undo_rest
  fi
  forget_packages
  tell_upgraded
}

undo_package() {
  case $1:$depends in
    omi:?* | scx:?*)
      left "$1 stays: $depends needs it"
      return
      ;;
  esac
  take_off "$1"
}

# take_off NAME...: packages; the configuration files of those that had left them behind before stay.
take_off() {
  take_names=
  for take_name in "$@"; do
    if echo "$undo_now" | grep -q "^$take_name "; then take_names="$take_names $take_name"; fi
  done
  if [ -z "$take_names" ]; then return 0; fi
  if ! wait_for_packages; then
    stuck=packages
    return 1
  fi
  case $tool in
    dpkg)
      # shellcheck disable=SC2086  # words
      run dpkg dpkg --force-remove-reinstreq --purge $take_names || run dpkg dpkg --force-remove-reinstreq --purge $take_names
      ;;
    rpm)
      # shellcheck disable=SC2086  # words
      run rpm rpm -e $take_names || run rpm rpm -e --noscripts $take_names
      ;;
  esac
  undo_now=$(list_packages)
  for take_name in $take_names; do
    if echo "$undo_now" | grep -q "^$take_name "; then
      left_stuck "package $take_name cannot be taken off: ${run_error:-$run_said}"
      stuck=packages
    else
      undone packages "$take_name"
    fi
  done
}

# One whose unpacking failed stays in dpkg's file as not there, but known; dpkg-query hides that. Purged once more it is gone.
forget_packages() {
  if [ "$tool" != dpkg ]; then return 0; fi
  forget_names=$(awk -v names=" $AGENT_PACKAGES " '$1 == "Package:" { name = $2 }
    $1 == "Status:" && $2 == "purge" && $4 == "not-installed" && index(names, " " name " ") { print name }' /var/lib/dpkg/status 2>/dev/null)
  # shellcheck disable=SC2086  # words
  if [ -n "$forget_names" ] && wait_for_packages; then run dpkg dpkg --purge $forget_names; fi
}

# A package in a newer version than before: the old one is not kept anywhere.
tell_upgraded() {
  upgraded="$upgraded$(echo "$undo_now" | awk -v list="$undo_list" 'BEGIN { while ((getline row < list) > 0) { split(row, w, " "); was[w[1]] = w[2] } }
    ($1 in was) && was[$1] != $2 { print $1 " " was[$1] }')$NL"
}

tell_left_upgraded() {
  packages=$(list_packages)
  printf '%s' "$upgraded" | awk 'NF { was[$1] = $2 } END { for (name in was) print name, was[name] }' | sort >"$private/upgraded"
  while read -r upgraded_name upgraded_was; do
    upgraded_is=$(version_of "$upgraded_name")
    if [ -n "$upgraded_is" ] && [ "$upgraded_is" != "$upgraded_was" ]; then
      left "package $upgraded_name stays at $upgraded_is: its version before, $upgraded_was, is not kept"
    fi
  done <"$private/upgraded"
  upgraded=
}

undo_accounts() {
  undo_list=$kept/${undo_before#kept }
  if [ ! -e "$undo_list" ]; then return; fi
  for undo_name in $AGENT_ACCOUNTS; do
    if grep -q "^user $undo_name\$" "$undo_list" || ! grep -q "^$undo_name:" /etc/passwd; then continue; fi
    if [ "$undo_name" = omi ] && [ -n "$depends" ]; then continue; fi
    end_processes_of "$undo_name"
    if have userdel; then run userdel userdel "$undo_name"; else run deluser deluser "$undo_name"; fi
    if grep -q "^$undo_name:" /etc/passwd; then left_stuck "the account $undo_name cannot be removed: $run_said"; else undone account "$undo_name"; fi
  done
  for undo_name in $AGENT_GROUPS; do
    if grep -q "^group $undo_name\$" "$undo_list" || ! grep -q "^$undo_name:" /etc/group; then continue; fi
    case $undo_name:$depends in
      omi*:?*) continue ;;
    esac
    if have groupdel; then run groupdel groupdel "$undo_name"; else run delgroup delgroup "$undo_name"; fi
    if grep -q "^$undo_name:" /etc/group; then left_stuck "the group $undo_name cannot be removed: $run_said"; else undone account "$undo_name"; fi
  done
}

# An account cannot be removed while a process of it lives.
end_processes_of() {
  end_uid=$(sed -n "s/^$1:[^:]*:\([0-9]*\):.*/\1/p" /etc/passwd)
  if [ -z "$end_uid" ] || [ "$end_uid" -eq 0 ]; then return; fi
  end_tries=0
  while [ "$end_tries" -lt 40 ]; do
    end_pids=$(cat /proc/[0-9]*/status 2>/dev/null | awk -v uid="$end_uid" '/^State:/ { state = $2 } /^Pid:/ { pid = $2 } /^Uid:/ { if (($2 == uid || $3 == uid) && state != "Z") print pid }')
    if [ -z "$end_pids" ]; then return; fi
    for end_pid in $end_pids; do
      if [ "$end_tries" -lt 20 ]; then kill -s TERM "$end_pid" 2>/dev/null; else kill -s KILL "$end_pid" 2>/dev/null; fi
    done
    end_tries=$((end_tries + 1))
    nap
  done
}

restart_syslog() {
  for restart_name in rsyslog syslog-ng; do
    case $restart_name in
      rsyslog) restart_process=rsyslogd ;;
      *) restart_process=syslog-ng ;;
    esac
    cat /proc/[0-9]*/status 2>/dev/null | grep -q "^Name:[[:blank:]]*$restart_process\$" || continue
    if [ -d /run/systemd/system ] && have systemctl; then
      run systemctl systemctl try-restart "$restart_name"
    elif have service; then
      run service service "$restart_name" restart
    fi
  done
}

# --- beginning a change ---------------------------------------------------------------------------------------------

# begin_change: the machine is ours, what a former run left is undone, and what we saw of the machine still holds.
begin_change() {
  if [ "$dry" = yes ]; then
    begin_cut=$(cut_off_run)
    if [ -n "$begin_cut" ]; then will recover "undo the run ${begin_cut%% *} (${begin_cut#* }), which was cut off" || :; fi
    return 0
  fi
  take_lock && make_private || return 1
  start_watcher
  sweep
  if [ -d "$state" ] && [ ! -s "$ledger" ]; then rm -rf "$state"; fi
  if [ -s "$ledger" ]; then end_last_line; fi
  recover || return 1
  go_on
}

# A removal that was cut off is brought to its end, everything else is undone.
recover() {
  recover_cut=$(cut_off_run)
  if [ -z "$recover_cut" ]; then return 0; fi
  recover_run=${recover_cut%% *}
  recover_verb=${recover_cut#* }
  will recover "undo the run $recover_run ($recover_verb), which was cut off"
  wait_for_remnants
  look
  if [ "$recover_verb" = remove ]; then
    recover_text='the removal was brought to its end'
    if undo_run all && look && { [ "$whole" = none ] || remove_foreign; }; then
      forget_all
      removed=yes
    else
      recover_text=
    fi
    tell_left_upgraded
  else
    recover_text="the changes of $recover_verb were undone"
    if undo_run "$recover_run"; then forget_run "$recover_run"; else recover_text=; fi
    tell_left_upgraded
  fi
  if [ -z "$recover_text" ]; then
    fail undo-incomplete 7 "the run $recover_run was cut off, and not all of it could be undone"
    return 1
  fi
  line recovered "$recover_run $recover_text"
  step=recover
  did "$recover_text"
  look
}

# Programs that a run started which was then ended by force: they go on by themselves, and we must not come between.
wait_for_remnants() {
  remnants_began=$(now)
  remnants_told=0
  while :; do
    remnant=
    for remnant_path in /proc/[0-9]*; do
      remnant_line=$(tr '\000' ' ' <"$remnant_path/cmdline" 2>/dev/null)
      case $remnant_line in
        *azmon-watcher*) continue ;;
        *" $OMSADMIN "* | *"$SERVICE_CONTROL "* | */azmon-work.*.sh\ * | *"$AGENT/bin/uninstall "*) : ;;
        *) continue ;;
      esac
      remnant=${remnant_path#/proc/}
      break
    done
    remnants_past=$(($(now) - remnants_began))
    if [ -z "$remnant" ] || [ "$remnants_past" -ge "$lock_wait" ]; then return 0; fi
    if [ "$remnants_past" -ge "$remnants_told" ]; then
      waiting "$(name_of "$remnant") (pid $remnant) of the run that was cut off still runs, $remnants_past s of $lock_wait s"
      remnants_told=$((remnants_past + 10))
    fi
    nap
  done
}

waiting() {
  line wait "$1"
  tell "  waiting: $1"
}

# --- the package tool's lock ----------------------------------------------------------------------------------------

# Lock files are always there; what counts is the kernel's table of locks. Sets lock_seen: who holds which.
look_at_package_lock() {
  lock_seen=
  if [ -r /proc/locks ]; then
    for lock_file in /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/rpm/.rpm.lock; do
      lock_holder "$lock_file"
      if [ -n "$lock_by" ]; then
        case $lock_file in
          */dpkg/*) lock_seen="dpkg lock held by $(name_of "$lock_by") (pid $lock_by)" ;;
          *) lock_seen="rpm lock held by $(name_of "$lock_by") (pid $lock_by)" ;;
        esac
        return
      fi
    done
  fi
  for lock_file in /var/run/yum.pid /var/run/zypp.pid /var/cache/dnf/metadata_lock.pid /var/lib/dnf/rpmdb_lock.pid; do
    if [ ! -r "$lock_file" ]; then continue; fi
    lock_by=
    read -r lock_by <"$lock_file"
    case $lock_by in
      '' | *[!0-9]*) continue ;;
    esac
    # A stale file names a process that is gone, or by now another one.
    case $(name_of "$lock_by") in
      yum* | dnf* | microdnf* | zypp* | Zypp* | y2* | packagekitd | python* | platform-python)
        lock_seen="package lock $lock_file held by $(name_of "$lock_by") (pid $lock_by)"
        return
        ;;
    esac
  done
}

# lock_holder FILE: sets lock_by. Waiters have an arrow in the second column.
lock_holder() {
  lock_by=
  if [ ! -e "$1" ]; then return; fi
  # shellcheck disable=SC2012  # one known file
  lock_inode=$(ls -i "$1" 2>/dev/null | awk '{ print $1 }')
  if [ -z "$lock_inode" ]; then return; fi
  # shellcheck disable=SC2013  # words are meant
  for lock_candidate in $(awk -v inode="$lock_inode" '$2 != "->" { n = split($6, part, ":"); if (part[n] == inode) print $5 }' /proc/locks); do
    # The table names inodes without their file system: where we may, make sure that the process has this very file open.
    case $(ls -l "/proc/$lock_candidate/fd" 2>/dev/null) in
      '' | *"$1"*)
        lock_by=$lock_candidate
        return
        ;;
    esac
  done
}

# wait_for_packages: until nobody holds the package tool, as long as we may.
wait_for_packages() {
  wait_began=$(now)
  wait_told=0
  while :; do
    look_at_package_lock
    if [ -z "$lock_seen" ]; then return 0; fi
    go_on || return 1
    wait_past=$(($(now) - wait_began))
    if [ "$wait_past" -ge "$wait_told" ]; then
      waiting "$lock_seen, $wait_past s of $lock_wait s"
      wait_told=$((wait_past + 10))
    fi
    if [ "$wait_past" -ge "$lock_wait" ]; then
      fail package-lock 9 "$lock_seen for longer than $lock_wait s"
      return 1
    fi
    nap
  done
}

# --- the bundle -----------------------------------------------------------------------------------------------------

# file_system PATH: how it may be named, with what is free there.
file_system() {
  df -P -k "$1" 2>/dev/null | awk 'NR > 1 { free = $4; place = $6 } END { printf "file system %s, %d MB free", place, free / 1024 }'
}
free_kb() { df -P -k "$1" 2>/dev/null | awk 'NR > 1 { free = $4 } END { print free + 0 }'; }
bytes_of() { wc -c <"$1" 2>/dev/null | tr -d ' '; }
shown_bundle() { printf '%s\n' "${AZMON_BUNDLE%%\?*}"; }

# make_work KB: sets work, a folder that only root can enter, with that much room, where programs may be run.
make_work() {
  work=
  work_noexec=
  work_full=
  for work_base in "$state" /var/tmp /opt; do
    if [ ! -d "$work_base" ] || [ ! -w "$work_base" ]; then continue; fi
    if [ "$(free_kb "$work_base")" -lt "$1" ]; then
      work_full=${work_full:-$work_base}
      continue
    fi
    make_folder "$work_base/azmon-work" || continue
    if can_run_in "$made_folder"; then
      work=$made_folder
      return 0
    fi
    work_noexec=$work_base
    rm -rf "$made_folder"
  done
  if [ -n "$work_full" ]; then
    fail disk-full 7 "the bundle needs $(($1 / 1024)) MB to be unpacked ($(file_system "$work_full"))"
  else
    fail noexec 4 "no program may be run in $work_noexec ($(file_system "${work_noexec:-/var}"), mounted noexec), where the bundle is unpacked"
  fi
  return 1
}

can_run_in() {
  printf '#!/bin/sh\nexit 0\n' >"$1/try" 2>/dev/null && chmod 700 "$1/try" && "$1/try" 2>/dev/null
  can_run=$?
  rm -f "$1/try"
  return "$can_run"
}

# get_bundle: in a folder of root's own, with the hash that is expected: nobody can change it between the look and the run.
get_bundle() {
  if [ -z "$AZMON_BUNDLE" ]; then
    fail bundle-missing 2 'no bundle is named, and the agent is not on this machine in that version'
    return 1
  fi
  if will fetch "fetch the bundle from $(shown_bundle)"; then
    put_bundle || return 1
    measured_bytes=$(bytes_of "$work/$bundle_name")
    did "$bundle_name, $measured_bytes bytes"
  fi
  go_on || return 1
  if will hash 'compare the SHA-256 hash of the bundle'; then check_hash || return 1; fi
}

put_bundle() {
  case $AZMON_BUNDLE in
    https://*) put_kb=10240 ;;
    *)
      if [ ! -f "$AZMON_BUNDLE" ] || [ ! -r "$AZMON_BUNDLE" ]; then
        fail bundle-missing 2 "there is no file $AZMON_BUNDLE"
        return 1
      fi
      put_kb=$(($(bytes_of "$AZMON_BUNDLE") * 5 / 1024 + 100))
      ;;
  esac
  # Before it is made: wherever it may come to lie.
  for put_base in "$state" /var/tmp /opt; do enter path "$put_base/azmon-work.*" absent; done
  write_ledger && make_work "$put_kb" || return 1
  case $AZMON_BUNDLE in
    https://*)
      fetch "$AZMON_BUNDLE" "$work/$bundle_name" || return 1
      put_kb=$(($(bytes_of "$work/$bundle_name") * 4 / 1024))
      if [ "$(free_kb "$work")" -lt "$put_kb" ]; then
        fail disk-full 7 "the bundle needs $((put_kb / 1024)) MB to be unpacked ($(file_system "$work"))"
        return 1
      fi
      ;;
    *)
      if ! cp "$AZMON_BUNDLE" "$work/$bundle_name" 2>/dev/null; then
        fail disk-full 7 "the bundle cannot be copied to $work ($(file_system "$work"))"
        return 1
      fi
      ;;
  esac
}

hash_of() {
  if have sha256sum; then
    sha256sum <"$1" | awk '{ print $1 }'
  elif have shasum; then
    shasum -a 256 <"$1" | awk '{ print $1 }'
  else
    openssl dgst -sha256 <"$1" 2>/dev/null | sed 's/.*[= ]//'
  fi
}

check_hash() {
  hash_is=$(hash_of "$work/$bundle_name")
  if [ -z "$hash_is" ]; then
    fail hash-missing 4 'no sha256sum, shasum or openssl is there to measure the bundle with'
    return 1
  fi
  line measured.sha256 "$hash_is"
  line measured.bytes "$measured_bytes"
  hash_by=AZMON_SHA256
  if [ -z "$AZMON_SHA256" ]; then hash_beside || return 1; fi
  if [ -z "$AZMON_SHA256" ]; then
    tell "  measured: $hash_is"
    fail hash-missing 7 "no hash is known for $bundle_name; measured was $hash_is"
    return 1
  fi
  if [ "$hash_is" != "$AZMON_SHA256" ]; then
    # What is no script at all was cut off, or is somebody's page about something else.
    fail hash-wrong 7 "$bundle_name is not the file that was expected: its hash is $hash_is, and $hash_by says $AZMON_SHA256"
    return 1
  fi
  did "the hash is the one of $hash_by"
}

# The maker's own list beside the bundle: `HASH  NAME` a line. None is no failure of the way there.
hash_beside() {
  hash_by='the .sha256sums beside it'
  case $AZMON_BUNDLE in
    https://*)
      case $AZMON_BUNDLE in
        *\?*) hash_url="${AZMON_BUNDLE%%\?*}.sha256sums?${AZMON_BUNDLE#*\?}" ;;
        *) hash_url=$AZMON_BUNDLE.sha256sums ;;
      esac
      fetch_quietly=yes
      fetch "$hash_url" "$work/sums"
      fetch_quietly=
      ;;
    *) cp "$AZMON_BUNDLE.sha256sums" "$work/sums" 2>/dev/null ;;
  esac
  if [ ! -s "$work/sums" ]; then return 0; fi
  AZMON_SHA256=$(tr -d '\015' <"$work/sums" | awk -v name="$bundle_name" '{
    file = $2; sub(/^\*/, "", file); sub(/.*\//, "", file)
    if (file == name && length($1) == 64 && $1 ~ /^[0-9a-fA-F]+$/) { print tolower($1); exit } }')
  rm -f "$work/sums"
}

# --- fetching -------------------------------------------------------------------------------------------------------

# fetch URL FILE
fetch() {
  if have curl; then
    fetch_by_curl "$1" "$2"
  elif have wget; then
    fetch_by_wget "$1" "$2"
  else
    fetch_failed fetch-tool 4 'neither curl nor wget is on this machine'
  fi
}

fetch_failed() {
  if [ -z "$fetch_quietly" ]; then fail "$@"; fi
  return 1
}

# The proxy with its login, and the address, which may have a token in it, go through a pipe, on no command line.
fetch_by_curl() {
  fetch_proxy=
  if [ -n "$AZMON_PROXY" ] && [ "$AZMON_FETCH_DIRECT" != yes ]; then
    case $AZMON_PROXY in
      *://*) fetch_proxy=$AZMON_PROXY ;;
      *) fetch_proxy=http://$AZMON_PROXY ;;
    esac
  fi
  ask_curl "$1" "$2"
  # Most proxies that are written with https speak plain HTTP.
  case $fetch_proxy:$curl_exit:${curl_connect:-000} in
    https://*:35:000 | https://*:7:000 | https://*:56:000 | https://*:52:000 | https://*:4:000)
      fetch_proxy=http://${fetch_proxy#https://}
      ask_curl "$1" "$2"
      ;;
  esac
  if [ "$curl_exit" = 0 ] && [ "$curl_status" = 200 ]; then return 0; fi
  rm -f "$2"
  if [ -n "$fetch_quietly" ]; then return 1; fi
  curl_failure
  safe "$curl_said"
  fail_source curl "$curl_exit" "$safe_text"
  return 1
}

ask_curl() {
  # An old curl (CentOS 6) does not know how to be told to stay with https.
  curl_only='--proto =https --proto-redir =https'
  case $(curl --version 2>/dev/null) in
    'curl 7.'[0-9].* | 'curl 7.1'[0-9].* | 'curl 7.20.'*) curl_only= ;;
  esac
  # shellcheck disable=SC2086  # words
  curl_saw=$({
    echo "url = \"$1\""
    if [ -n "$fetch_proxy" ]; then echo "proxy = \"$fetch_proxy\""; fi
  } | {
    curl -q -K - $curl_only -L -sS --connect-timeout 30 -y 60 -Y 100 -o "$2" -w '\nazmon-saw %{http_code} %{http_connect} %{size_download}\n' 2>"$private/curl"
    echo "azmon-exit $?"
  })
  curl_exit=${curl_saw##*azmon-exit }
  # shellcheck disable=SC2046  # words
  set -- $(printf '%s\n' "$curl_saw" | sed -n 's/^azmon-saw //p')
  curl_status=${1-}
  curl_connect=${2-}
  curl_said=$(sed -n '$p' "$private/curl" 2>/dev/null)
  rm -f "$private/curl"
}

# In the words of the contract, by what curl exits with.
curl_failure() {
  fetch_host=${AZMON_BUNDLE#*://}
  fetch_host=${fetch_host%%/*}
  fetch_way="directly"
  if [ -n "$fetch_proxy" ]; then fetch_way="by the proxy ${proxy_rest}"; fi
  case $curl_exit:$curl_connect:$curl_status in
    *:407:* | *:401:* | *::407 | *:407) fail fetch-proxy-login 12 "the proxy $proxy_rest does not accept the login (${curl_connect:-407})" ;;
    0:*) fail fetch-http 12 "$fetch_host answers $curl_status for the bundle" ;;
    5:*) fail fetch-proxy 12 "the name of the proxy $proxy_rest cannot be resolved" ;;
    6:*) fail fetch-dns 12 "the name $fetch_host cannot be resolved" ;;
    7:*)
      if [ -n "$fetch_proxy" ]; then
        fail fetch-proxy 12 "the proxy $proxy_rest cannot be reached"
      else
        fail fetch-connect 12 "$fetch_host cannot be reached"
      fi
      ;;
    18:*) fail truncated 12 "the bundle broke off on its way from $fetch_host" ;;
    22:*) fail fetch-http 12 "$fetch_host answers $curl_status for the bundle" ;;
    23:*) fail disk-full 7 "the bundle cannot be written ($(file_system "$work"))" ;;
    28:*) fail fetch-timeout 12 "$fetch_host did not answer in time, asked $fetch_way" ;;
    35:* | 51:* | 53:* | 54:* | 58:* | 59:* | 60:* | 66:* | 77:* | 80:* | 82:* | 83:* | 90:* | 91:*)
      fail fetch-tls 12 "no safe connection to $fetch_host comes about, asked $fetch_way"
      ;;
    56:000:* | 56::*) fail fetch-connect 12 "the connection to $fetch_host broke off, asked $fetch_way" ;;
    56:200:*) fail truncated 12 "the bundle broke off on its way from $fetch_host" ;;
    56:* | 97:*) fail fetch-proxy 12 "the proxy $proxy_rest lets nobody through to $fetch_host ($curl_connect)" ;;
    1:* | 2:* | 3:* | 4:* | 27:* | 126:* | 127:*) fail fetch-tool 4 'curl on this machine cannot fetch by https' ;;
    *) fail fetch-connect 12 "$fetch_host cannot be reached, asked $fetch_way" ;;
  esac
}

fetch_by_wget() {
  if [ -n "$proxy_login" ] && [ "$AZMON_FETCH_DIRECT" != yes ]; then
    fetch_failed fetch-tool 4 "the proxy's login can only be kept off the command line with curl, which is not on this machine"
    return 1
  fi
  case $1 in
    *\?*)
      fetch_failed fetch-tool 4 'an address with a token in it can only be kept off the command line with curl, which is not on this machine'
      return 1
      ;;
  esac
  if [ -n "$AZMON_PROXY" ] && [ "$AZMON_FETCH_DIRECT" != yes ]; then
    https_proxy=http://${AZMON_PROXY#*://} wget -q -T 60 -O "$2" "$1" 2>"$private/wget"
  else
    wget -q -T 60 -O "$2" "$1" 2>"$private/wget"
  fi
  wget_exit=$?
  if [ "$wget_exit" -eq 0 ]; then return 0; fi
  rm -f "$2"
  fetch_host=${1#*://}
  fetch_host=${fetch_host%%/*}
  case $wget_exit in
    3) fetch_failed disk-full 7 "the bundle cannot be written ($(file_system "$work"))" ;;
    5) fetch_failed fetch-tls 12 "no safe connection to $fetch_host comes about" ;;
    6) fetch_failed fetch-proxy-login 12 'the proxy wants a login' ;;
    8) fetch_failed fetch-http 12 "$fetch_host refuses the bundle" ;;
    *) fetch_failed fetch-connect 12 "$fetch_host cannot be reached" ;;
  esac
  if [ -z "$fetch_quietly" ]; then fail_source wget "$wget_exit" "$(sed -n '$p' "$private/wget" 2>/dev/null)"; fi
  return 1
}

# --- packages -------------------------------------------------------------------------------------------------------

# run_fixes: the distribution's own commands that somebody asked for, one a line.
run_fixes() {
  if [ -z "$AZMON_FIX" ]; then return 0; fi
  if [ "$dry" != yes ]; then
    open_ledger "$verb" || return 1
    for fix_path in $FIX_PATHS; do enter_path "$fix_path" || return 1; done
    enter_packages '*' && write_ledger || return 1
    fix_kept=$packages_kept
  fi
  fix_ifs=$IFS
  IFS=$NL
  for fix_line in $AZMON_FIX; do
    IFS=$fix_ifs
    if will fix "run: $fix_line"; then
      wait_for_packages || return 1
      DEBIAN_FRONTEND=noninteractive
      export DEBIAN_FRONTEND
      if ! run fix sh -c "$fix_line"; then
        fail fix-failed 7 "the fix failed: $fix_line"
        fail_source fix "$run_exit" "$run_said"
        return 1
      fi
      did
    fi
    go_on || return 1
    IFS=$NL
  done
  IFS=$fix_ifs
  if [ "$dry" != yes ]; then
    enter_brought "$fix_kept" && write_ledger || return 1
    look
  fi
}

# enter_brought N: the packages that are there and were not in the list kept as N.
enter_brought() {
  brought=$(list_packages | awk -v list="$kept/$1" 'BEGIN { while ((getline row < list) > 0) { split(row, w, " "); state[w[1]] = w[3] } }
    !($1 in state) || (state[$1] == "config-files" && $3 != "config-files") { printf "%s ", $1 }')
  brought=${brought% }
  enter packages "${brought:--}" "kept $1"
}

# repair: what a broken installation left half done is brought to its end by the package tool, as far as it can.
repair() {
  if [ -z "$broken" ] || [ "$tool" != dpkg ]; then return 0; fi
  if will repair "let dpkg finish the packages $broken"; then
    wait_for_packages || return 1
    # shellcheck disable=SC2086  # words
    if run dpkg dpkg --configure $broken; then did; else did "dpkg could not: $run_said"; fi
    look
  fi
}

# install_packages: the bundle, as an upgrade, which it also does on a machine without the agent; without the workspace.
install_packages() {
  if ! will packages "install the agent from $bundle_name"; then return 0; fi
  wait_for_packages || return 1
  packages_began=$(now)
  while :; do
    run_in=$work
    run bundle sh "$work/$bundle_name" --upgrade
    run_in=/
    if [ "$run_exit" -eq 0 ] || [ -z "$run_locked" ]; then break; fi
    # Somebody was quicker than we were.
    if [ $(($(now) - packages_began)) -ge "$lock_wait" ]; then
      fail package-lock 9 "the package lock was taken again and again for longer than $lock_wait s"
      return 1
    fi
    wait_for_packages || return 1
  done
  go_on || return 1
  packages_exit=$run_exit
  packages_said=${run_error:-$run_said}
  packages_full=$run_full
  look
  if [ "$packages_exit" -ne 0 ]; then
    if [ -n "$packages_full" ]; then
      fail disk-full 7 "a file system is full: $(fullest)"
    else
      fail bundle-failed 7 "the bundle failed (exit $packages_exit)"
    fi
    fail_source bundle "$packages_exit" "$packages_said"
    return 1
  fi
  if [ "$whole" != whole ]; then
    fail half-installed 7 "the bundle says it is done, but the packages are not whole${broken:+: $broken}"
    fail_source bundle "$packages_exit" "$packages_said"
    return 1
  fi
  enter_brought "$packages_kept" && write_ledger || return 1
  did "the agent $version is installed"
}

# The fullest of the places that the agent is put into.
fullest() {
  for fullest_path in /opt /var /etc /tmp /var/tmp; do
    if [ -d "$fullest_path" ]; then printf '%s %s\n' "$(free_kb "$fullest_path")" "$fullest_path"; fi
  done | sort -n | sed -n '1s/^[0-9]* //p' >"$private/fullest"
  file_system "$(cat "$private/fullest")"
}

# --- workspaces -----------------------------------------------------------------------------------------------------

# enter_workspace ID: its configuration and certificates, or that it is not there.
enter_workspace() {
  if [ ! -d "$AGENT_ETC/$1" ]; then
    enter workspace "$1" absent
    return
  fi
  kept_as=$((sequence + 1))
  while [ -e "$kept/$kept_as" ]; do kept_as=$((kept_as + 1000)); done
  if ! {
    mkdir -p "$kept/$kept_as/links" && cp -pPR "$AGENT_ETC/$1" "$kept/$kept_as/etc" &&
      { [ ! -d "$AGENT_VAR/$1" ] || cp -pPR "$AGENT_VAR/$1" "$kept/$kept_as/var"; }
  } 2>/dev/null; then
    fail disk-full 7 "the configuration of workspace $1 cannot be kept in $kept ($(file_system "$state"))"
    return 1
  fi
  for enter_link in conf certs; do
    if [ -h "$AGENT_ETC/$enter_link" ]; then cp -pPR "$AGENT_ETC/$enter_link" "$kept/$kept_as/links/etc.$enter_link"; fi
  done
  for enter_link in tmp run state log; do
    if [ -h "$AGENT_VAR/$enter_link" ]; then cp -pPR "$AGENT_VAR/$enter_link" "$kept/$kept_as/links/var.$enter_link"; fi
  done
  # The agent's own tool leaves the key there when it is ended by force.
  rm -f "$kept/$kept_as/var/tmp/shared_key"
  sync
  enter workspace "$1" "kept $kept_as"
}

# leave ID
leave() {
  if ! will leave "leave workspace $1"; then return 0; fi
  run omsadmin sh "$OMSADMIN" -x "$1"
  leave_exit=$run_exit
  look_at_workspaces
  if [ -n "$(status_of "$1")" ]; then
    fail onboard-failed 7 "workspace $1 cannot be left"
    fail_source omsadmin "$leave_exit" "${run_error:-$run_said}"
    return 1
  fi
  did
}

# onboard: by the file that the agent reads; then it counts what the agent itself says of its workspaces.
onboard() {
  if ! will onboard "connect the agent to workspace $AZMON_WORKSPACE_ID"; then return 0; fi
  if ! write_key; then
    fail disk-full 7 "the onboarding file cannot be written ($(file_system "$private"))"
    return 1
  fi
  go_on || return 1
  run omsadmin sh "$OMSADMIN"
  drop_key
  go_on || return 1
  if [ "$run_exit" -ne 0 ]; then
    onboard_code=7
    case $run_exit in
      4 | 7 | 8) onboard_code=12 ;;
    esac
    fail onboard-failed "$onboard_code" "the agent could not connect to workspace $AZMON_WORKSPACE_ID (exit $run_exit)"
    fail_source omsadmin "$run_exit" "${run_error:-$run_said}"
    return 1
  fi
  see_onboarded
}

# Its service takes a moment to start.
see_onboarded() {
  see_tries=0
  see_from=$(now)
  while :; do
    look_at_workspaces
    see_status=$(status_of "$AZMON_WORKSPACE_ID")
    if [ "$see_status" = onboarded ]; then
      did "workspace $AZMON_WORKSPACE_ID is connected, the agent runs"
      return 0
    fi
    if [ $(($(now) - see_from)) -ge 20 ] || [ "$see_tries" -ge 60 ]; then break; fi
    see_tries=$((see_tries + 1))
    go_on || return 1
    sleep 1
  done
  case $see_status in
    warning | saved)
      fail service-failed 7 "workspace $AZMON_WORKSPACE_ID is registered, but the agent does not run"
      fail_source omsadmin "$run_exit" "${run_error:-$(last_log)}"
      ;;
    *)
      fail not-onboarded 7 "the agent says it is done, but it is not connected to workspace $AZMON_WORKSPACE_ID"
      fail_source omsadmin "$run_exit" "${run_error:-$run_said}"
      ;;
  esac
  return 1
}

last_log() {
  sed -n '$p' "$AGENT_VAR/$AZMON_WORKSPACE_ID/log/omsagent.log" 2>/dev/null | mask_log
}

# decide_workspace: sets connected to same, other or none, and refuses to leave another one without being told to.
decide_workspace() {
  connected=none
  others=$(others_than "$AZMON_WORKSPACE_ID")
  if [ -n "$others" ]; then
    connected=other
    # What is left of an onboarding that failed is no connection.
    if [ "$AZMON_REPLACE" != yes ] && printf '%s\n' "$workspaces" | awk -v id="$AZMON_WORKSPACE_ID" 'NF && $1 != id && $2 != "failure" { found = 1 } END { exit !found }'; then
      fail other-workspace 10 "the agent is connected to workspace $(printf '%s' "$others" | tr '\n' ' '); a Linux agent knows only one"
      return 1
    fi
  elif [ -n "$(status_of "$AZMON_WORKSPACE_ID")" ]; then
    connected=same
  fi
}

# connect: everything between the agent's packages and a workspace that it reports to.
connect() {
  for connect_other in $others; do
    leave "$connect_other" || return 1
    go_on || return 1
  done
  if [ "$connected" = same ] && [ "$(status_of "$AZMON_WORKSPACE_ID")" != onboarded ]; then
    # It knows the workspace and does not run: perhaps it only has to be started; else it is connected anew.
    if will service 'start the agent'; then
      run service_control "$SERVICE_CONTROL" start "$AZMON_WORKSPACE_ID"
      look_at_workspaces
      if [ "$(status_of "$AZMON_WORKSPACE_ID")" = onboarded ]; then
        did 'the agent runs'
        return 0
      fi
      did 'it does not start as it is'
      leave "$AZMON_WORKSPACE_ID" || return 1
    fi
  fi
  onboard
}

# --- verbs ----------------------------------------------------------------------------------------------------------

# What a change is made with; without one of them it would break off in its middle.
need_programs() {
  need_missing=
  for need_name in awk cat chmod chown cp cut date grep id ln ls mkdir mv readlink rm sed sleep sort tail tr uname wc; do
    command -v "$need_name" >/dev/null 2>&1 || need_missing="$need_missing $need_name"
  done
  if [ -z "$need_missing" ]; then return 0; fi
  fail no-program 4 "the machine lacks:$need_missing"
  return 1
}

need_tool() {
  find_package_tool
  if [ -n "$tool" ]; then return 0; fi
  fail no-package-tool 4 'neither dpkg nor rpm is on this machine'
  return 1
}

need_agent() {
  if [ "$whole" != none ] && [ -x "$OMSADMIN" ]; then return 0; fi
  fail no-agent 11 'the Log Analytics agent is not on this machine'
  return 1
}

note_link() {
  if [ -n "$linked" ]; then need_not group 'port 1270 is open for Operations Manager; that stays as it is'; fi
}

do_install() {
  if [ -z "$AZMON_WORKSPACE_ID" ]; then bad 'the ID of the workspace is missing' || return 1; fi
  need_tool || return 1
  begin_change || return 1
  look
  run_fixes || return 1
  decide_workspace || return 1
  if is_same_already; then return 0; fi
  if [ "$dry" != yes ]; then check_key || return 1; fi
  note_link
  # What the bundle would bring is there, in that version or a newer one.
  bundle_needed=yes
  if [ "$whole" = whole ] && { [ -z "$AZMON_RELEASE" ] || ! is_lower "$version" "$AZMON_RELEASE"; }; then bundle_needed=; fi
  if [ -z "$bundle_needed" ]; then need_not packages "the agent $version is there${AZMON_RELEASE:+, no older than $AZMON_RELEASE}"; fi
  if [ "$dry" != yes ]; then open_ledger "$verb" || return 1; fi
  if [ -n "$bundle_needed" ]; then get_bundle && go_on || return 1; fi
  if [ "$dry" != yes ]; then
    if [ -n "$bundle_needed" ]; then wait_for_packages || return 1; fi
    enter_machine "${bundle_needed:+*}" && enter_connections && write_ledger || return 1
  fi
  if [ -n "$bundle_needed" ]; then repair && go_on && install_packages && go_on || return 1; fi
  changed=yes
  connect
}

is_same_already() {
  if [ "$connected" != same ] || [ "$whole" != whole ] || [ "$(status_of "$AZMON_WORKSPACE_ID")" != onboarded ]; then return 1; fi
  if [ -n "$AZMON_PROXY" ] && [ "$(stored_proxy)" != "$AZMON_PROXY" ]; then
    need_not onboard "workspace $AZMON_WORKSPACE_ID is connected already; its proxy is another one"
    change_proxy
    return 0
  fi
  need_not onboard "workspace $AZMON_WORKSPACE_ID is connected already, and the agent runs"
  if [ -n "$AZMON_RELEASE" ] && is_lower "$version" "$AZMON_RELEASE"; then
    need_not packages "the agent $version stays, though it is older than $AZMON_RELEASE"
  fi
  return 0
}

enter_connections() {
  for enter_one in $others; do enter_workspace "$enter_one" || return 1; done
  enter_workspace "$AZMON_WORKSPACE_ID"
}

do_set_workspace() {
  if [ -z "$AZMON_WORKSPACE_ID" ]; then bad 'the ID of the workspace is missing' || return 1; fi
  AZMON_REPLACE=yes
  need_tool || return 1
  begin_change || return 1
  look
  need_agent && decide_workspace || return 1
  if is_same_already; then return 0; fi
  if [ "$dry" != yes ]; then
    check_key && open_ledger "$verb" && enter_machine && enter_connections && write_ledger || return 1
  fi
  note_link
  changed=yes
  connect
}

do_remove_workspace() {
  if [ -z "$AZMON_WORKSPACE_ID" ]; then bad 'the ID of the workspace is missing' || return 1; fi
  need_tool || return 1
  begin_change || return 1
  look
  need_agent || return 1
  if [ -z "$(status_of "$AZMON_WORKSPACE_ID")" ]; then
    fail unknown-workspace 11 "the agent is not connected to workspace $AZMON_WORKSPACE_ID"
    return 1
  fi
  if [ "$dry" != yes ]; then
    open_ledger "$verb" && enter_machine && enter_workspace "$AZMON_WORKSPACE_ID" && write_ledger || return 1
  fi
  changed=yes
  leave "$AZMON_WORKSPACE_ID"
}

do_upgrade() {
  need_tool || return 1
  begin_change || return 1
  look
  need_agent || return 1
  if [ "$whole" = whole ] && [ -n "$AZMON_RELEASE" ] && ! is_lower "$version" "$AZMON_RELEASE"; then
    if is_lower "$AZMON_RELEASE" "$version"; then
      fail newer-version 7 "the agent $version is newer than $AZMON_RELEASE; it is not taken back"
      return 1
    fi
    need_not packages "the agent $version is there"
    return 0
  fi
  run_fixes || return 1
  if [ "$dry" != yes ]; then open_ledger "$verb" || return 1; fi
  get_bundle && go_on || return 1
  if [ "$dry" != yes ]; then
    wait_for_packages && enter_machine '*' && write_ledger || return 1
  fi
  upgrade_was=$service
  repair && go_on && install_packages && go_on || return 1
  changed=yes
  if [ "$dry" != yes ] && [ "$upgrade_was" = running ]; then see_running; fi
}

# see_running: some moments after a restart every workspace is served again.
see_running() {
  see_from=$(now)
  see_tries=0
  while :; do
    look_at_workspaces
    case "$NL$workspaces" in
      *' warning '* | *' saved '* | *' failure '*) : ;;
      *) return 0 ;;
    esac
    if [ $(($(now) - see_from)) -ge 20 ] || [ "$see_tries" -ge 60 ]; then break; fi
    see_tries=$((see_tries + 1))
    sleep 1
  done
  fail service-failed 7 'the agent does not run'
  fail_source service_control "$run_exit" "${run_error:-$run_said}"
  return 1
}

# restart_agent: nothing to restart without a workspace.
restart_agent() {
  if [ -z "$workspaces" ]; then return 0; fi
  if ! run service_control "$SERVICE_CONTROL" restart; then
    fail service-failed 7 "the agent cannot be restarted (exit $run_exit)"
    fail_source service_control "$run_exit" "${run_error:-$run_said}"
    return 1
  fi
  see_running
}

do_restart() {
  need_tool || return 1
  begin_change || return 1
  look
  need_agent || return 1
  if [ -z "$workspaces" ]; then
    fail service-failed 7 'the agent has no workspace, so there is no service to restart'
    return 1
  fi
  changed=yes
  if will service 'restart the agent'; then restart_agent && did 'the agent runs'; fi
}

do_proxy() {
  if [ "$verb" = set-proxy ] && [ -z "$AZMON_PROXY" ]; then bad 'the proxy is missing' || return 1; fi
  need_tool || return 1
  begin_change || return 1
  look
  need_agent || return 1
  change_proxy
}

# change_proxy: to AZMON_PROXY, or to none.
change_proxy() {
  proxy_file=$AGENT_ETC/proxy.conf
  if [ "$(stored_proxy)" = "$AZMON_PROXY" ] && { [ -n "$AZMON_PROXY" ] || [ ! -s "$proxy_file" ]; }; then
    need_not proxy 'the agent has that proxy already'
    return 0
  fi
  if [ "$dry" != yes ]; then
    open_ledger "$verb" || return 1
    enter service omsagent "$service"
    enter_path "$proxy_file" && enter_path "$AGENT_ETC/conf/proxy.conf" && write_ledger || return 1
  fi
  changed=yes
  if [ -z "$AZMON_PROXY" ]; then
    if will proxy "take away the agent's proxy"; then
      rm -f "$proxy_file" "$AGENT_ETC/conf/proxy.conf"
      restart_agent && did
    fi
    return
  fi
  if will proxy "set the agent's proxy to $proxy_rest"; then write_proxy && restart_agent && did; fi
}

write_proxy() {
  if { echo "$AZMON_PROXY" >"$proxy_file.azmon"; } 2>/dev/null && chmod 600 "$proxy_file.azmon" &&
    chown omsagent:omiusers "$proxy_file.azmon" 2>/dev/null && mv -f "$proxy_file.azmon" "$proxy_file"; then
    return 0
  fi
  rm -f "$proxy_file.azmon"
  fail disk-full 7 "$proxy_file cannot be written ($(file_system "$AGENT_ETC"))"
  return 1
}

# Operations Manager asks a Linux machine on port 1270 of omi, beside whatever the agent reports to.
do_group() {
  need_tool || return 1
  begin_change || return 1
  look
  if [ ! -f "$OMISERVER" ]; then
    fail no-agent 11 "omi is not on this machine: there is no $OMISERVER"
    return 1
  fi
  group_ports=$(sed -n 's/^[[:blank:]]*httpsport[[:blank:]]*=[[:blank:]]*\([0-9, ]*\).*/\1/p' "$OMISERVER" | sed -n '$p' | tr -d ' ')
  case $verb:,$group_ports, in
    add-group:*,1270,*)
      need_not group 'port 1270 is open already'
      return 0
      ;;
    remove-group:*,1270,*)
      group_new=$(printf '%s' ",$group_ports," | sed -e 's/,1270,/,/g' -e 's/^,//' -e 's/,$//')
      group_new=${group_new:-0}
      group_text='close port 1270 to Operations Manager'
      ;;
    remove-group:*)
      fail unknown-group 11 'port 1270 is not open: no management group asks this machine'
      return 1
      ;;
    *)
      group_new=${group_ports:+$group_ports,}1270
      group_text='open port 1270 to Operations Manager'
      ;;
  esac
  if [ "$dry" != yes ]; then
    open_ledger "$verb" || return 1
    enter group scom "${group_ports:-none}"
    enter_path "$OMISERVER" && write_ledger || return 1
  fi
  changed=yes
  if ! will group "$group_text"; then return 0; fi
  write_ports && restart_omi && did
}

# In its place, by one write: mode, owner and labels stay.
write_ports() {
  awk -v ports="$group_new" '/^[[:blank:]]*httpsport[[:blank:]]*=/ { if (!done) print "httpsport=" ports; done = 1; next } { print } END { if (!done) print "httpsport=" ports }' \
    "$OMISERVER" >"$private/ports" && cat "$private/ports" >"$OMISERVER" && return 0
  fail disk-full 7 "$OMISERVER cannot be written ($(file_system /etc))"
  return 1
}

restart_omi() {
  if run service_control /opt/omi/bin/service_control restart; then return 0; fi
  fail service-failed 7 "omi cannot be restarted (exit $run_exit)"
  fail_source service_control "$run_exit" "${run_error:-$run_said}"
  return 1
}

# --- taking it off --------------------------------------------------------------------------------------------------

do_remove() {
  need_tool || return 1
  begin_change || return 1
  look
  if [ ! -s "$ledger" ] && [ "$whole" = none ]; then
    if [ -z "$removed" ]; then
      need_not remove 'the Log Analytics agent is not on this machine'
      absent=yes
    fi
    return 0
  fi
  remove_by=$(installed_by)
  # Without omi and scx this machine would no longer answer a management server.
  if [ -n "$linked" ] && [ "$AZMON_REPLACE" != yes ] && ! opened_by_us; then
    if [ "$remove_by" = other ] || brought_by_us scx; then
      fail operations-manager 10 'Operations Manager asks this machine on port 1270, by the packages omi and scx that would be removed'
      return 1
    fi
  fi
  show_ledger
  if [ "$dry" = yes ]; then
    plan_removal
    return 0
  fi
  removed=yes
  open_ledger "$verb" || return 1
  if will undo 'undo what azmon changed on this machine'; then
    if ! undo_run all; then
      fail undo-incomplete 7 'not all of it could be undone; the ledger is kept'
      return 1
    fi
    did
  fi
  look
  if [ "$whole" != none ]; then remove_foreign || return 1; fi
  tell_left_upgraded
  look
  forget_all
  opened=
}

# Did azmon itself open the port?
opened_by_us() { [ -s "$ledger" ] && awk -F'"' '$24 == "group" && $20 == "add-group" { found = 1 } END { exit !found }' "$ledger"; }

brought_by_us() { [ -s "$ledger" ] && awk -F'"' -v name="$1" '$24 == "packages" && index(" " $28 " ", " " name " ") { found = 1 } END { exit !found }' "$ledger"; }

plan_removal() {
  plan_rows=$(awk -F'"' '$24 != "begin" && $24 != "end" && !($24 == "path" && $32 ~ /^directory/) && !($24 == "packages" && ($28 == "*" || $28 == "-")) { row[++n] = $24 " " $28 }
    END { for (i = n; i > 0; i--) if (!seen[row[i]]++) print row[i] }' "$ledger" 2>/dev/null)
  plan_ifs=$IFS
  IFS=$NL
  set -f
  for plan_row in $plan_rows; do
    set +f
    IFS=$plan_ifs
    # A path that is as it was before is nothing to do.
    case $plan_row in
      path\ *) for plan_one in ${plan_row#path }; do if [ -e "$plan_one" ] || [ -h "$plan_one" ]; then will undo "bring back as it was: path $plan_one" || :; fi; done ;;
      *) will undo "bring back as it was: $plan_row" || : ;;
    esac
    IFS=$NL
    set -f
  done
  set +f
  IFS=$plan_ifs
  if [ "$whole" != none ] && [ "$remove_by" = other ]; then will remove "take off the agent $version by its maker's own way" || :; fi
}

# An agent that azmon did not install: by its maker's own way.
remove_foreign() {
  left 'azmon did not install this agent: how the machine was before it is not known'
  will remove "take off the agent $version by its maker's own way"
  wait_for_packages || return 1
  remove_folders=
  for remove_path in /opt /etc/opt /var/opt; do
    if [ -d "$remove_path" ] && [ ! -h "$remove_path" ]; then remove_folders="$remove_folders$remove_path $(mode_and_owner "$remove_path")$NL"; fi
  done
  if [ -z "$depends" ] && [ -x "$AGENT/bin/uninstall" ]; then run uninstall sh "$AGENT/bin/uninstall" P; fi
  undo_now=$(list_packages)
  for remove_name in $AGENT_PACKAGES; do undo_package "$remove_name"; done
  rm -f "$ONBOARD" /etc/cron.d/omsagent /etc/cron.d/OMSConsistencyInvoker /etc/logrotate.d/omsagent-* /etc/rsyslog.d/95-omsagent.conf
  rm -rf "$AGENT" "$AGENT_ETC" "$AGENT_VAR"
  # Package tools take them along when they are empty.
  printf '%s' "$remove_folders" >"$private/folders"
  while read -r remove_path remove_mode remove_owner; do
    if [ ! -d "$remove_path" ]; then mkdir "$remove_path" && chown "$remove_owner" "$remove_path" && chmod "$remove_mode" "$remove_path"; fi
  done <"$private/folders"
  look
  if [ "$whole" != none ]; then
    fail undo-incomplete 7 'the agent could not be taken off'
    fail_source uninstall "$run_exit" "${run_error:-$run_said}"
    return 1
  fi
  did 'the agent is taken off'
}

show_ledger() {
  if [ ! -s "$ledger" ] || [ "$lines" != yes ]; then return 0; fi
  sed 's/^/ledger=/' "$ledger"
}

# --- logs -----------------------------------------------------------------------------------------------------------

do_logs() {
  logs_shown=
  for logs_file in "$AGENT_VAR"/*-*-*-*-*/log/omsagent.log "$AGENT_VAR"/scom/log/omsagent.log "$AGENT_VAR"/log/omsagent.log \
    /var/opt/microsoft/omsconfig/omsconfig.log /var/opt/microsoft/omsconfig/omsconfigdetailed.log \
    /var/opt/omi/log/omiserver.log /var/opt/microsoft/scx/log/scx.log /var/opt/microsoft/auoms/log/auoms.log; do
    if [ ! -f "$logs_file" ] || [ ! -r "$logs_file" ]; then continue; fi
    # A link to the log of the primary workspace.
    if [ -h "${logs_file%/omsagent.log}" ]; then continue; fi
    logs_shown=yes
    line log.file "$logs_file"
    tell "== $logs_file"
    if [ "$lines" = yes ]; then
      tail -n "${AZMON_LOG_LINES:-200}" "$logs_file" | mask_log | sed 's/^/log=/'
    else
      tail -n "${AZMON_LOG_LINES:-200}" "$logs_file" | mask_log
    fi
  done
  if [ -z "$logs_shown" ]; then
    find_package_tool
    look
    need_agent || return 1
  fi
}

# --- the whole ------------------------------------------------------------------------------------------------------

do_verb() {
  case $verb in
    install) do_install ;;
    remove) do_remove ;;
    show) find_package_tool && look && show_ledger ;;
    set-workspace) do_set_workspace ;;
    remove-workspace) do_remove_workspace ;;
    set-proxy) do_proxy ;;
    clear-proxy)
      AZMON_PROXY=
      do_proxy
      ;;
    restart) do_restart ;;
    add-group | remove-group) do_group ;;
    upgrade) do_upgrade ;;
    logs) do_logs ;;
    add-workspace) bad 'the Linux agent knows one workspace: set-workspace changes it' ;;
    *) bad 'there is no such thing to do' ;;
  esac
}

# A failed change undoes its own entries, and nothing else.
end_change() {
  if [ -n "$failed" ] && [ -n "$opened" ]; then
    if [ "$verb" = remove ]; then
      # Its ledger stays, so that it can be tried again; the removal itself is over.
      close_removal
      return
    fi
    tell 'Undoing what was changed:'
    if undo_run "$run_id"; then
      forget_run "$run_id"
      opened=
    else
      line left 'not all of it could be undone; the next run tries again'
    fi
    tell_left_upgraded
    changed=
    return
  fi
  if [ -n "$work" ]; then
    rm -rf "$work"
    work=
  fi
  close_ledger
}

close_removal() {
  awk -F'"' -v run="$run_id" '$12 != run' "$ledger" >"$ledger.new" && mv "$ledger.new" "$ledger" && flush
  if [ ! -s "$ledger" ]; then forget_all; fi
  opened=
}

finish() {
  if [ -n "$failed" ]; then
    result=failed
  elif [ "$dry" = yes ] && [ -n "$planned" ]; then
    result=planned
  elif [ -n "$removed" ]; then
    result=removed
  elif [ -n "$absent" ]; then
    result=absent
  elif [ -n "$changed" ] && [ "$dry" != yes ]; then
    result=changed
  else
    result=unchanged
  fi
  if [ "$failed" != not-root ] && [ "$failed" != bad-value ] && [ "$failed" != busy ] && [ "$verb" != logs ]; then
    find_package_tool
    look
    show_state
  fi
  line result "$result"
  line wrapper.end ok
  case $result in
    changed) tell 'Done.' ;;
    removed) tell 'The agent is taken off.' ;;
    unchanged) if [ "$verb" != show ] && [ "$verb" != logs ]; then tell 'Nothing had to be changed.'; fi ;;
    planned) tell 'Nothing was changed: this was a dry run.' ;;
  esac
}

settle() {
  # The same search path as the agent's bundle has, so that we see the programs it will see.
  PATH=/sbin:/bin:/usr/sbin:/usr/bin
  LC_ALL=C
  export PATH LC_ALL
  umask 077
  unset ENV BASH_ENV LD_PRELOAD LD_LIBRARY_PATH CDPATH IFS
  IFS=" $TAB$NL"
  for settle_name in AZMON_DO AZMON_RUN AZMON_BY AZMON_LINES AZMON_DRY_RUN AZMON_WORKSPACE_ID AZMON_WORKSPACE_KEY AZMON_DOMAIN AZMON_REPLACE \
    AZMON_BUNDLE AZMON_BUNDLE_NAME AZMON_SHA256 AZMON_RELEASE AZMON_PROXY AZMON_FETCH_DIRECT AZMON_LOCK_WAIT AZMON_FIX AZMON_LOG_LINES AZMON_ROOT; do
    # Out of the environment, whoever put it there, before any other program starts.
    eval "settle_value=\${$settle_name-}; unset $settle_name; $settle_name=\$settle_value"
  done
  unset settle_value
  CR=$(printf '\r')
  verb=${AZMON_DO:-install}
  case $verb in
    *[!a-z-]*) verb=none ;;
  esac
  lines=$AZMON_LINES
  dry=$AZMON_DRY_RUN
  lock_wait=${AZMON_LOCK_WAIT:-450}
  state=$AZMON_ROOT/var/lib/azmon
  ledger=$state/ledger.ndjson
  kept=$state/before
  runtime=/run
  if [ ! -d /run ] || [ ! -w /run ]; then runtime=/var/run; fi
  nap_length=1
  if sleep 0.01 2>/dev/null; then nap_length=0.1; fi
  failed='' code=0 step='' stopped='' private='' lock='' watcher='' terminal_was='' run_pid='' run_in=/ opened='' batch='' work=''
  changed='' planned='' removed='' absent='' upgraded='' undoing='' fetch_quietly='' others='' proxy_login='' proxy_password='' version=''
}

name_run() {
  run_id=$AZMON_RUN
  if [ -z "$run_id" ]; then
    { read -r run_id </proc/sys/kernel/random/uuid; } 2>/dev/null || run_id=run-$(now)-$$
  fi
  run_by=$(plain "${AZMON_BY:-${SUDO_USER:-root}@$(uname -n)}")
}

# A closed stdout or stderr would be the next file that is opened, the ledger perhaps.
open_streams() {
  { true 3>&1; } 2>/dev/null || exec >/dev/null
  { true 3>&2; } 2>/dev/null || exec 2>/dev/null
}

main() {
  open_streams
  settle
  trap 'clean_up' 0
  trap 'on_signal HUP' HUP
  trap 'on_signal INT' INT
  trap 'on_signal TERM' TERM
  trap 'on_signal PIPE' PIPE
  line wrapper.version 1
  line wrapper.system linux
  if [ "$(id -u 2>/dev/null)" != 0 ]; then
    fail not-root 3 'this needs root'
  elif check_values; then
    name_run
    line wrapper.run "$run_id"
    case $verb in
      install | set-workspace) ask_key ;;
    esac
    if go_on && need_programs; then do_verb; fi
  fi
  end_change
  finish
  exit "$code"
}

main
