#!/usr/bin/env bash
# private-pcscd.sh COMMAND [ARGUMENT...]
#
# Runs COMMAND with a PC/SC daemon and a virtual reader of its own, and exits with COMMAND's code.
# Everything lives in private mount, network and process namespaces (loopback only): it clashes with
# no other daemon, any number run in parallel, and nothing stays behind when COMMAND ends.
# The virtual reader takes its cards at 127.0.0.1:35963 (first slot) and 127.0.0.1:35964 (second).
# PCSCD_LOG=FILE keeps the daemon's log. PCSCD_OPTIONS adds options, for example --debug.
# COMMAND finds EIDOLON_PRIVATE_PCSCD=yes in its environment.
# Exit code 96: something is missing, or the daemon did not start.
set -u

fail() { echo "private-pcscd: $1" >&2; exit 96; }

[ $# -gt 0 ] || fail "say which command to run"

if [ "${EIDOLON_PRIVATE_PCSCD:-}" != entering ]; then
  for need in unshare:util-linux mount:mount ip:iproute2 ss:iproute2 pcscd:pcscd; do
    PATH="$PATH:/usr/sbin:/sbin" command -v "${need%%:*}" >/dev/null || fail "${need%%:*} is missing, it comes with the Debian package ${need#*:}"
  done
  ls /etc/reader.conf.d/vpcd >/dev/null 2>&1 || fail "the virtual reader is missing, it comes with the Debian package vsmartcard-vpcd"
  user=()
  [ "$(id -u)" = 0 ] || user=(--user --map-root-user)
  export EIDOLON_PRIVATE_PCSCD=entering
  exec unshare ${user[@]+"${user[@]}"} --mount --net --pid --fork --kill-child --mount-proc -- "$0" "$@"
fi

export EIDOLON_PRIVATE_PCSCD=yes
PATH="$PATH:/usr/sbin:/sbin"
mount -t tmpfs tmpfs /run && mkdir /run/pcscd || fail "cannot mount a private /run"
ip link set lo up || fail "cannot bring up the loopback interface"

log=${PCSCD_LOG:-/run/pcscd.log}
# shellcheck disable=SC2086  # several options are several words
pcscd --foreground ${PCSCD_OPTIONS:-} >"$log" 2>&1 &
daemon=$!

ready() { [ -S /run/pcscd/pcscd.comm ] && ss -Hltn 'sport = :35964' | grep -q .; }
for _ in $(seq 200); do
  ready && break
  kill -0 "$daemon" 2>/dev/null || break
  sleep 0.05
done
ready || { cat "$log" >&2; fail "pcscd did not start with a virtual reader, its log is above"; }

"$@"
