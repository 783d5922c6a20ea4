# The first process of a guest: make a machine of it, do what `run` says, and switch it off.
# LYRAD_GUEST is the folder that the guest shares with whoever started it.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PYTHONDONTWRITEBYTECODE=1
at=$LYRAD_GUEST
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t tmpfs tmpfs /run
mkdir -p /dev/shm /run/rpcbind
mount -t tmpfs tmpfs /dev/shm
ln -s /proc/self/fd /dev/fd
mount -t hostfs -o "$at/out" none "$at/out"
mount -t tmpfs tmpfs "$at/room"
echo guest > /proc/sys/kernel/hostname
ip link set lo up
# A name server's library takes a machine that has only a loopback for one without addresses.
ip addr add 192.0.2.1/32 dev lo
mkdir -p "$at/room/kernel/lib"
ln -s /usr/lib/uml/modules "$at/room/kernel/lib/modules"
printf '#!/bin/sh\nexec modprobe -d %s "$@"\n' "$at/room/kernel" > "$at/room/modprobe"
chmod +x "$at/room/modprobe"
echo "$at/room/modprobe" > /proc/sys/kernel/modprobe
for module in cifs nfsv3 nfsv4; do "$at/room/modprobe" "$module"; done
rpcbind -w
export HOME="$at/room" TMPDIR="$at/room"
sh "$at/run" > "$at/out/said" 2>&1
echo $? > "$at/out/code"
sync
echo o > /proc/sysrq-trigger
sleep 60
