#!/bin/sh
# A node tells the others the address that it has now, and keeps the identity that it had.
set -eu
set -- redis-server /etc/redis/redis.conf --cluster-announce-ip "$POD_IP" --cluster-announce-hostname "$POD_NAME.redis-nodes"
if [ -n "${REDIS_PASSWORD:-}" ]; then
  export REDISCLI_AUTH="$REDIS_PASSWORD"
  set -- "$@" --requirepass "$REDIS_PASSWORD" --masterauth "$REDIS_PASSWORD"
fi
if [ -f /data/nodes.conf ]; then
  sed -i -e "/myself/ s/[0-9]\{1,3\}\.[0-9]\{1,3\}\.[0-9]\{1,3\}\.[0-9]\{1,3\}/$POD_IP/" /data/nodes.conf
fi

# Nodes that come back together, all with new addresses, remember only each other's old ones; their names lead to the new ones.
find_the_lost() {
  while sleep 1; do
    if redis-cli cluster nodes 2>/dev/null | grep -v myself | grep -Eq 'fail|noaddr|disconnected'; then
      for number in 0 1 2 3 4 5; do
        [ "redis-$number" != "$POD_NAME" ] || continue
        address=$(getent hosts "redis-$number.redis-nodes" | cut -d' ' -f1)
        [ -z "$address" ] || redis-cli cluster meet "$address" 6379 >/dev/null || true
      done
    fi
  done
}
find_the_lost &
exec "$@"
