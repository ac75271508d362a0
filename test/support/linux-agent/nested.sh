#!/bin/sh
# Stand-in of a bundle inside the bundle: auoms.
here=$(mktemp -d) || exit 1
trap 'rm -rf "$here"' EXIT
tail -n +@SCRIPT_LEN_PLUS_ONE@ "$0" | tar xzf - -C "$here" || exit 2
now=$(dpkg-query -W -f '${Version}' auoms 2>/dev/null)
if [ -n "$now" ] && dpkg --compare-versions "$now" ge @VERSION@; then
    echo 'Skipping package since existing version >= version available'
    exit 0
fi
dpkg --force-confold --force-confdef --install "$here"/auoms.deb
exit $?
