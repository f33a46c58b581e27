#!/usr/bin/env bash
# Makes the network's files and the secrets that compose.yaml mounts; nothing that exists is overwritten.
#   ./prepare.sh PUBLIC_KEY     the Stark key (0x...) of the account that holds the fee token; its private key stays with you
# KRAKEN names the command, the image's by default.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
key=${1:?expected the public key of the treasury, 0x...}
[[ $key =~ ^0x[0-9a-fA-F]{1,64}$ ]] || { echo "expected a public key such as 0x12ab, got '$key'" >&2; exit 2; }
kraken=${KRAKEN:-"docker run --rm --user $(id -u):$(id -g) -v $PWD:/data ${KRAKEN_IMAGE:-kraken}"}
umask 077
mkdir -p secrets

if [ ! -e network ]; then
  sed "s/FILL_public_key_of_the_treasury/\"$key\"/" chain.yaml > network.yaml
  $kraken genesis --from network.yaml --out network
  rm network.yaml
  mkdir network/watcher network/proofs
fi

secret() { [ -e "secrets/$1" ] || printf '%s' "$2" > "secrets/$1"; }
random() { head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n'; }
secret s3_user kraken
secret s3_key "$(random)"
secret broker_password "$(random)"
secret grafana "$(random)"
secret rabbitmq.conf "$(printf 'default_user = kraken\ndefault_pass = %s\n' "$(cat secrets/broker_password)")"
secret queue "amqp://kraken:$(cat secrets/broker_password)@rabbitmq:5672"
secret store "s3://kraken:$(cat secrets/s3_key)@s3:9000/kraken"
# The images of others read theirs as users of their own.
chmod 644 secrets/rabbitmq.conf secrets/s3_user secrets/s3_key secrets/grafana
printf 'COMPOSE_PROJECT_NAME=kraken\nKRAKEN_USER=%s:%s\n' "$(id -u)" "$(id -g)" > .env
echo "ready: docker compose up -d"
