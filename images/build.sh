#!/usr/bin/env bash
# Builds the images of all services; called by ./xrouter images, which finds the JDK and Maven.
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
SERVICES="gateway-service router-service auth-service billing-service provider-gigachat provider-yandexgpt"

usage() {
  cat <<'HELP'
./xrouter images [--jvm|--native] [--push] [--sources]

  --jvm       images on the JVM with an AOT cache (the default). Without a container engine: the jars, their AOT caches
              for this machine's JDK, and their start-up times
  --native    images of native executables; the builder (Mandrel for JDK 25) runs in a container
  --push      push them, too, with a copy of the image that `helm test` runs, and write the digests of all into
              .xrouter/images.yaml, values of the chart
  --sources   only what native images are generated from, for every service: fails on what an image cannot hold

Environment:
  XROUTER_IMAGE_PREFIX   before the name of each service, default xrouter/
  XROUTER_IMAGE_TAG      default: the commit, with -dirty when the tree has changes
  XROUTER_ENGINE         docker, podman or buildah (which only builds), default: whichever is there and works
  XROUTER_JAVA_IMAGE     what JVM images stand on, default: Temurin's JRE 25; a mirror of it, or one of your own with
                         bash and Java 25 in its PATH
  XROUTER_CURL_IMAGE     what `helm test` runs, default: the chart's test.image at Docker Hub; a mirror of it
HELP
}

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

mode=jvm push=0
for argument in "$@"; do
  case "$argument" in
    --jvm) mode=jvm ;;
    --native) mode=native ;;
    --sources) mode=sources ;;
    --push) push=1 ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; fail "There is no option $argument" ;;
  esac
done

engine() {
  local candidate
  for candidate in ${XROUTER_ENGINE:-docker podman buildah}; do
    if command -v "$candidate" >/dev/null && "$candidate" info >/dev/null 2>&1; then
      printf '%s' "$candidate"
      return
    fi
  done
}

why_no_engine() {
  local candidate
  for candidate in ${XROUTER_ENGINE:-docker podman buildah}; do
    if command -v "$candidate" >/dev/null; then
      say "  $candidate is installed, but does not answer: $("$candidate" info 2>&1 | grep -i -m 1 'error\|cannot\|daemon' || echo 'no reason given')"
    else
      say "  $candidate is not in PATH"
    fi
  done
}

# Runs Quarkus once more over what is compiled already, with its output in a folder of its own.
package() {
  (cd "$ROOT" && mvn -B -ntp -Dquick "${MAVEN_GOAL:-package}" -am -pl "$(printf '%s' "$SERVICES" | tr ' ' ',')" \
    -Dquarkus.package.output-directory=image -Dquarkus.cyclonedx.skip=false "$@")
}

# Gives every image the same names in its folder, whatever Quarkus called its files.
collect() {
  local service folder
  for service in $SERVICES; do
    folder="$ROOT/$service/target/image"
    [ -z "${1:-}" ] || cp -p "$folder"/*-runner"$1" "$folder/$service$2"
    cp -p "$(find "$folder" "$ROOT/$service/target" -maxdepth 1 -name '*cyclonedx.json' | head -n 1)" "$folder/$service-cyclonedx.json"
  done
}

sources() {
  local service folders=()
  for service in $SERVICES; do
    rm -rf "$ROOT/$service/target/native-sources"
    folders+=("$service/target/native-sources")
  done
  package -q -Dquarkus.native.enabled=true -Dquarkus.native.sources-only=true -Dquarkus.package.jar.enabled=false
  (cd "$ROOT" && "$JAVA_HOME/bin/java" images/Registered.java "${folders[@]}") ||
    fail "Native images would miss what is named above: see docs/architecture/native-images.md"
  say "Every service gives the sources of a native image, and all that Jackson reads and writes is registered."
}

jars() {
  package -Dquarkus.package.jar.type=uber-jar
  collect .jar .jar
}

# Without an engine the caches are for this machine's JDK alone; the times tell what they bring.
train_here() {
  local service folder
  for service in $SERVICES; do
    folder="$ROOT/$service/target/image"
    "$ROOT/images/train.sh" "$JAVA_HOME/bin/java" "$folder/$service.jar" "$folder/$service.aot"
    say "  $service: $(du -h "$folder/$service.jar" | cut -f1) jar, $(du -h "$folder/$service.aot" | cut -f1) AOT cache"
  done
}

# Pushes an image and tells its digest; fails when it was not pushed, whose digest may be that of an earlier one.
pushed() {
  local file
  if [ "$ENGINE" = docker ]; then
    docker push "$1" >&2 || return 1
    docker image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$1" | sed -n "s|^${1%:*}@||p" | head -n 1
  else
    file="$(mktemp)"
    "$ENGINE" push --digestfile "$file" "$1" >&2 || return 1
    cat "$file"
    rm -f "$file"
  fi
}

# The digest of a pushed image, as values of the chart.
pushed_values() {
  local digest
  digest="$(pushed "$2")"
  [ -n "$digest" ] || fail "$ENGINE did not tell the digest of $2"
  printf '%s: {image: {repository: "%s", digest: "%s"}}\n' "$1" "${2%:*}" "$digest"
}

# A service as the chart's values name it.
value_of() {
  local name="${1%-service}"
  printf '%s' "${name#provider-}"
}

images() {
  local service tag image base=() curl="${XROUTER_CURL_IMAGE:-docker.io/curlimages/curl:8.11.1}" values="$ROOT/.xrouter/images.yaml" digests=""
  [ "$mode" != jvm ] || [ -z "${XROUTER_JAVA_IMAGE:-}" ] || base=(--build-arg "JAVA=$XROUTER_JAVA_IMAGE")
  tag="${XROUTER_IMAGE_TAG:-$(cd "$ROOT" && git describe --always --dirty)}"
  mkdir -p "$ROOT/.xrouter"
  for service in $SERVICES; do
    cp -p "$ROOT/images/train.sh" "$ROOT/$service/target/image/"
    image="${XROUTER_IMAGE_PREFIX:-xrouter/}$service:$tag"
    "$ENGINE" build -f "$ROOT/images/Dockerfile.$mode" --build-arg "SERVICE=$service" ${base[@]+"${base[@]}"} \
      -t "$image" "$ROOT/$service/target/image"
    say "  $image"
    [ "$push" -eq 0 ] || digests+="$(pushed_values "$(value_of "$service")" "$image")"$'\n'
  done
  [ "$push" -eq 1 ] || return 0
  image="${XROUTER_IMAGE_PREFIX:-xrouter/}curl:${curl##*:}"
  "$ENGINE" pull "$curl"
  "$ENGINE" tag "$curl" "$image"
  say "  $image"
  digests+="$(pushed_values test "$image")"$'\n'
  # All of them or none: half of a release must not be installed.
  printf '%s' "$digests" >"$values"
  say "$digests"
  say "These digests are in .xrouter/images.yaml: helm upgrade … -f .xrouter/images.yaml"
}

if [ "$mode" = sources ]; then
  sources
  exit
fi
ENGINE="$(engine)"
if [ "$mode" = native ]; then
  [ -n "$ENGINE" ] || fail "Native images need a container engine, for the builder as for the images:
$(why_no_engine)
./xrouter images --sources checks all that can be checked without one."
  [ "$ENGINE" != buildah ] || fail "Native images need docker or podman, because buildah starts no builder."
  package -Dquarkus.native.enabled=true -Dquarkus.package.jar.enabled=false -Dquarkus.native.container-build=true \
    "-Dquarkus.native.container-runtime=$ENGINE" -Dquarkus.native.builder-image=mandrel
  collect "" -runner
else
  jars
  if [ -z "$ENGINE" ]; then
    train_here
    fail "The jars and their AOT caches are in */target/image, but there are no images, because there is no container engine:
$(why_no_engine)"
  fi
fi
images
