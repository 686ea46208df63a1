#!/bin/sh
# usage: on-small-disk.sh FOLDER COMMAND [ARGUMENT…]
# Runs the command with a file system of 1 MB (or of DISK_SIZE) mounted on FOLDER, seen by nobody else and gone with the process.
# Ends with 77 where this machine does not allow the mount.
set -u
folder=$1
shift
export folder
unshare --mount true 2>/dev/null || exit 77
exec unshare --mount sh -c 'mount -t tmpfs -o size=${DISK_SIZE:-1m} none "$folder" 2>/dev/null || exit 77; exec "$@"' sh "$@"
