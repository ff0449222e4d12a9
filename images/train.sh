#!/bin/bash
# train.sh JAVA JAR CACHE: starts a service once, without database, Redis or provider, asks it a few things, stops it, and
# keeps what the JVM learned as an AOT cache. The options that shape objects must be those of the images.
set -euo pipefail

java="$1" jar="$2" cache="$3"
port="${TRAIN_PORT:-18080}" management="${TRAIN_MANAGEMENT_PORT:-19080}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# What each service needs to start; none of it is in the cache.
export XROUTER_SERVICE_TOKEN=training-is-no-secret XROUTER_AUTH_PEPPER=training-pepper-that-guards-no-key
export XROUTER_YANDEXGPT_API_KEY=training XROUTER_YANDEXGPT_FOLDER_ID=training XROUTER_ROUTER_SPOOL_DIR="$work/spool"

"$java" -XX:AOTCacheOutput="$cache" -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xmx256m \
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -Dquarkus.http.host=127.0.0.1 -Dquarkus.http.port="$port" \
  -Dquarkus.management.host=127.0.0.1 -Dquarkus.management.port="$management" \
  -Dquarkus.flyway.migrate-at-start=false -Dquarkus.flyway.validate-at-start=false \
  -Dquarkus.shutdown.timeout=1s -Dquarkus.shutdown.delay=0s \
  -jar "$jar" >"$work/log" 2>&1 &
service=$!

fail() {
  echo "The training run of $jar failed: $1" >&2
  tail -n 30 "$work/log" >&2
  kill -KILL "$service" 2>/dev/null || true
  exit 1
}

# GET over bash's own sockets: the runtime image has no HTTP client.
get() {
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer training\r\nConnection: close\r\n\r\n' "$2" >&3
  timeout 20 cat <&3 >/dev/null || true
  exec 3<&- 3>&-
}

for _ in $(seq 1200); do
  kill -0 "$service" 2>/dev/null || fail "it ended"
  if get "$management" /q/health/live 2>/dev/null; then break; fi
  sleep 0.1
done
for _ in 1 2 3; do
  get "$management" /q/health/ready 2>/dev/null || true
  get "$management" /q/metrics 2>/dev/null || true
  get "$port" /v1/models 2>/dev/null || true
done
kill -TERM "$service"
wait "$service" || true
[ -s "$cache" ] || fail "there is no cache"
