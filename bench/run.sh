#!/usr/bin/env bash
# Builds the benchmark when it changed and runs it against the running stack; ./xrouter bench calls this.
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
STATE="${XROUTER_STATE_DIR:-$ROOT/.xrouter}"
JAR="$ROOT/bench/target/bench-0.1.0-SNAPSHOT.jar"
JAVA="${JAVA_HOME:+$JAVA_HOME/bin/}java"

if [ ! -f "$JAR" ] || [ -n "$(find "$ROOT/bench/src/main" "$ROOT/bench/pom.xml" -newer "$JAR" -print -quit)" ]; then
  echo "Building the benchmark" >&2
  # JDK 24 and newer warn about what Maven 3's own libraries do.
  export MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}"
  (cd "$ROOT" && mvn -B -ntp -q -Dquick package -pl bench) >&2
fi

# Each open stream is a connection.
ulimit -n 16384 2>/dev/null || true
exec "$JAVA" -XX:+UseSerialGC -Xms256m -Xmx256m -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow -Dio.netty.leakDetection.level=disabled \
  -jar "$JAR" --state "$STATE" --checkout "$ROOT" "$@"
