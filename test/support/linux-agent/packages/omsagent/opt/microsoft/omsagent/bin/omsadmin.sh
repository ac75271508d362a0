#!/bin/sh
# Stand-in of the agent's own tool: options, lines, exit codes and weaknesses of the original; see linux-agent/README.md.
set -e

VAR_DIR=/var/opt/microsoft/omsagent
ETC_DIR=/etc/opt/microsoft/omsagent
DF_CONF_DIR=$ETC_DIR/conf
PROXY_FILE=$ETC_DIR/proxy.conf
ONBOARD_FILE=/etc/omsagent-onboard.conf
BIN_DIR=/opt/microsoft/omsagent/bin
AGENT_USER=omsagent
AGENT_GROUP=omiusers
GUID='^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$'
OMI_CONF=/etc/opt/omi/conf/omiserver.conf

URL_TLD=opinsights.azure.com
LOG_FACILITY=local0
VERBOSE=0
CURL_VERBOSE=-s

fault() { sed -n "s/^$1=//p" /run/stand-in-faults 2>/dev/null; }

usage() {
    echo
    echo 'Maintenance tool for OMS:'
    echo 'Onboarding:'
    echo 'omsadmin.sh -w <workspace id> -s <shared key> [-d <top level domain>]'
    echo
    echo 'List Workspaces:'
    echo 'omsadmin.sh -l'
    echo
    echo 'Remove Workspace:'
    echo 'omsadmin.sh -x <workspace id>'
    echo
    echo 'Remove All Workspaces:'
    echo 'omsadmin.sh -X'
    echo
    echo "Define proxy settings ('-u' will prompt for password):"
    echo 'omsadmin.sh [-u user] -p host[:port]'
}

# With dash as sh the words "-e" are printed.
log_info() { echo -e "info\t$1"; logger -i -p $LOG_FACILITY.info -t omsagent "[INFO] $1" 2>/dev/null || true; }
log_warning() { echo -e "warning\t$1"; logger -i -p $LOG_FACILITY.warning -t omsagent "[WARNING] $1" 2>/dev/null || true; }
log_error() { echo -e "error\t$1"; logger -i -p $LOG_FACILITY.err -t omsagent "[ERROR] $1" 2>/dev/null || true; }

own() { [ "$(id -u)" -ne 0 ] || chown $AGENT_USER:$AGENT_GROUP "$@" > /dev/null 2>&1 || true; }

make_dir() {
    [ -d "$1" ] || mkdir -m 750 "$1"
    chmod 750 "$1"
    own "$1"
}

workspace_dirs() {
    VAR_WS=$VAR_DIR/$1
    ETC_WS=$ETC_DIR/$1
    CONF_DIR=$ETC_WS/conf
    CERT_DIR=$ETC_WS/certs
    TMP_DIR=$VAR_WS/tmp
    CONF=$CONF_DIR/omsadmin.conf
}

make_workspace_dirs() {
    workspace_dirs "$1"
    for folder in "$VAR_WS" "$ETC_WS" "$TMP_DIR" "$VAR_WS/state" "$VAR_WS/run" "$VAR_WS/log" "$CERT_DIR" "$CONF_DIR"; do make_dir "$folder"; done
    chmod 700 "$CERT_DIR"
}

workspaces() { ls -1 $ETC_DIR | grep -E "$GUID"; }

create_proxy_conf() {
    touch $PROXY_FILE
    own $PROXY_FILE
    chmod 600 $PROXY_FILE
    printf %s "$1" > $PROXY_FILE
    log_info "Created proxy configuration: $PROXY_FILE"
}

set_proxy_setting() {
    if [ -n "$PROXY" ]; then
        PROXY_SETTING="--proxy $PROXY"
        create_proxy_conf "$PROXY"
        return
    fi
    kept=
    [ ! -r $PROXY_FILE ] || kept=$(cat $PROXY_FILE)
    if [ -n "$kept" ]; then
        PROXY_SETTING="--proxy $kept"
        log_info "Using proxy settings from '$PROXY_FILE'"
    fi
}

hex_of() { od -An -v -tx1 | tr -d ' \n'; }
digest() { openssl dgst -sha256 -binary; }

# hex PATTERN from hexadecimal digits, each byte combined with NUMBER: bytes that printf can write.
bytes_xor() {
    rest=$1 mixed=
    while [ -n "$rest" ]; do
        two=${rest%"${rest#??}"}
        rest=${rest#??}
        mixed=$mixed$(printf '\\%03o' $((0x$two ^ $2)))
    done
    printf "$mixed"
}

# HMAC-SHA256 of stdin with the key of a file, as base64: the key is on no command line.
signature() {
    key=$(openssl base64 -d -A < "$1" | hex_of)
    [ ${#key} -le 128 ] || key=$(openssl base64 -d -A < "$1" | digest | hex_of)
    while [ ${#key} -lt 128 ]; do key=${key}00; done
    { bytes_xor "$key" 54; cat; } | digest > "$TMP_DIR/inner"
    { bytes_xor "$key" 92; cat "$TMP_DIR/inner"; } | digest | openssl base64 -A
    rm -f "$TMP_DIR/inner"
}

make_certificate() {
    log_info 'Generating certificate ...'
    umask 027
    openssl req -x509 -newkey rsa:2048 -nodes -sha256 -days 365 -subj "/CN=$WORKSPACE_ID/CN=$AGENT_GUID/OU=Linux Monitoring Agent/O=Microsoft" \
        -keyout "$CERT_DIR/oms.key" -out "$CERT_DIR/oms.crt" 2>/dev/null || return 1
    umask 022
    chmod 640 "$CERT_DIR/oms.key" "$CERT_DIR/oms.crt"
    own "$CERT_DIR/oms.key" "$CERT_DIR/oms.crt"
}

write_body() {
    os=$(sed -n 's/^OSName=//p' /etc/opt/microsoft/scx/conf/scx-release)
    maker=$(sed -n 's/^OSManufacturer=//p' /etc/opt/microsoft/scx/conf/scx-release)
    version=$(sed -n 's/^OSVersion=//p' /etc/opt/microsoft/scx/conf/scx-release)
    {
        echo '<?xml version="1.0"?>'
        printf '<AgentTopologyRequest xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://schemas.microsoft.com/WorkloadMonitoring/HealthServiceProtocol/2014/09/">'
        printf '<FullyQualfiedDomainName>%s</FullyQualfiedDomainName><EntityTypeId>%s</EntityTypeId>' "$(hostname)" "$AGENT_GUID"
        printf '<AuthenticationCertificate>%s</AuthenticationCertificate>' "$(sed '/^-----/d' "$CERT_DIR/oms.crt" | tr '\n' ' ' | sed 's/ $//')"
        printf '<OperatingSystem><Name>%s</Name><Manufacturer>%s</Manufacturer><ProcessorArchitecture>x64</ProcessorArchitecture><Version>%s</Version></OperatingSystem>' "$os" "$maker" "$version"
        printf '</AgentTopologyRequest>\n'
    } > "$TMP_DIR/body_onboard.xml"
}

save_config() {
    {
        echo "WORKSPACE_ID=$WORKSPACE_ID"
        echo "AGENT_GUID=$AGENT_GUID"
        echo "LOG_FACILITY=$LOG_FACILITY"
        echo "CERTIFICATE_UPDATE_ENDPOINT=$CERTIFICATE_UPDATE_ENDPOINT"
        echo "URL_TLD=$URL_TLD"
        echo "DSC_ENDPOINT=$DSC_ENDPOINT"
        echo "OMS_ENDPOINT=https://$WORKSPACE_ID.ods.$URL_TLD/OperationalData.svc/PostJsonDataItems"
        echo "AZURE_RESOURCE_ID=$AZURE_RESOURCE_ID"
        echo 'OMSCLOUD_ID='
        echo 'UUID='
    } > "$CONF"
    own "$CONF"
}

copy_configuration() {
    cp -p $ETC_DIR/sysconf/omsagent.conf $ETC_DIR/sysconf/omi_mapping.json "$CONF_DIR"
    make_dir "$CONF_DIR/omsagent.d"
    cp -p $ETC_DIR/sysconf/omsagent.d/*.conf "$CONF_DIR/omsagent.d"
    sed -i -e "s,%CONF_DIR_WS%,$CONF_DIR," -e 's,%SYSLOG_PORT%,25224,' -e 's,%MONITOR_AGENT_PORT%,25324,' "$CONF_DIR/omsagent.conf" "$CONF_DIR"/omsagent.d/*.conf
    own "$CONF_DIR"/*.conf "$CONF_DIR"/omsagent.d/*
}

link_dir() {
    [ ! -d "$1" ] || rm -r "$1"
    ln -s "$2" "$1"
    own "$1"
}

make_primary() {
    for name in tmp run state log; do link_dir "$VAR_DIR/$name" "$VAR_WS/$name"; done
    link_dir $ETC_DIR/certs "$CERT_DIR"
    link_dir $DF_CONF_DIR "$CONF_DIR"
}

configure_logrotate() {
    echo "Configure log rotate for workspace $WORKSPACE_ID..."
    [ -f "/etc/logrotate.d/omsagent-$WORKSPACE_ID" ] ||
        sed "s/%WORKSPACE_ID%/$WORKSPACE_ID/g" $ETC_DIR/sysconf/logrotate.conf > "/etc/logrotate.d/omsagent-$WORKSPACE_ID"
}

metaconfig() {
    if command -v python3 > /dev/null; then
        echo /opt/microsoft/omsconfig/Scripts/python3/OMS_MetaConfigHelper.py
    elif command -v python2 > /dev/null || command -v python > /dev/null; then
        echo /opt/microsoft/omsconfig/Scripts/OMS_MetaConfigHelper.py
    fi
}

configure_dsc() {
    if [ ! -f /etc/cron.d/OMSConsistencyInvoker ] && [ -d /etc/cron.d ]; then
        echo "7,22,37,52 * * * * $AGENT_USER /opt/omi/bin/OMSConsistencyInvoker >/dev/null 2>&1" > /etc/cron.d/OMSConsistencyInvoker
    fi
    script=$(metaconfig)
    if [ ! -f "$script" ]; then
        log_error "MetaConfig generation script not available at $script"
        return 34
    fi
    if ! su - $AGENT_USER -c "$script" > /dev/null; then
        log_error 'Error configuring omsconfig. Error: 1'
        return 33
    fi
    log_info 'Configured omsconfig'
}

forget_certificate() { rm -f "$CERT_DIR/oms.crt" "$CERT_DIR/oms.key"; }

register() {
    date=$(date +%Y-%m-%dT%T.%N%:z)
    write_body
    hash=$(digest < "$TMP_DIR/body_onboard.xml" | openssl base64 -A)
    : > "$TMP_DIR/shared_key"
    chmod 600 "$TMP_DIR/shared_key"
    printf %s "$SHARED_KEY" > "$TMP_DIR/shared_key"
    signed=$(printf '%s\n%s\n' "$date" "$hash" | signature "$TMP_DIR/shared_key")
    rm "$TMP_DIR/shared_key"
    set_proxy_setting
    [ "$(fault hang)" != onboard ] || sleep 100000
    sleep "$(fault slow-onboard)" 2>/dev/null || true

    error=0
    # $PROXY_SETTING is split: an option and its value.
    status=$(curl --header "x-ms-Date: $date" \
        --header 'x-ms-version: August, 2014' \
        --header "x-ms-SHA256_Content: $hash" \
        --header "Authorization: $WORKSPACE_ID; $signed" \
        --header "User-Agent: LinuxMonitoringAgent/$(head -1 $ETC_DIR/sysconf/installinfo.txt | cut -d' ' -f1)" \
        --header 'Accept-Language: en-US' \
        --insecure --http1.1 --data-binary "@$TMP_DIR/body_onboard.xml" \
        --cert "$CERT_DIR/oms.crt" --key "$CERT_DIR/oms.key" \
        --output "$TMP_DIR/resp_onboard.xml" $CURL_VERBOSE --write-out '%{http_code}\n' $PROXY_SETTING \
        "https://$WORKSPACE_ID.oms.$URL_TLD/AgentService.svc/LinuxAgentTopologyRequest") || error=$?
    answered "$status" "$error"
}

answered() {
    if [ "$2" -eq 6 ] && [ -z "$PROXY_SETTING" ]; then
        log_error 'Error resolving host during the onboarding request. Check the correctness of the workspace ID and the internet connectivity, or add a proxy.'
        return 7
    elif [ "$2" -eq 5 ] && [ -n "$PROXY_SETTING" ]; then
        log_error "Proxy could not be resolved during the onboarding request: curl returned $2. Verify the proxy."
        return 4
    elif [ "$2" -eq 7 ] && [ -n "$PROXY_SETTING" ]; then
        log_error "Error connecting to OMS service through proxy: curl returned $2. Verify the proxy."
        return 4
    elif [ "$2" -ne 0 ]; then
        log_error "Error during the onboarding request: curl returned $2. Check the internet connectivity and the correctness of the workspace ID and shared key or run omsadmin.sh with '-v'"
        return 8
    elif [ "$1" = 403 ]; then
        reason=$(sed -n 's:.*<Reason>\(.*\)</Reason>.*:\1:p' "$TMP_DIR/resp_onboard.xml")
        log_error "Error onboarding. HTTP code 403, Reason: $reason. Check the Workspace ID, Workspace Key and that the time of the system is correct."
        return 5
    elif [ "$1" != 200 ]; then
        log_error "Error onboarding. HTTP code $1"
        return 6
    fi
    CERTIFICATE_UPDATE_ENDPOINT=$(sed -n 's:.*<CertificateUpdateEndpoint[^>]*>\([^<]*\)<.*:\1:p' "$TMP_DIR/resp_onboard.xml")
    DSC_ENDPOINT=$(sed -n 's:.*<DscConfiguration.*<Endpoint>\([^<]*\)</Endpoint>.*:\1:p' "$TMP_DIR/resp_onboard.xml" | sed 's/[()]/\\&/g')
    log_info 'Onboarding success'
}

onboard() {
    if [ "$WORKSPACE_ID" = scom ]; then
        onboard_scom
        return
    fi
    if [ $VERBOSE -eq 1 ]; then
        echo "Workspace ID:      $WORKSPACE_ID"
        echo "Shared key:        $(printf %.4s "$SHARED_KEY")***"
        echo "Top Level Domain:  $URL_TLD"
    fi
    if [ -z "$WORKSPACE_ID" ] || [ -z "$SHARED_KEY" ]; then
        log_error 'Missing Workspace ID or Shared Key information for onboarding'
        return 3
    fi
    if ! echo "$WORKSPACE_ID" | grep -Eq "$GUID"; then
        log_error 'The Workspace ID is not valid'
        return 3
    fi
    code=0
    $BIN_DIR/service_control is-running "$WORKSPACE_ID" > /dev/null 2>&1 || code=$?
    if [ $code -eq 1 ]; then
        echo "Workspace $WORKSPACE_ID already onboarded and agent is running."
        if [ -z "$MULTI_HOMING_MARKER" ] && [ ! -h $DF_CONF_DIR ]; then
            echo 'Symbolic links have not been created; re-onboarding to create them'
        else
            return 0
        fi
    fi
    make_workspace_dirs "$WORKSPACE_ID"
    if [ -f "$CERT_DIR/oms.key" ] && [ -f "$CERT_DIR/oms.crt" ] && [ -s "$CONF" ]; then
        AGENT_GUID=$(grep AGENT_GUID "$CONF" | cut -d= -f2)
        log_info "Reusing previous agent GUID $AGENT_GUID"
    else
        AGENT_GUID=$(cat /proc/sys/kernel/random/uuid)
        if ! make_certificate; then
            log_error 'Error generating certs'
            return 32
        fi
    fi
    log_info "Agent GUID is $AGENT_GUID"
    register || {
        code=$?
        forget_certificate
        return $code
    }
    onboarded
}

onboarded() {
    save_config
    copy_configuration
    if [ -z "$MULTI_HOMING_MARKER" ]; then
        make_primary
    else
        echo "$MULTI_HOMING_MARKER" > "$CONF_DIR/.multihoming_marker"
    fi
    echo 'Configure syslog...'
    $BIN_DIR/configure_syslog.sh configure "$WORKSPACE_ID" 25224 || true
    echo 'Configure heartbeat monitoring agent...'
    configure_logrotate
    $BIN_DIR/service_control start "$WORKSPACE_ID" || true
    [ -n "$MULTI_HOMING_MARKER" ] || configure_dsc
}

onboard_scom() {
    echo 'Onboarding SCOM'
    make_workspace_dirs scom
    if [ ! -f "$CERT_DIR/scom-cert.pem" ]; then
        echo 'Generating SCOM certificates...'
        /opt/microsoft/scx/bin/tools/scxsslconfig -c -g "$CERT_DIR" || { log_error 'Error generating certs'; return 1; }
        mv "$CERT_DIR"/omi-host-*.pem "$CERT_DIR/scom-cert.pem"
        mv "$CERT_DIR/omikey.pem" "$CERT_DIR/scom-key.pem"
        own "$CERT_DIR/scom-cert.pem" "$CERT_DIR/scom-key.pem"
    fi
    : > "$CONF_DIR/omsagent.conf"
    make_dir "$CONF_DIR/omsagent.d"
    echo 'SCOM Workspace' > "$CONF_DIR/.multihoming_marker"
    own "$CONF_DIR/omsagent.conf"
    configure_logrotate
    if ! scom_port_open; then
        echo 'Opening port 1270'
        /opt/omi/bin/omiconfigeditor httpsport -a 1270 < $OMI_CONF > ${OMI_CONF}_temp
        mv ${OMI_CONF}_temp $OMI_CONF
        /opt/omi/bin/service_control restart
    fi
}

scom_port_open() { /opt/omi/bin/omiconfigeditor httpsport -q 1270 < $OMI_CONF > /dev/null 2>&1; }

remove_workspace() {
    workspace_dirs "$1"
    if [ -d "$CONF_DIR" ]; then
        log_info "Disable workspace: $1"
        $BIN_DIR/service_control disable "$1" || true
    else
        log_error "Workspace $1 doesn't exist"
    fi
    log_info 'Cleanup the folders'
    $BIN_DIR/configure_syslog.sh unconfigure "$1" 25224 || true
    rm -rf "${VAR_WS:?}" "${ETC_WS:?}"
    rm -f "/etc/logrotate.d/omsagent-$1"
    if [ -h $DF_CONF_DIR ] && [ ! -d $DF_CONF_DIR ]; then
        rm -f $VAR_DIR/tmp $VAR_DIR/run $VAR_DIR/state $VAR_DIR/log $ETC_DIR/certs $DF_CONF_DIR
    fi
}

show_status() {
    code=0
    $BIN_DIR/service_control is-running "$2" 2>/dev/null || code=$?
    if [ $code -eq 1 ]; then
        status='Onboarded(OMSAgent Running)'
    elif [ -f "$1/.service_registered" ]; then
        status='Warning(OMSAgent Registered, Not Running)'
    elif [ -f "$1/omsadmin.conf" ]; then
        status='Saved(OMSAgent Not Registered, Workspace Configuration Saved)'
    else
        status='Failure(Agent Not Onboarded, No Workspace Configuration Present)'
    fi
    marker=
    [ ! -f "$1/.multihoming_marker" ] || marker="($(cat "$1/.multihoming_marker"))"
    if [ "$3" = 1 ]; then
        echo "Primary Workspace: $2    Status: $status"
    else
        echo "Workspace$marker: $2    Status: $status"
    fi
    FOUND=1
}

list_workspaces() {
    FOUND=0 primary=
    if [ -d $DF_CONF_DIR ] && [ -f $DF_CONF_DIR/omsadmin.conf ]; then
        primary=$(grep WORKSPACE_ID $DF_CONF_DIR/omsadmin.conf | cut -d= -f2)
    fi
    [ -z "$primary" ] || show_status $DF_CONF_DIR "$primary" 1
    if [ -h $DF_CONF_DIR ] || [ ! -d $DF_CONF_DIR ]; then
        for id in $(workspaces || true); do
            [ "$id" = "$primary" ] || show_status "$ETC_DIR/$id/conf" "$id" 0
        done
    fi
    [ ! -d $ETC_DIR/scom ] || show_status $ETC_DIR/scom/conf scom 0
    [ $FOUND -ne 0 ] || echo 'No Workspace'
}

parse_args() {
    while getopts 'h?s:w:d:vp:u:a:lx:XUm:oR' opt; do
        case $opt in
            h | \?) usage; exit 0 ;;
            s) ONBOARDING=1 SHARED_KEY=$OPTARG ;;
            w) ONBOARDING=1 WORKSPACE_ID=$OPTARG ;;
            d) ONBOARDING=1 URL_TLD=$OPTARG ;;
            v) VERBOSE=1 CURL_VERBOSE=-v ;;
            p) PROXY_HOST=$OPTARG ;;
            u) PROXY_USER=$OPTARG ;;
            a) AZURE_RESOURCE_ID=$OPTARG ;;
            l) LIST=1 ;;
            x) REMOVE=$OPTARG ;;
            X) REMOVE_ALL=1 ;;
            U | R) ;;
            m) MULTI_HOMING_MARKER=$OPTARG ;;
            o) DETECT_SCOM=1 ;;
        esac
    done
    shift $((OPTIND - 1))
    if [ $# -gt 0 ]; then
        log_error "Parsing error: '$*' is unparsed"
        usage
        exit 2
    fi
    if [ -n "$PROXY_USER" ] && [ -z "$PROXY_HOST" ]; then
        log_error 'Cannot specify the proxy user without specifying the proxy host'
        usage
        exit 4
    fi
    [ -z "$PROXY_HOST" ] || create_proxy_conf "$PROXY_HOST"
}

main() {
    if [ "$(id -u)" -ne 0 ] && [ "$(id -un)" != $AGENT_USER ]; then
        log_error "This script must be run as root or as the $AGENT_USER user."
        exit 1
    fi
    parse_args "$@"
    if [ $# -eq 0 ] || { [ $# -eq 1 ] && [ $VERBOSE -eq 1 ]; }; then
        if [ ! -r $ONBOARD_FILE ]; then
            usage
            exit 2
        fi
        log_info "Reading onboarding params from: $ONBOARD_FILE"
        . $ONBOARD_FILE
        ONBOARDING=1 FROM_FILE=1
    fi
    if [ "$DETECT_SCOM" = 1 ]; then
        if scom_port_open; then exit 0; else exit 1; fi
    fi
    if [ "$ONBOARDING" = 1 ]; then
        onboard || { code=$?; rm -f "$TMP_DIR/body_onboard.xml" "$TMP_DIR/resp_onboard.xml"; exit $code; }
        [ -z "$TMP_DIR" ] || rm -f "$TMP_DIR/body_onboard.xml" "$TMP_DIR/resp_onboard.xml"
    fi
    [ "$LIST" != 1 ] || list_workspaces
    [ -z "$REMOVE" ] || remove_workspace "$REMOVE"
    if [ "$REMOVE_ALL" = 1 ]; then
        for id in $(workspaces || true); do remove_workspace "$id"; done
        [ ! -d $ETC_DIR/scom ] || remove_workspace scom
    fi
    [ "$FROM_FILE" != 1 ] || rm -f $ONBOARD_FILE
    exit 0
}

# Arguments are split once more, as the original does.
main $@
