#!/usr/bin/env bash
# Builds a project or a solution: 'eng/build.sh TARGET [OPTION ...]'. One compiler process compiles all its projects, which takes less than half the time
# of a process for each; it is this build's own, by the name of its pipe, and ends with it.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
name="kraken-$$-$RANDOM"

end() {
  local line
  for line in /proc/[0-9]*/cmdline; do
    [[ "$(tr '\0' ' ' <"$line" 2>/dev/null)" != *VBCSCompiler*"-pipename:$name"* ]] || kill "$(basename "$(dirname "$line")")" 2>/dev/null
  done
}
trap end EXIT

dotnet build "$@" -c Release -nr:false -v q -clp:NoSummary -p:UseSharedCompilation=true -p:SharedCompilationId="$name"
