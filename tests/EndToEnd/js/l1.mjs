// Messages between a development chain and a real Ethereum node, through starknet.js: node l1.mjs RPC_URL L1_URL SHARED_DATA_FOLDER
// Any deviation is an assertion failure.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Account, RpcProvider, hash, num } from 'starknet';

const [url, l1Url, data] = process.argv.slice(2);
const read = (file) => JSON.parse(fs.readFileSync(path.join(data, 'cairo/own-contracts/pairs_2_19_4', file), 'utf8'));
const provider = new RpcProvider({ nodeUrl: `${url}/rpc` });

async function ask(address, method, params) {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const { result, error } = await response.json();
  if (error) throw Object.assign(new Error(`${method}: ${error.message}`), error);
  return result;
}

const devnet = (method, params = {}) => ask(`${url}/rpc`, `devnet_${method}`, params);
const l1 = (method, ...params) => ask(l1Url, method, params);
const words = (...values) => values.map((value) => BigInt(value).toString(16).padStart(64, '0')).join('');
const [account] = await l1('eth_accounts');

async function send(to, selector, encoded, value = 0n) {
  const sent = await l1('eth_sendTransaction', {
    from: account, to, data: `0x${selector}${encoded}`, value: num.toHex(value), gas: '0x4c4b40',
  });
  for (let tries = 0; tries < 200; tries++) {
    const receipt = await l1('eth_getTransactionReceipt', sent);
    if (receipt) return receipt;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${sent}: no receipt within ten seconds`);
}

async function storageAt(key) {
  return ask(`${url}/rpc`, 'starknet_getStorageAt', { contract_address: contract, key, block_id: 'latest' });
}

// A wrong node, contract or key is refused with its reason.
await assert.rejects(devnet('postmanLoad', { network_url: 'http://127.0.0.1:1' }), /L1/);
await assert.rejects(devnet('postmanLoad', { network_url: 'ftp://127.0.0.1' }), /http/);
await assert.rejects(devnet('postmanLoad', { network_url: l1Url, messaging_contract_address: `0x${'11'.repeat(20)}` }), /no contract/);
await assert.rejects(devnet('postmanLoad', { network_url: l1Url, deployer_account_private_key: '0x1' }), /signs nothing/);
const { messaging_contract_address: messaging } = await devnet('postmanLoad', { network_url: l1Url });
assert.notEqual(await l1('eth_getCode', messaging, 'latest'), '0x');

// The contract on L2.
const [alice] = (await devnet('getPredeployedAccounts')).map(
  (entry) => new Account({ provider, address: entry.address, signer: entry.private_key }));
const deployed = await alice.declareAndDeploy({ contract: read('syscalls.sierra.json'), casm: read('syscalls.casm.json') });
const contract = deployed.deploy.contract_address;

// L1 to L2: sent on L1, executed by the next flush, once.
const receipt = await send(messaging, '3e3aa6c5', words(contract, hash.getSelectorFromName('handle'), 96, 1, 30), 1000n);
assert.equal(receipt.status, '0x1');
const flushed = await devnet('postmanFlush');
assert.equal(flushed.l1_provider, l1Url);
assert.equal(flushed.messages_to_l2.length, 1);
const [message] = flushed.messages_to_l2;
assert.deepEqual(
  [BigInt(message.l1_contract_address), BigInt(message.paid_fee_on_l1), BigInt(message.nonce), message.l1_transaction_hash],
  [BigInt(account), 1000n, 0n, receipt.transactionHash]);
const [handler] = flushed.generated_l2_transactions;
assert.ok((await provider.getTransactionReceipt(handler)).isSuccess());
assert.equal(BigInt(await storageAt('0x66726f6d5f6c31')), BigInt(account) + 30n);
const [status] = await ask(`${url}/rpc`, 'starknet_getMessagesStatus', { transaction_hash: receipt.transactionHash });
assert.equal(BigInt(status.transaction_hash), BigInt(handler));
assert.deepEqual((await devnet('postmanFlush')).messages_to_l2, []);

// The hash of the message on L1 is the one that the receipt has, and L1 remembers its fee plus one.
const pending = (await provider.getTransactionReceipt(handler)).value.message_hash;
assert.equal(BigInt(await l1('eth_call', { to: messaging, data: `0x77c7d7a9${pending.slice(2)}` }, 'latest')), 1001n);

// L2 to L1: consumed on L1 by the receiver, once.
await provider.waitForTransaction(
  (await alice.execute({ contractAddress: contract, entrypoint: 'l1_message', calldata: [account, 2, 5, 6] })).transaction_hash);
const consume = words(contract, 64, 2, 5, 6);
assert.equal((await send(messaging, '2c9dd5c0', consume)).status, '0x0');
const sent = await devnet('postmanFlush');
assert.equal(sent.messages_to_l1.length, 1);
assert.equal((await send(messaging, '2c9dd5c0', consume)).status, '0x1');
assert.equal((await send(messaging, '2c9dd5c0', consume)).status, '0x0');

// One more that nobody consumes, and one that is not brought to L1.
for (const value of [7, 8]) {
  await provider.waitForTransaction(
    (await alice.execute({ contractAddress: contract, entrypoint: 'l1_message', calldata: [account, 1, value] })).transaction_hash);
  if (value === 7) assert.equal((await devnet('postmanFlush')).messages_to_l1.length, 1);
}
console.log(JSON.stringify({ messaging, handler }));
