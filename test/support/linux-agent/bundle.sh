#!/bin/sh
# Stand-in of the agent's self-extracting bundle: this text, then a tar.gz. Options, order of checks, codes as in linux-agent/README.md.
PATH=/sbin:/bin:/usr/sbin:/usr/bin
umask 022

case $0 in
    /*) SCRIPT=$0 ;;
    *) SCRIPT=$(pwd)/$0 ;;
esac
EXTRACT_DIR=$(pwd -P)/omsbundle.$$
ONBOARD_FILE=/etc/omsagent-onboard.conf
CONSISTENCY=/etc/cron.d/OMSConsistencyInvoker
OMI_SERVICE=/opt/omi/bin/service_control
VERSION=@VERSION@
GENERATION=@GENERATION@
OMS_PKG=@OMS_PKG@
DSC_PKG=@DSC_PKG@
OMI_PKG=@OMI_PKG@
SCX_PKG=@SCX_PKG@
SCRIPT_LEN=@SCRIPT_LEN@

fault() { sed -n "s/^$1=//p" /run/stand-in-faults 2>/dev/null; }

usage() {
    echo "usage: $1 [OPTIONS]"
    echo 'Options:'
    echo '  --extract                  Extract contents and exit.'
    echo '  --force                    Force upgrade (override version checks).'
    echo '  --install                  Install the package from the system.'
    echo '  --purge                    Uninstall the package and remove all related data.'
    echo '  --remove                   Uninstall the package from the system.'
    echo '  --restart-deps             Reconfigure and restart dependent service(s).'
    echo '  --source-references        Show source code reference hashes.'
    echo '  --upgrade                  Upgrade the package in the system.'
    echo '  --enable-opsmgr            Enable port 1270 for usage with opsmgr.'
    echo '  --version                  Version of this shell bundle.'
    echo '  --version-check            Check versions already installed to see if upgradable.'
    echo '  --debug                    use shell debug mode.'
    echo
    echo '  -w id, --id id             Use workspace ID <id> for automatic onboarding.'
    echo '  -s key, --shared key       Use <key> as the shared key for automatic onboarding.'
    echo '  -d dmn, --domain dmn       Use <dmn> as the OMS domain for onboarding.'
    echo '  -p conf, --proxy conf      Use <conf> as the proxy configuration.'
    echo '  -? | -h | --help           shows this usage text.'
}

cleanup_and_exit() {
    if [ -z "$2" ] && [ -d "$EXTRACT_DIR" ]; then
        cd "$EXTRACT_DIR/.." && rm -rf "$EXTRACT_DIR"
    fi
    if [ $GENERATION = old ]; then
        echo "Shell bundle exiting with code $1"
    else
        echo "OMS agent shell bundle exiting with status code $1"
    fi
    exit "$1"
}

installed() { dpkg -s "$1" 2>/dev/null | grep Status | grep -q ' installed'; }

# NAME-1.2.3-4.kind.x64 -> 1.2.3.4
number_of() { echo "$1" | sed -e "s/^$2//" -e 's/\.ulinux.*//' -e 's/\.universal.*//' -e 's/\.ssl_.*//' -e 's/-/./'; }

version_installed() {
    if installed "$1"; then number_of "$(dpkg -s "$1" | sed -n 's/^Version: //p')" ''; else echo None; fi
}

# 0: PACKAGE is missing or older than the file that is brought.
should_install() {
    now=$(version_installed "$1")
    [ "$now" = None ] && return 0
    new=$(number_of "$2" "$1-")
    for part in 1 2 3 4; do
        left=$(echo "$now" | cut -d. -f$part) right=$(echo "$new" | cut -d. -f$part)
        [ "$left" -lt "$right" ] && return 0
        [ "$left" -gt "$right" ] && return 1
    done
    return 1
}

should_install_dsc() { python_ctypes && command -v curl > /dev/null && should_install omsconfig "$DSC_PKG"; }

once() {
    if [ -n "$installMode" ]; then
        echo "$0: Conflicting qualifiers, exiting" >&2
        cleanup_and_exit 2
    fi
}

root_for() {
    if [ "$(id -u)" -ne 0 ]; then
        echo "Must have root privileges to be able to perform $1 operation" >&2
        exit 5
    fi
}

python_command() {
    if [ $GENERATION = old ]; then echo python
    elif command -v python2 > /dev/null; then echo python2
    elif command -v python3 > /dev/null; then echo python3
    fi
}
python_ctypes() { [ -n "$(python_command)" ] && "$(python_command)" -c 'import ctypes' > /dev/null 2>&1; }

need() {
    command -v "$1" > /dev/null && return 0
    echo "$1 was not found; attempting to install $1..."
    if command -v apt-get > /dev/null && apt-get install -y "$1"; then return 0; fi
    command -v "$1" > /dev/null
}

detect_openssl() {
    full=$(openssl version 2>/dev/null | awk '{print $2}')
    case $full in
        1.0.0*) KIT= ;;
        1.0.*) KIT=100 ;;
        1.1.*) KIT=110 ;;
        3.0.*) if [ $GENERATION = old ]; then KIT=; else KIT=300; fi ;;
        *) KIT= ;;
    esac
    if [ -z "$KIT" ]; then
        echo 'Error: This system does not have a supported version of OpenSSL installed.'
        echo "This system's OpenSSL version: $full"
        cleanup_and_exit 55
    fi
}

dpkg_install() {
    detect_openssl
    refuse=--refuse-downgrade
    [ -z "$forceFlag" ] || refuse=
    dpkg --force-confold --force-confdef --install $refuse "$KIT/$1.deb"
}

pkg_add() {
    echo "----- Installing package: $2 ($1) -----"
    detect_openssl
    need_kib=$(dpkg -f "$KIT/$1.deb" Installed-Size)
    place=/opt
    [ -d /opt ] || place=/
    have_kib=$(df -P -k $place | awk 'NR == 2 {print $4}')
    [ "$have_kib" -gt "$need_kib" ] || return 52
    dpkg_install "$1"
}

# pkg_upd FILE NAME ALLOWED
pkg_upd() {
    echo "----- ${UPDATING} package: $2 ($1) -----"
    if [ -z "$forceFlag" ] && [ "$3" -ne 0 ]; then
        if [ $GENERATION = old ]; then
            echo 'Skipping package since existing version >= version available'
        else
            echo 'Skipping package upgrade since existing version is >= than version already installed.'
        fi
        return 0
    fi
    dpkg_install "$1"
}

omi_answers() {
    $OMI_SERVICE reload
    code=$?
    [ $code -eq 0 ] && return 0
    case $code in
        2) why='system issue with daemon control tool' code_is=52 ;;
        3) why='missing omi server conf file' code_is=52 ;;
        *) why='OMI installation failure' code_is=19 ;;
    esac
    echo "OMI server failed to start due to $why and exited with error code $code"
    return $code_is
}

# The second try, when omi or scx failed.
remove_and_install() {
    for package in scx omi; do
        echo "----- Removing package: $package -----"
        dpkg --purge $package || echo "----- Ignore previous errors from removing $package package command. Continue... -----"
    done
    pkg_add "$OMI_PKG" omi
    code=$?
    if [ $code -ne 0 ]; then
        echo "$OMI_PKG package failed to install and exited with error code $code"
        [ $code -eq 2 ] && return 52
        return 19
    fi
    omi_answers || return $?
    pkg_add "$SCX_PKG" scx
    code=$?
    if [ $code -ne 0 ]; then
        echo "$SCX_PKG package failed to install and exited with error code $code"
        return 20
    fi
}

# packages add|upd
packages() {
    OMI_STATUS=0 SCX_STATUS=0 BUNDLED_STATUS=0
    should_install omi "$OMI_PKG"
    "pkg_$1" "$OMI_PKG" omi $?
    OMI_STATUS=$?
    omi_answers || OMI_STATUS=$?
    should_install scx "$SCX_PKG"
    "pkg_$1" "$SCX_PKG" scx $?
    SCX_STATUS=$?
    if [ $OMI_STATUS -ne 0 ] || [ $SCX_STATUS -ne 0 ]; then
        remove_and_install
        code=$?
        if [ $code -ne 0 ]; then
            echo "Re-installing $SCX_PKG or $OMI_PKG packages failed."
            cleanup_and_exit $code
        fi
    fi

    rm -f $CONSISTENCY
    should_install omsagent "$OMS_PKG"
    "pkg_$1" "$OMS_PKG" omsagent $?
    code=$?
    if [ $code -ne 0 ]; then
        echo "$OMS_PKG package failed to install and exited with error code $code"
        cleanup_and_exit 17
    fi

    if should_install_dsc; then
        if [ "$1" = upd ] && installed omsconfig; then
            echo 'Removing omsconfig package as part of upgrade'
            dpkg --remove omsconfig
        fi
        "pkg_$1" "$DSC_PKG" omsconfig 0
        code=$?
        if [ $code -ne 0 ]; then
            echo "$DSC_PKG package failed to install and exited with error code $code"
            cleanup_and_exit 18
        fi
    fi
    if [ ! -f $CONSISTENCY ] && [ -d /etc/cron.d ]; then
        echo '7,22,37,52 * * * * omsagent /opt/omi/bin/OMSConsistencyInvoker >/dev/null 2>&1' > $CONSISTENCY
    fi
    $OMI_SERVICE restart

    echo '----- Updating bundled provider packages -----'
    for one in bundles/auoms-*.sh; do
        "./$one" --upgrade && continue
        echo "auoms package failed to install and exited with error code $?"
        BUNDLED_STATUS=22
    done
    cleanup_and_exit $BUNDLED_STATUS
}

if command -v dpkg > /dev/null; then :; elif command -v rpm > /dev/null; then
    echo 'The stand-in holds no rpm packages' >&2
    exit 4
else
    echo 'Error: This system does not have a supported package manager' >&2
    cleanup_and_exit 66
fi
set -e
while [ $# -ne 0 ]; do
    case $1 in
        -d | --domain) topLevelDomain=$2; shift 2 ;;
        -w | --id) onboardID=$2; shift 2 ;;
        -s | --shared) onboardKey=$2; shift 2 ;;
        -p | --proxy) proxy=$2; shift 2 ;;
        -a | --azure-resource) azureResourceID=$2; shift 2 ;;
        -m | --multi-homing-marker) multiHoming=$2; shift 2 ;;
        --extract-script) head -n "$SCRIPT_LEN" "$SCRIPT" > "$2"; shouldexit=true; installMode=none; shift 2 ;;
        --extract-binary) tail -n +$((SCRIPT_LEN + 1)) "$SCRIPT" > "$2"; shouldexit=true; installMode=none; shift 2 ;;
        --extract) once; installMode=E; shift ;;
        --install) once; root_for install; installMode=I; shift ;;
        --upgrade) once; root_for upgrade; installMode=U; shift ;;
        --remove) once; root_for remove; installMode=R; shouldexit=true; shift ;;
        --purge) once; root_for purge; installMode=P; shouldexit=true; shift ;;
        --force) forceFlag=true; shift ;;
        --restart-deps) shift ;;
        --skip-docker-provider-install | --noDigest)
            if [ $GENERATION = old ]; then
                echo "Unknown argument: '$1'" >&2
                echo 'Use -h or --help for usage' >&2
                cleanup_and_exit 2
            fi
            shift
            ;;
        --source-references) echo '-- Source code references --'; cleanup_and_exit 0 ;;
        --version) echo "Version: $(number_of "$OMS_PKG" omsagent-)"; exit 0 ;;
        --version-check) checkVersion=true; installMode=none; shift ;;
        --debug) echo 'Starting shell debug mode.' >&2; set -x; shift ;;
        --enable-opsmgr) [ -f /etc/scxagent-enable-port ] || touch /etc/scxagent-enable-port; shift ;;
        -\? | -h | --help) usage "$(basename "$0")" >&2; cleanup_and_exit 0 ;;
        *)
            echo "Unknown argument: '$1'" >&2
            echo 'Use -h or --help for usage' >&2
            cleanup_and_exit 2
            ;;
    esac
done
if [ -z "$installMode" ]; then
    echo "$0: No options specified, specify --help for help" >&2
    cleanup_and_exit 3
fi
wrong=
if [ -n "$topLevelDomain" ] && { [ -z "$onboardID" ] || [ -z "$onboardKey" ]; }; then wrong=yes; fi
if [ -z "$onboardID" ] && [ -n "$onboardKey" ]; then wrong=yes; fi
if [ -n "$onboardID" ] && [ -z "$onboardKey" ]; then wrong=yes; fi
if [ -n "$wrong" ]; then
    echo 'Must specify both workspace ID (--id) and key (--shared) to onboard' >&2
    exit 2
fi
if [ -n "$onboardID" ]; then
    root_for onboard
    : > $ONBOARD_FILE
    chmod 600 $ONBOARD_FILE
    {
        echo "WORKSPACE_ID=$onboardID"
        echo "SHARED_KEY=$onboardKey"
        [ -z "$proxy" ] || echo "PROXY=$proxy"
        [ -z "$topLevelDomain" ] || echo "URL_TLD=$topLevelDomain"
        [ -z "$azureResourceID" ] || echo "AZURE_RESOURCE_ID=$azureResourceID"
        [ -z "$multiHoming" ] || echo "MULTI_HOMING_MARKER=$multiHoming"
    } >> $ONBOARD_FILE
fi

mkdir -p "$EXTRACT_DIR"
cd "$EXTRACT_DIR"
set +e
if [ "$installMode" = R ] || [ "$installMode" = P ]; then
    rm -f $CONSISTENCY $ONBOARD_FILE
    if [ -f /opt/microsoft/omsagent/bin/uninstall ]; then
        /opt/microsoft/omsagent/bin/uninstall $installMode
    else
        echo '---------- WARNING WARNING WARNING ----------'
        echo 'Using fallback code to perform kit removal.'
        for package in auoms omsconfig omsagent scx omi; do
            echo "----- Removing package: $package -----"
            if [ $installMode = P ] || [ $package = omi ]; then dpkg --purge $package; else dpkg --remove $package; fi
        done
        if [ $installMode = P ]; then
            for package in omsconfig omsagent scx auoms; do
                rm -rf /etc/opt/microsoft/$package /opt/microsoft/$package /var/opt/microsoft/$package
            done
            rm -rf /etc/opt/omi /opt/omi /var/opt/omi
            rmdir /etc/opt/microsoft /opt/microsoft /var/opt/microsoft /etc/opt /var/opt > /dev/null 2>&1
        fi
    fi
fi
[ -z "$shouldexit" ] || cleanup_and_exit 0

if [ "$installMode" = I ] || [ "$installMode" = U ]; then
    if [ $GENERATION = new ] && [ -z "$(python_command)" ] && [ -z "$forceFlag" ]; then
        echo 'Error: Python is not installed on this system, installation cannot continue.' >&2
        echo 'Please install either the python2 or python3 package.' >&2
        cleanup_and_exit 60
    fi
    if ! python_ctypes && [ -z "$forceFlag" ]; then
        echo 'Error: Python is not configured or Python does not support ctypes on this system, installation cannot continue.' >&2
        cleanup_and_exit 61
    fi
    need tar || { echo 'tar was not installed, installation cannot continue. Please install tar.'; cleanup_and_exit 62; }
    need sed || { echo 'sed was not installed, installation cannot continue. Please install sed.'; cleanup_and_exit 63; }
    need curl || [ -n "$forceFlag" ] || { echo 'Error: curl was not installed, installation cannot continue.'; cleanup_and_exit 55; }
    need gpg || { echo 'gpg is not installed, installation cannot continue.'; cleanup_and_exit 65; }
fi

echo 'Extracting OMS agent install bundle...'
tail -n +$((SCRIPT_LEN + 1)) "$SCRIPT" | tar xzf -
code=$?
if [ $code -ne 0 ]; then
    echo 'Failed: could not extract the install bundle.'
    cleanup_and_exit $code
fi
if [ -n "$checkVersion" ]; then
    for pair in "omsagent $OMS_PKG" "omsconfig $DSC_PKG" "omi $OMI_PKG" "scx $SCX_PKG"; do
        name=${pair% *} file=${pair#* }
        if should_install "$name" "$file"; then answer=Yes; else answer=No; fi
        printf '%-15s%-15s%-15s%-15s\n' "$name" "$(version_installed "$name")" "$(number_of "$file" "$name-")" $answer
    done
    cleanup_and_exit 0
fi

if [ -n "$(fault bundle-exit)" ]; then
    echo "$(fault bundle-says)"
    cleanup_and_exit "$(fault bundle-exit)"
fi
[ "$(fault hang)" != bundle ] || sleep 100000
sleep "$(fault slow-bundle)" 2>/dev/null

case $installMode in
    E) cleanup_and_exit 0 SAVE ;;
    I)
        if installed scx || installed omi; then
            echo 'The omi or scx package is already installed. Please run the' >&2
            echo 'installer with --upgrade (instead of --install) to continue.' >&2
            cleanup_and_exit 23
        fi
        packages add
        ;;
    U)
        UPDATING=Updating
        [ $GENERATION = old ] || UPDATING=Upgrading
        packages upd
        ;;
esac
