#!/usr/bin/env bash
# try.sh [PORT_OFFSET_OF_THE_STACK]: starts a container of each image as the chart does and has it answer; beside a running
# ./xrouter up, whose PostgreSQL, Redis and simulator it uses (databases of its own, Redis' database 1).
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
stack="${1:-0}" here=$((${1:-0} + 12000))
engine="${XROUTER_ENGINE:-podman}"
prefix="${XROUTER_IMAGE_PREFIX:-xrouter/}"
tag="${XROUTER_IMAGE_TAG:-$(cd "$ROOT" && git describe --always --dirty)}"
names="auth-service billing-service provider-gigachat provider-yandexgpt router-service gateway-service"
work="$(mktemp -d)"

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }
for tool in "$engine" psql curl jq; do command -v "$tool" >/dev/null || fail "try.sh needs $tool in PATH"; done

clean() {
  for name in $names; do "$engine" rm -f "try-$name" >/dev/null 2>&1 || true; done
  rm -rf "$work"
}
trap clean EXIT

sql() { PGOPTIONS="-c client_min_messages=warning" psql -qtAX -v ON_ERROR_STOP=1 -h 127.0.0.1 -p $((5432 + stack)) -U postgres -d "$1" -c "$2"; }

# A database, a role that owns it and one that serves, as k8s/base/postgresql makes them.
database() {
  sql postgres "drop database if exists try_$1 with (force)"
  for role in "try_$1" "try_$1_owner"; do
    sql postgres "drop role if exists $role"
    sql postgres "create role $role login password 'try'"
  done
  sql postgres "create database try_$1 owner try_$1_owner"
}

# run NAME [-d]: with the limits of the chart's pods and the variables in $environment.
run() {
  local name="$1"
  shift
  # shellcheck disable=SC2086 # XROUTER_RUN_OPTIONS is a list of words
  "$engine" run "$@" --name "try-$name" --network host --read-only --tmpfs /tmp:rw,noexec,nosuid,size=64m \
    --cap-drop all --security-opt no-new-privileges --memory 640m ${XROUTER_RUN_OPTIONS:-} \
    --env-file "$work/common" --env-file "$work/$name" "$prefix$name:$tag"
}

port() {
  case "$1" in
    gateway-service) echo $((8080 + here)) ;; auth-service) echo $((8081 + here)) ;; router-service) echo $((8082 + here)) ;;
    billing-service) echo $((8083 + here)) ;; provider-gigachat) echo $((8084 + here)) ;; provider-yandexgpt) echo $((8085 + here)) ;;
  esac
}
url() { echo "http://127.0.0.1:$(port "$1")"; }

for name in $names; do
  printf '%s\n' "QUARKUS_HTTP_PORT=$(port "$name")" "QUARKUS_MANAGEMENT_PORT=$(($(port "$name") + 1000))" >"$work/$name"
done
# AOTMode=on: a cache that does not fit is an error then, not only slow.
printf '%s\n' XROUTER_SERVICE_TOKEN=token-of-the-trial "XROUTER_REDIS_URL=redis://127.0.0.1:$((6379 + stack))/1" \
  JDK_JAVA_OPTIONS=-XX:AOTMode=on >"$work/common"
simulator="http://127.0.0.1:$((8090 + stack))"
for schema in auth billing; do
  database "$schema"
  printf '%s\n' "XROUTER_DB_URL=jdbc:postgresql://127.0.0.1:$((5432 + stack))/try_$schema" XROUTER_DB_PASSWORD=try >>"$work/$schema-service"
done
printf '%s\n' XROUTER_AUTH_PEPPER=pepper-of-the-trial-of-32-characters "XROUTER_AUTH_ROUTER_URL=$(url router-service)" >>"$work/auth-service"
printf '%s\n' XROUTER_BILLING_PAYMENTS_WEBHOOK_SECRET=secret-of-the-trial >>"$work/billing-service"
printf '%s\n' "XROUTER_GIGACHAT_AUTH_URL=$simulator/gigachat/api/v2/oauth" "XROUTER_GIGACHAT_API_URL=$simulator/gigachat/api/v1" \
  "XROUTER_GIGACHAT_API_V2_URL=$simulator/gigachat/api/v2" XROUTER_GIGACHAT_CREDENTIALS=bG9jYWw6c2ltdWxhdG9y >>"$work/provider-gigachat"
printf '%s\n' "XROUTER_YANDEXGPT_API_URL=$simulator/yandex" XROUTER_YANDEXGPT_FOLDER_ID=b1gsimulator00000000 \
  XROUTER_YANDEXGPT_API_KEY=AQVN-local-key-of-the-simulator >>"$work/provider-yandexgpt"
printf '%s\n' "XROUTER_ROUTER_ADAPTERS_GIGACHAT_URL=$(url provider-gigachat)" "XROUTER_ROUTER_ADAPTERS_YANDEXGPT_URL=$(url provider-yandexgpt)" \
  "XROUTER_ROUTER_BILLING_URL=$(url billing-service)" XROUTER_ROUTER_SPOOL_DIR=/tmp/spool >>"$work/router-service"
printf '%s\n' "XROUTER_GATEWAY_ROUTER_URL=$(url router-service)" "XROUTER_GATEWAY_AUTH_URL=$(url auth-service)" \
  "XROUTER_GATEWAY_BILLING_URL=$(url billing-service)" >>"$work/gateway-service"

clean_names() { for name in $names; do "$engine" rm -f "try-$name" >/dev/null 2>&1 || true; done; }
clean_names
for schema in auth billing; do
  cp "$work/$schema-service" "$work/serving"
  printf '%s\n' XROUTER_MIGRATE=only "XROUTER_DB_USERNAME=try_${schema}_owner" "XROUTER_DB_RUNTIME_USERNAME=try_$schema" >>"$work/$schema-service"
  run "$schema-service" --rm >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "$schema-service did not migrate"; }
  say "$schema-service migrated: $(sql "try_$schema" "select count(*) from $schema.flyway_schema_history where success") migrations, and ended"
  printf '%s\n' XROUTER_MIGRATE=never "XROUTER_DB_USERNAME=try_$schema" >>"$work/serving"
  mv "$work/serving" "$work/$schema-service"
done

for name in $names; do run "$name" -d >/dev/null; done
for name in $names; do
  for i in $(seq 300); do
    curl -fsS -o "$work/ready" "http://127.0.0.1:$(($(port "$name") + 1000))/q/health/ready" 2>/dev/null && break
    [ "$i" -lt 300 ] && [ "$("$engine" inspect -f '{{.State.Running}}' "try-$name")" = true ] ||
      { "$engine" logs --tail 40 "try-$name" >&2; fail "$name is not ready"; }
    sleep 0.2
  done
  pid="$("$engine" inspect -f '{{.State.Pid}}' "try-$name")"
  "$engine" cp "try-$name:/xrouter/sbom.json" "$work/sbom.json"
  say "$name: ready, uid $(awk '/^Uid:/ {print $2}' "/proc/$pid/status"), capabilities $(awk '/^CapEff:/ {print $2}' "/proc/$pid/status"), $(
    awk '/^VmRSS:/ {print int($2 / 1024)}' "/proc/$pid/status") MB, root $(awk '$5 == "/" {print substr($6, 1, 2)}' "/proc/$pid/mountinfo"), SBOM of $(
    jq '.components | length' "$work/sbom.json") components ($(jq -r .bomFormat "$work/sbom.json"))"
done

post() { curl -fsS "$1" -H "Authorization: Bearer $2" -H 'Content-Type: application/json' -d "$3"; }
token=token-of-the-trial
account="$(post "$(url auth-service)/internal/accounts" $token '{"name": "trial"}' | jq -r .account_id)"
post "$(url billing-service)/internal/accounts/$account/top-ups" $token '{"amount": "100.00", "reference": "trial"}' >/dev/null
key="$(post "$(url auth-service)/internal/accounts/$account/api-keys" $token '{"name": "trial"}' | jq -r .key)"
for model in gigachat/GigaChat-2 yandexgpt/yandexgpt; do
  say "$model: $(post "$(url gateway-service)/v1/chat/completions" "$key" \
    "{\"model\": \"$model\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}" | jq -c '[.choices[0].finish_reason, .usage.total_tokens]')"
done
for name in $names; do
  "$engine" stop -t 30 "try-$name" >/dev/null
  say "$name: stopped with $("$engine" inspect -f '{{.State.ExitCode}}' "try-$name")"
done
