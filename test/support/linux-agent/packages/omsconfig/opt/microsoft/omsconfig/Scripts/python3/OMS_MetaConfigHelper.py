#!/bin/sh
[ "$(id -un)" = omsagent ] || exit 1
echo "$(date +%Y/%m/%d\ %T): metaconfig generated" >> /var/opt/microsoft/omsconfig/omsconfig.log
cp /etc/opt/microsoft/omsagent/conf/omsadmin.conf /etc/opt/omi/conf/omsconfig/configuration/MetaConfig.mof
