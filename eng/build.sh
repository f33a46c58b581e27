#!/usr/bin/env bash
# Builds a project or a solution: 'eng/build.sh TARGET [OPTION ...]'. One compiler process compiles all its projects, which takes less than
# half the time of a process for each; it is this build's own, by the name of its pipe, and ends with it.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
name="kraken-build-$$-$RANDOM"

# The compiler takes its pipe away with it when it is asked to end.
end() {
  local process
  for process in /proc/[0-9]*; do
    if [[ "$(tr '\0' ' ' 2>/dev/null <"$process/cmdline")" == *VBCSCompiler*"-pipename:$name"* ]]; then
      "$(readlink "$process/exe")" -shutdown "-pipename:$name" >/dev/null 2>&1 || kill "${process#/proc/}" 2>/dev/null || true
    fi
  done
}
trap end EXIT

dotnet build "$@" -c Release -nr:false -v q -clp:NoSummary -p:UseSharedCompilation=true -p:SharedCompilationId="$name"
