#!/bin/sh
# usage: on-read-only-root.sh FOLDER COMMAND [ARGUMENT…]
# Runs the command where nothing but FOLDER can be written to, as in a container with a read-only root file system.
# Ends with 77 where this machine does not allow the mount.
set -u
folder=$1
shift
export folder
unshare --user --map-root-user --mount true 2>/dev/null || exit 77
exec unshare --user --map-root-user --mount sh -c '
  mount --bind "$folder" "$folder" 2>/dev/null && mount -o remount,bind,ro / 2>/dev/null || exit 77
  touch "$folder/../written" 2>/dev/null && exit 77
  exec "$@"' sh "$@"
