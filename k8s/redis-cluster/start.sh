#!/bin/sh
# A node tells the others the address that it has now, and keeps the identity that it had.
set -eu
set -- redis-server /etc/redis/redis.conf --cluster-announce-ip "$POD_IP" --cluster-announce-hostname "$POD_NAME.redis-nodes"
[ -z "${REDIS_PASSWORD:-}" ] || set -- "$@" --requirepass "$REDIS_PASSWORD" --masterauth "$REDIS_PASSWORD"
if [ -f /data/nodes.conf ]; then
  sed -i -e "/myself/ s/[0-9]\{1,3\}\.[0-9]\{1,3\}\.[0-9]\{1,3\}\.[0-9]\{1,3\}/$POD_IP/" /data/nodes.conf
fi
exec "$@"
