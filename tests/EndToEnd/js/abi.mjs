// Contracts by their ABI alone, as starknet.js' guides do it: node abi.mjs RPC_URL SHARED_DATA_FOLDER
// Prints one line of JSON at the end. Any deviation is an assertion failure.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Account, CallData, Contract, RpcProvider, cairo, createAbiParser, events, hash, num } from 'starknet';

const [url, data] = process.argv.slice(2);
const read = (file) => JSON.parse(fs.readFileSync(path.join(data, 'cairo/own-contracts/pairs_2_19_4', file), 'utf8'));
const provider = await RpcProvider.create({ nodeUrl: `${url}/rpc` });
const same = (a, b, what) => assert.equal(num.toBigInt(a), num.toBigInt(b), what);

async function predeployed() {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'devnet_getPredeployedAccounts', params: {} });
  const answer = await fetch(`${url}/rpc`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return (await answer.json()).result.map((entry) => new Account({ provider, address: entry.address, signer: entry.private_key }));
}

const [alice, bob] = await predeployed();
const sierra = read('erc20_components.sierra.json');
const casm = read('erc20_components.casm.json');

// A constructor of byte arrays, an integer of two felts and addresses, compiled by the ABI from names.
const constructorCalldata = new CallData(sierra.abi).compile('constructor', {
  name: 'A token whose name is longer than thirty-one characters',
  symbol: 'LONG',
  supply: cairo.uint256(1000n),
  recipient: alice.address,
  owner: alice.address,
});
const { deploy } = await alice.declareAndDeploy({ contract: sierra, casm, constructorCalldata, salt: '0x1' });

// The ABI that the node gives is the one that was declared.
const { abi } = await provider.getClassAt(deploy.contract_address);
assert.deepEqual(abi, sierra.abi);
const token = new Contract({ abi, address: deploy.contract_address, providerOrAccount: alice });
assert.equal(await token.name(), 'A token whose name is longer than thirty-one characters');
assert.equal(await token.symbol(), 'LONG');
assert.equal(await token.total_supply(), 1000n);
assert.equal(await token.balance_of(alice.address), 1000n);

// Typed by the ABI: named arguments, a method of one's own choice, an estimate, simulations.
const typed = token.typedv2(abi);
assert.equal(await typed.balance_of(bob.address), 0n);
const call = token.populate('transfer', { recipient: bob.address, amount: 10n });
assert.equal(call.contractAddress, token.address);
const estimate = await token.estimateFee.transfer(bob.address, 10n);
assert.ok(estimate.overall_fee > 0n);
const simulated = await alice.simulateTransaction([{ type: 'INVOKE', payload: [call] }]);
const [{ transaction_trace: trace }] = simulated.simulated_transactions ?? simulated;
assert.equal(trace.type, 'INVOKE');

// Sent, and its events read by the ABI.
const { transaction_hash } = await token.invoke('transfer', [bob.address, 10n]);
const receipt = await provider.waitForTransaction(transaction_hash, { retryInterval: 100 });
assert.ok(receipt.isSuccess());
const [transfer] = token.parseEvents(receipt);
const [name] = Object.keys(transfer).filter((key) => key.endsWith('Transfer'));
const amount = Object.values(transfer[name]).at(-1);
assert.equal(amount, 10n);
assert.ok(Object.values(transfer[name]).some((value) => typeof value === 'bigint' && value === num.toBigInt(bob.address)));

// The same events by their key, parsed from what starknet_getEvents gives.
const found = await provider.getEvents({
  address: token.address, from_block: { block_number: 0 }, to_block: 'latest', keys: [], chunk_size: 100,
});
const parsed = events.parseEvents(
  found.events, events.getAbiEvents(abi), CallData.getAbiStruct(abi), CallData.getAbiEnum(abi), createAbiParser(abi));
assert.ok(parsed.length >= 2);
assert.ok(found.events.every((event) => event.keys.length > 0));

// Several calls in one transaction, and one that fails as a whole.
const many = await alice.execute([
  token.populate('approve', [bob.address, 50n]),
  token.populate('transfer', [bob.address, 1n]),
]);
await provider.waitForTransaction(many.transaction_hash, { retryInterval: 100 });
token.providerOrAccount = bob;
await (async () => provider.waitForTransaction(
  (await token.transfer_from(alice.address, bob.address, 20n)).transaction_hash, { retryInterval: 100 }))();
assert.equal(await token.balance_of(bob.address), 31n);
assert.equal(await token.allowance(alice.address, bob.address), 30n);
await assert.rejects(token.transfer_from(alice.address, bob.address, 31n));
await assert.rejects(token.transfer(alice.address, 1_000_000n));
assert.throws(() => token.populate('no_such_entry_point', []));
same(await provider.getClassHashAt(token.address), hash.computeContractClassHash(sierra), 'class');
console.log(JSON.stringify({ events: parsed.length, token: token.address }));
