# Sets JAVA_HOME for mvnw: the one given if it is a JDK of 21 or later, else the newest such JDK
# among the usual places. Also keeps downloads quiet. Sourced, not run.

oldest_jdk=21

# Prints a JDK's feature version; nothing if the folder holds no JDK.
jdk_version() {
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

find_jdk() {
  best= best_version=0
  for candidate in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    version=$(jdk_version "$candidate")
    if [ "${version:-0}" -gt "$best_version" ]; then
      best=$candidate best_version=$version
    fi
  done
  [ "$best_version" -lt "$oldest_jdk" ] || printf '%s\n' "$best"
}

given_version=$(jdk_version "${JAVA_HOME:-/nonexistent}")
if [ "${given_version:-0}" -lt "$oldest_jdk" ]; then
  on_path=$(command -v javac 2>/dev/null || :)
  found=$(find_jdk)
  if [ -z "$found" ] && [ -n "$on_path" ]; then
    # A JDK in an unusual place, reached through PATH.
    on_path=$(readlink -f "$on_path" 2>/dev/null || printf '%s' "$on_path")
    on_path=${on_path%/bin/javac}
    version=$(jdk_version "$on_path")
    [ "${version:-0}" -lt "$oldest_jdk" ] || found=$on_path
  fi
  if [ -z "$found" ]; then
    echo "Tandem needs a JDK $oldest_jdk or later (a JDK, not a JRE)." >&2
    if [ -n "${JAVA_HOME:-}" ]; then
      echo "JAVA_HOME is $JAVA_HOME, which is ${given_version:+JDK }${given_version:-no JDK}." >&2
    fi
    echo "None was found in /usr/lib/jvm and the other usual places either. Install one (for example Temurin 25)," >&2
    echo "or set JAVA_HOME to it, and run the command again." >&2
    exit 1
  fi
  JAVA_HOME=$found
  export JAVA_HOME
fi

# Dev mode resolves libraries by itself, and knows Maven's options only from here.
MAVEN_CONFIG="${MAVEN_CONFIG:---no-transfer-progress}"
export MAVEN_CONFIG
