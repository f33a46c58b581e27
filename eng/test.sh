#!/usr/bin/env bash
# Runs every test of the tree; './kraken test --all' adds the slow ones, './kraken test NAME ...' runs the projects whose names match.
# What a test needs (the browser, npm packages, a broker, an S3 server) is installed here; a missing piece fails loudly. The last line is
# 'N passed, N failed'.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

all=false; filters=()
for argument in "$@"; do
  case "$argument" in
    --all) all=true ;;
    *) filters+=("$argument") ;;
  esac
done

fail() { echo "kraken test: $*" >&2; echo "0 passed, 1 failed"; exit 1; }
command -v dotnet >/dev/null || fail "the .NET 10 SDK is needed"
command -v npm >/dev/null || fail "Node.js with npm is needed"

install_browser() {
  [ -x /usr/bin/chromium ] && return
  local sudo=""; [ "$(id -u)" = 0 ] || sudo=sudo
  echo "installing Chromium ..."
  local log; log=$(mktemp)
  { $sudo apt-get update -q && $sudo apt-get install -y -q --no-install-recommends chromium; } >"$log" 2>&1 \
    || { cat "$log"; fail "Chromium could not be installed"; }
  rm -f "$log"
}

# The broker and the S3 server of the farm's tests, which start and stop their own; the packages must not start any.
install_farm() {
  [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] && [ -x /usr/bin/radosgw ] && [ -x /usr/bin/ceph-mon ] && [ -x /usr/bin/ceph-osd ] \
    && [ -x /usr/bin/radosgw-admin ] && [ -x /usr/bin/curl ] && return
  local sudo=""; [ "$(id -u)" = 0 ] || sudo=sudo
  echo "installing RabbitMQ and Ceph's S3 server ..."
  local log; log=$(mktemp)
  local policy=/usr/sbin/policy-rc.d made=false
  [ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' | $sudo tee "$policy" >/dev/null; $sudo chmod +x "$policy"; made=true; }
  { $sudo apt-get update -q \
    && $sudo apt-get install -y -q --no-install-recommends rabbitmq-server radosgw ceph-mon ceph-osd ceph-common curl; } >"$log" 2>&1 \
    && code=0 || code=$?
  ! $made || $sudo rm -f "$policy"
  [ "$code" -eq 0 ] || { cat "$log"; fail "RabbitMQ and Ceph's S3 server could not be installed"; }
  rm -f "$log"
}

install_npm() {
  local folder=tests/EndToEnd/js done=tests/EndToEnd/js/node_modules/.package-lock.json
  [ -f "$folder/package-lock.json" ] || fail "$folder/package-lock.json is missing"
  if [ ! -f "$done" ] || [ "$folder/package-lock.json" -nt "$done" ]; then
    echo "installing npm packages ..."
    (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error) || fail "npm ci failed in $folder"
  fi
}

wanted() {
  [ ${#filters[@]} -eq 0 ] && return 0
  local filter
  for filter in "${filters[@]}"; do [[ "$1" == *"$filter"* ]] && return 0; done
  return 1
}

projects=()
while IFS= read -r project; do
  wanted "$(basename "$project" .csproj)" && projects+=("$project")
done < <(find tests -name '*.Tests.csproj' -not -path '*/obj/*' -not -path '*/node_modules/*' | sort)
[ ${#projects[@]} -gt 0 ] || fail "no test project matches: ${filters[*]}"

if printf '%s\n' "${projects[@]}" | grep -q EndToEnd; then install_browser; install_npm; fi
if printf '%s\n' "${projects[@]}" | grep -q Kraken.Farm; then install_farm; fi

echo "building ..."
eng/build.sh Kraken.slnx || fail "the build failed"

# What failed first, then the end of the rest: what tests print may be long.
tell() {
  grep -E -A 25 '\[FAIL\]$' "$1" | head -n 200 || true
  grep -vE '^(Ok, passed|  (Discovering|Discovered|Starting|Finished))' "$1" | tail -n 30 || true
}

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# Runs a project: its log, and passed, failed and seconds, go to $results.
run() {
  local name=$1 program="artifacts/bin/$1/release/$1" arguments=(-noColor -noLogo) started=$SECONDS code=0 total=1 bad=1
  $all || arguments+=(-trait- "Speed=Slow")
  "$program" "${arguments[@]}" >"$results/$name.log" 2>&1 || code=$?
  if [[ "$(grep -E "Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+" "$results/$name.log" | tail -n 1)" \
    =~ Total:\ ([0-9]+),\ Errors:\ ([0-9]+),\ Failed:\ ([0-9]+),\ Skipped:\ ([0-9]+) ]]; then
    total=${BASH_REMATCH[1]}; bad=$((BASH_REMATCH[2] + BASH_REMATCH[3] + BASH_REMATCH[4]))
  fi
  # A project that runs no test proves nothing.
  [ "$total" -gt 0 ] || { total=1; bad=1; }
  [ "$code" -eq 0 ] || [ "$bad" -gt 0 ] || bad=1
  echo "$((total - bad)) $bad $((SECONDS - started))" >"$results/$name"
  printf '%-40s %4d passed %3d failed %5ds\n' "$name" $((total - bad)) "$bad" $((SECONDS - started))
}

# What starts processes has the machine alone (and hears Ctrl-C, which jobs of a shell do not); of the others two run at a time.
names=(); alone=()
for project in "${projects[@]}"; do
  name=$(basename "$project" .csproj)
  [ -x "artifacts/bin/$name/release/$name" ] || fail "artifacts/bin/$name/release/$name was not built"
  case "$name" in
    *EndToEnd* | *Farm* | *Cli.Tests) alone+=("$name") ;;
    *) names+=("$name") ;;
  esac
done
running=0
for name in ${names[@]+"${names[@]}"}; do
  if [ "$running" -eq 2 ]; then wait -n || true; running=1; fi
  run "$name" & running=$((running + 1))
done
wait
for name in ${alone[@]+"${alone[@]}"}; do run "$name"; done

passed=0; failed=0; broken=(); failures=()
for name in ${names[@]+"${names[@]}"} ${alone[@]+"${alone[@]}"}; do
  # One that left nothing was ended from outside.
  [ -f "$results/$name" ] || { echo "0 1 0" >"$results/$name"; touch "$results/$name.log"; }
  read -r good bad _ <"$results/$name"
  passed=$((passed + good)); failed=$((failed + bad))
  if [ "$bad" -gt 0 ]; then
    broken+=("$name")
    echo "--- $name"
    tell "$results/$name.log"
    # Once more at the end, where a record that is cut still has it.
    failures+=("$(grep -E '\[FAIL\]$' "$results/$name.log" | head -n 20 || true)")
  fi
done

# Once more as on a processor without AVX-512, where kernels are chosen by it, and everything as on one without AVX2.
if $all; then
  for name in ${names[@]+"${names[@]}"} ${alone[@]+"${alone[@]}"}; do
    switches=(DOTNET_EnableAVX2=0)
    case "$name" in
      *.Fields.* | *.Hashing.* | *.Curves.* | *.Circle.* | *.Air.* | *.Stark.* | *.Cairo.Prover.*) switches+=(DOTNET_EnableAVX512=0) ;;
    esac
    for switch in "${switches[@]}"; do
      arguments=(-noColor -noLogo -trait- "Speed=Slow")
      log=$(mktemp)
      if env "$switch" "artifacts/bin/$name/release/$name" "${arguments[@]}" >"$log" 2>&1; then
        passed=$((passed + 1)); printf '%-40s passed with %s\n' "$name" "$switch"
      else
        failed=$((failed + 1)); broken+=("$name ($switch)"); tell "$log"
      fi
      rm -f "$log"
    done
  done
fi

[ ${#broken[@]} -eq 0 ] || { printf '%s\n' "${failures[@]}"; echo "failed: ${broken[*]}"; }
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
