#!/usr/bin/env bash
# starknet.js' own tests, in its devnet mode, against 'kraken dev': eng/starknetjs-suite.sh FOLDER [FILE ...]
# FOLDER is a checkout of github.com/starknet-io/starknet.js, which stays as it is: tests and sources are copied to
# artifacts/starknetjs, and npm installs there what the tests need. FILE limits the run to tests whose paths match. Ends with 0 only if all
# of them pass.
# STARKNET_VERSION is the protocol version whose costs apply, 0.14.2 if it is not set; KRAKEN another program than the one built here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() { echo "starknetjs-suite: $*" >&2; exit 1; }
[ $# -ge 1 ] && [ -d "$1/__tests__" ] || fail "expected the folder of a checkout of starknet.js, got '${1:-nothing}'"
source=$(cd "$1" && pwd); shift
specs=$PWD/../shared/data/starknet/rpc-spec-0.9.0
[ -d "$specs" ] || fail "$specs: expected the specification that the tests hold answers against"
kraken=${KRAKEN:-$PWD/artifacts/bin/Kraken.Cli/release/kraken}
[ -x "$kraken" ] || fail "$kraken is missing: './kraken help' builds it"
work=$PWD/artifacts/starknetjs
mkdir -p "$work"

# The newest of what npm has in place of versions that it lacks; what only lints, builds or documents is left out.
for part in __tests__ __mocks__ src package.json jest.config.ts tsconfig.json; do
  rm -rf "${work:?}/$part"
  cp -r "$source/$part" "$work/$part"
done
cd "$work"
node -e '
  const fs = require("fs");
  const file = JSON.parse(fs.readFileSync("package.json"));
  const used = ["@swc/core", "@swc/jest", "ajv", "ajv-keywords", "blakejs", "fetch-intercept", "isomorphic-fetch", "jest",
    "jest-environment-jsdom", "jest-json-schema", "starknet-devnet", "ts-node", "typescript"];
  const wallet = "@starknet-io/get-starknet-wallet-standard";
  file.devDependencies = Object.fromEntries(used.map((name) => [name, file.devDependencies[name]]));
  file.devDependencies["starknet-devnet"] = "*";
  if (file.dependencies[`${wallet}-v6`]) file.dependencies[`${wallet}-v6`] = `npm:${wallet}@^6.0.0`;
  delete file.scripts;
  delete file.engines;
  fs.writeFileSync("package.json", JSON.stringify(file, null, 2));'
if ! cmp -s package.json .installed; then
  npm install --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error
  cp package.json .installed
fi

# The tests name the specifications 0.9 and, for one schema, 0.8, in which a block being built is called pending.
mkdir -p node_modules/starknet_specs/api node_modules/starknet_specs_08/api
for file in "$specs"/*.json; do cp -f "$file" node_modules/starknet_specs/api/; done
chmod -R u+w node_modules/starknet_specs
node -e '
  const fs = require("fs");
  const spec = JSON.parse(fs.readFileSync("node_modules/starknet_specs/api/starknet_api_openrpc.json"));
  const building = { $ref: "#/components/schemas/PRE_CONFIRMED_BLOCK_WITH_RECEIPTS" };
  spec.components.schemas.PENDING_BLOCK_WITH_RECEIPTS = { allOf: [building], not: { required: ["block_hash", "new_root"] } };
  fs.writeFileSync("node_modules/starknet_specs_08/api/starknet_api_openrpc.json", JSON.stringify(spec));'

log=$work/dev.log
# The version of the development node that the tests were written for: storage costs more from 0.14.3 on, and one of them pays a fixed sum.
"$kraken" dev --seed 0 --port 0 --starknet-version "${STARKNET_VERSION:-0.14.2}" >"$log" 2>&1 &
dev=$!
heart=
trap 'kill $dev $heart 2>/dev/null || true' EXIT
for _ in $(seq 300); do
  address=$(sed -n 's/^kraken dev listens on //p' "$log")
  [ -z "$address" ] || break
  kill -0 $dev 2>/dev/null || { cat "$log" >&2; fail "kraken dev ended"; }
  sleep 0.1
done
[ -n "$address" ] || fail "kraken dev does not listen"

call() {
  curl -sf "http://$address" -H 'content-type: application/json' \
    -d "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$1\",\"params\":$2}"
}
account=$(call devnet_getPredeployedAccounts '{}')
field() { node -p 'JSON.parse(process.argv[1]).result[0][process.argv[2]]' "$account" "$1"; }
export TEST_RPC_URL=http://$address TEST_WS_URL=ws://$address/ws IS_DEVNET=true TX_VERSION=0x3
TEST_ACCOUNT_ADDRESS=$(field address); TEST_ACCOUNT_PRIVATE_KEY=$(field private_key); INITIAL_BALANCE=$(field initial_balance)
export TEST_ACCOUNT_ADDRESS TEST_ACCOUNT_PRIVATE_KEY INITIAL_BALANCE
node -e 'process.exit(typeof WebSocket === "undefined" ? 1 : 0)' || export NODE_OPTIONS=--experimental-websocket

# Bound to public networks: one asks them all which specification they speak.
ignored=(--testPathIgnorePatterns /node_modules/ defaultNodes)
code=0
npx jest -i --ci --forceExit "${ignored[@]}" WebSocketChannel.test -- "$@" || code=1

# Those of subscriptions wait for the blocks of a network that others use.
while sleep 0.3; do call devnet_mint '{"address":"0x1","amount":1}' >/dev/null || true; done &
heart=$!
npx jest -i --ci --forceExit WebSocketChannel.test || code=1
exit $code
