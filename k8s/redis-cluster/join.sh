#!/bin/sh
# Makes six lone nodes one cluster: three masters with a replica each. Does nothing when they are one already.
set -eu
[ -z "${REDIS_PASSWORD:-}" ] || export REDISCLI_AUTH="$REDIS_PASSWORD"
nodes=""
for number in 0 1 2 3 4 5; do
  node="redis-$number.redis-nodes"
  until [ "$(redis-cli -h "$node" ping 2>/dev/null)" = PONG ]; do sleep 2; done
  nodes="$nodes $(getent hosts "$node" | cut -d' ' -f1):6379"
done
if redis-cli -h redis-0.redis-nodes cluster info | grep -q 'cluster_state:ok'; then
  echo "The cluster is whole."
  exit 0
fi
# shellcheck disable=SC2086 # a list of words
redis-cli --cluster create $nodes --cluster-replicas 1 --cluster-yes
