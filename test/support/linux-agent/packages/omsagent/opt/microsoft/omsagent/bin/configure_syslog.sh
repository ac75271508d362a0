#!/bin/sh
# configure | unconfigure ID PORT, purge, restart: by the files that are there, not by what runs.
DROP_IN=/etc/rsyslog.d/95-omsagent.conf
if [ -f /etc/rsyslog.conf ] && [ -d /etc/rsyslog.d ]; then
    DAEMON=rsyslog FILE=$DROP_IN
elif [ -f /etc/rsyslog.conf ]; then
    DAEMON=rsyslog FILE=/etc/rsyslog.conf
elif [ -f /etc/syslog-ng/syslog-ng.conf ]; then
    DAEMON=syslog-ng FILE=/etc/syslog-ng/syslog-ng.conf
else
    echo 'No supported syslog daemon found. Syslog messages will not be processed.'
    exit 1
fi

restart() {
    echo "Restarting service: $DAEMON"
    if [ -d /run/systemd/system ]; then /bin/systemctl restart $DAEMON; else /usr/sbin/invoke-rc.d $DAEMON restart; fi
}

without() {
    cp $FILE $FILE.bak
    grep -Ev "$1" $FILE.bak > $FILE
    rm -f $FILE.bak
}

case $1 in
    configure | unconfigure)
        if [ -z "$2" ] || [ -z "$3" ]; then
            echo 'WORKSPACE_ID and SYSLOG_PORT are required' >&2
            exit 1
        fi
        ours="OMS Syslog collection for workspace $2|@127.0.0.1:$3"
        ;;
esac
case $1 in
    configure)
        [ -f $FILE ] && grep -Eq "$ours" $FILE && exit 0
        echo "Configuring $DAEMON for OMS logging"
        sed "s/%WORKSPACE_ID%/$2/g" /etc/opt/microsoft/omsagent/sysconf/rsyslog.conf >> $FILE
        [ $FILE != $DROP_IN ] || chown omsagent:omiusers $FILE
        restart
        ;;
    unconfigure)
        [ -f $FILE ] && grep -Eq "$ours" $FILE || exit 0
        echo "Unconfiguring $DAEMON for OMS logging"
        without "$ours"
        restart
        ;;
    purge)
        if [ $FILE = $DROP_IN ]; then
            [ -f $FILE ] || exit 0
            echo 'Purging rsyslog for OMS logging'
            rm -f $FILE
        else
            without 'OMS Syslog collection|@127.0.0.1:25...'
        fi
        restart
        ;;
    restart) restart ;;
    *)
        echo "Unknown parameter : $1" >&2
        exit 1
        ;;
esac || exit 1
