// A developer's day on a development chain, through starknet.js: node dev.mjs RPC_URL SHARED_DATA_FOLDER
// Prints one line of JSON at the end. Any deviation is an assertion failure.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Account, CallData, RpcProvider, cairo, constants, ec, hash, num, stark, uint256 } from 'starknet';

const [url, data] = process.argv.slice(2);
const read = (file) => JSON.parse(fs.readFileSync(path.join(data, file), 'utf8'));
const provider = new RpcProvider({ nodeUrl: `${url}/rpc` });
const same = (a, b, what) => assert.equal(num.toBigInt(a), num.toBigInt(b), what);
const STRK = '0x04718f5a0fc34cc1af16a1cdee98ffb20c31f5cd61d6ab07201858f4287c938d';

// What starknet-devnet's clients send: parameters by name, ids as they come.
async function devnet(method, params = {}) {
  const response = await fetch(`${url}/rpc`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 0, method: `devnet_${method}`, params }),
  });
  const { result, error } = await response.json();
  if (error) throw Object.assign(new Error(error.message), error);
  return result;
}

// The receipt is there when the transaction's hash is: nothing waits.
async function receiptOf(sent) {
  const receipt = await provider.getTransactionReceipt(sent.transaction_hash);
  assert.ok(receipt.isSuccess(), `${sent.transaction_hash}: ${JSON.stringify(receipt.value)}`);
  return receipt.value;
}

async function balance(address) {
  const [low, high] = await provider.callContract({ contractAddress: STRK, entrypoint: 'balanceOf', calldata: [address] });
  return uint256.uint256ToBN({ low, high });
}

// Alive, with accounts and configuration.
assert.equal((await fetch(`${url}/is_alive`)).status, 200);
assert.equal(await provider.getChainId(), constants.StarknetChainId.SN_SEPOLIA);
const config = await devnet('getConfig');
assert.equal(config.total_accounts, 10);
const predeployed = await devnet('getPredeployedAccounts', { with_balance: true });
assert.equal(predeployed.length, 10);
assert.equal(predeployed[0].balance.strk.amount, config.predeployed_accounts_initial_balance);
const [alice, bob] = predeployed.map((entry) => new Account({ provider, address: entry.address, signer: entry.private_key }));
same(await provider.getClassHashAt(alice.address), config.account_contract_class_hash, 'class of the accounts');

// Transfers: one block each, with the receipt at once.
const height = await provider.getBlockNumber();
const transfer = { contractAddress: STRK, entrypoint: 'transfer', calldata: [bob.address, cairo.uint256(5n)] };
const before = await balance(bob.address);
for (let i = 1; i <= 3; i++) {
  const receipt = await receiptOf(await alice.execute(transfer));
  assert.equal(receipt.block_number, height + i);
}
assert.equal((await balance(bob.address)) - before, 15n);

// waitForTransaction as scripts have it.
assert.ok((await provider.waitForTransaction((await alice.execute(transfer)).transaction_hash)).isSuccess());

// Declare and deploy a class never seen, and an account of one's own that the faucet funds.
const sierra = read('cairo/own-contracts/pairs_2_19_4/erc20_components.sierra.json');
const casm = read('cairo/own-contracts/pairs_2_19_4/erc20_components.casm.json');
const declared = await alice.declare({ contract: sierra, casm });
await receiptOf(declared);
same(declared.class_hash, hash.computeContractClassHash(sierra), 'class hash');
assert.equal((await provider.getClass(declared.class_hash)).sierra_program.length, sierra.sierra_program.length);
const accountClass = await provider.getClassHashAt(alice.address);
const key = stark.randomAddress();
const publicKey = ec.starkCurve.getStarkKey(key);
const calldata = CallData.compile([publicKey]);
const address = hash.calculateContractAddressFromHash(publicKey, accountClass, calldata, 0);
const minted = await devnet('mint', { address, amount: 10 ** 19 });
assert.equal(minted.new_balance, (10n ** 19n).toString());
await receiptOf({ transaction_hash: minted.tx_hash });
const carol = new Account({ provider, address, signer: key });
await receiptOf(await carol.deployAccount({ classHash: accountClass, constructorCalldata: calldata, addressSalt: publicKey }));
await receiptOf(await carol.execute({ ...transfer, calldata: [bob.address, cairo.uint256(1n)] }));
const udc = await alice.deploy({ classHash: accountClass, constructorCalldata: [publicKey], salt: '0x5', unique: true });
await receiptOf(udc);
same(await provider.getClassHashAt(udc.contract_address[0]), accountClass, 'class of what the deployer deployed');

// The errors that starknet.js tells scripts.
await assert.rejects(alice.execute(transfer, { nonce: 1000n }), /nonce/i);
const imposter = new Account({ provider, address: alice.address, signer: '0x5' });
const bounds = (await alice.estimateInvokeFee(transfer)).resourceBounds;
await assert.rejects(imposter.execute(transfer, { resourceBounds: bounds, tip: 0n }), /validation/i);

// Impersonated, the same is taken.
await devnet('impersonateAccount', { account_address: alice.address });
await receiptOf(await imposter.execute(transfer, { resourceBounds: bounds, tip: 0n }));
await devnet('stopImpersonateAccount', { account_address: alice.address });
await assert.rejects(imposter.execute(transfer, { resourceBounds: bounds, tip: 0n }), /validation/i);

// Time, blocks, prices.
const set = await devnet('setTime', { time: 2_000_000_000 });
assert.equal(set.block_timestamp, 2_000_000_000);
assert.equal((await provider.getBlock('latest')).timestamp, 2_000_000_000);
await devnet('increaseTime', { time: 1000 });
assert.ok((await provider.getBlock('latest')).timestamp >= 2_000_001_000);
const created = await devnet('createBlock');
assert.equal((await provider.getBlock('latest')).block_hash, created.block_hash);
await devnet('setGasPrice', { l2_gas_price_fri: 2_000_000_000, generate_block: true });
assert.equal(num.toBigInt((await provider.getBlock('latest')).l2_gas_price.price_in_fri), 2_000_000_000n);
await receiptOf(await alice.execute(transfer));

// Blocks are taken back, and the chain goes on.
const latest = await provider.getBlock('latest');
const nonce = num.toBigInt(await alice.getNonce());
const aborted = await devnet('abortBlocks', { starting_block_id: 'latest' });
assert.deepEqual(aborted.aborted, [latest.block_hash]);
assert.equal(num.toBigInt(await alice.getNonce()), nonce - 1n);
await assert.rejects(provider.getBlock(latest.block_hash), /24|not found/i);
await receiptOf(await alice.execute(transfer));
assert.equal(await provider.getBlockNumber(), latest.block_number);

// And from the beginning.
await devnet('restart');
assert.equal(await provider.getBlockNumber(), 0);
assert.equal(num.toBigInt(await alice.getNonce()), 0n);
await receiptOf(await alice.execute(transfer));

console.log(JSON.stringify({ blocks: await provider.getBlockNumber(), declared: declared.class_hash, account: address }));
