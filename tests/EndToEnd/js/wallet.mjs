// A wallet's day on a Kraken network, through starknet.js: node wallet.mjs RPC_URL[,RPC_URL...] SHARED_DATA_FOLDER
// Prints one line of JSON with what later tests look for. Any deviation is an assertion failure.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Account, CallData, RpcProvider, cairo, constants, ec, hash, num, stark, uint256 } from 'starknet';

const urls = process.argv[2].split(',');
const data = process.argv[3];
const read = (file) => JSON.parse(fs.readFileSync(path.join(data, file), 'utf8'));

const STRK = '0x04718f5a0fc34cc1af16a1cdee98ffb20c31f5cd61d6ab07201858f4287c938d';
const seed0 = read('starknet/genesis/devnet_seed_0_accounts.json');
const accounts = (seed0.accounts ?? seed0).map((entry) => ({
  address: entry.address ?? entry.contract_address,
  key: entry.private_key ?? entry.privateKey,
}));
const same = (a, b, what) => assert.equal(num.toBigInt(a), num.toBigInt(b), what);
const quick = { retryInterval: 100 };

const provider = new RpcProvider({ nodeUrl: urls[0] });
const others = urls.map((nodeUrl) => new RpcProvider({ nodeUrl }));
const alice = new Account({ provider, address: accounts[0].address, signer: accounts[0].key });
const bob = accounts[1].address;

async function balance(address, block) {
  const [low, high] = await provider.callContract({ contractAddress: STRK, entrypoint: 'balance_of', calldata: [address] }, block);
  return uint256.uint256ToBN({ low, high });
}

async function settled(sent) {
  const receipt = await provider.waitForTransaction(sent.transaction_hash, quick);
  assert.ok(receipt.isSuccess(), `transaction ${sent.transaction_hash} did not succeed: ${JSON.stringify(receipt.value)}`);
  return receipt.value;
}

// Connect.
assert.match(await provider.getSpecVersion(), /^0\.10\./);
assert.equal(await provider.getChainId(), constants.StarknetChainId.SN_SEPOLIA);
assert.ok((await provider.getBlockNumber()) >= 0);
const nonceBefore = num.toBigInt(await alice.getNonce());

// Transfer, with the fee estimated first.
const amount = 12345n;
const transferCall = { contractAddress: STRK, entrypoint: 'transfer', calldata: [bob, cairo.uint256(amount)] };
const estimate = await alice.estimateInvokeFee(transferCall);
assert.ok(estimate.overall_fee > 0n);
const bobBefore = await balance(bob);
const aliceBefore = await balance(alice.address);
const transfer = await settled(await alice.execute(transferCall));
assert.equal((await balance(bob)) - bobBefore, amount);
const paid = num.toBigInt(transfer.actual_fee.amount);
assert.equal(aliceBefore - (await balance(alice.address)), amount + paid);
assert.ok(paid > 0n && paid <= estimate.overall_fee * 2n, `fee ${paid} against an estimate of ${estimate.overall_fee}`);
assert.equal(num.toBigInt(await alice.getNonce()), nonceBefore + 1n);
assert.ok(transfer.events.length >= 2, 'a transfer and a fee transfer');

// Deploy an account of the chain's own class.
const accountClass = await provider.getClassHashAt(alice.address);
const key = stark.randomAddress();
const publicKey = ec.starkCurve.getStarkKey(key);
const constructor = CallData.compile([publicKey]);
const address = hash.calculateContractAddressFromHash(publicKey, accountClass, constructor, 0);
await settled(await alice.execute({ contractAddress: STRK, entrypoint: 'transfer', calldata: [address, cairo.uint256(10n ** 19n)] }));
const carol = new Account({ provider, address, signer: key });
const deployed = await carol.deployAccount({ classHash: accountClass, constructorCalldata: constructor, addressSalt: publicKey });
await settled(deployed);
same(await provider.getClassHashAt(address), accountClass, 'class of the deployed account');
same(await provider.getNonceForAddress(address), 1n, 'nonce after the deployment');

// Declare a class and deploy it through the universal deployer.
const sierra = read('cairo/own-contracts/pairs_2_19_4/erc20_components.sierra.json');
const casm = read('cairo/own-contracts/pairs_2_19_4/erc20_components.casm.json');
let classHash = hash.computeContractClassHash(sierra);
const declared = await alice.declareIfNot({ contract: sierra, casm });
if (declared.transaction_hash) await settled(declared);
same(declared.class_hash, classHash, 'class hash of the declared class');
const stored = await provider.getClass(classHash);
assert.equal(stored.sierra_program.length, sierra.sierra_program.length);
const udc = await alice.deploy({ classHash: accountClass, constructorCalldata: [publicKey], salt: '0x5', unique: true });
await settled(udc);
same(await provider.getClassHashAt(udc.contract_address[0]), accountClass, 'class of the contract from the deployer');

// The demo contract: fib and fact.
const demoClass = read('cairo/chain-contracts/expected_hashes.json').demo.class_hash;
const demo = hash.calculateContractAddressFromHash(0, demoClass, [], 0);
same(await provider.getClassHashAt(demo), demoClass, 'class of the demo contract');
const PRIME = 2n ** 251n + 17n * 2n ** 192n + 1n;
const fib = (n) => { let [a, b] = [0n, 1n]; for (let i = 0; i < n; i++) [a, b] = [b, (a + b) % PRIME]; return a; };
const fact = (n) => { let p = 1n; for (let i = 2n; i <= BigInt(n); i++) p = (p * i) % PRIME; return p; };
const fibReceipt = await settled(await alice.execute({ contractAddress: demo, entrypoint: 'fib', calldata: [200] }));
same((await provider.callContract({ contractAddress: demo, entrypoint: 'last_result', calldata: [] }))[0], fib(200), 'fib(200)');
const factReceipt = await settled(await alice.execute({ contractAddress: demo, entrypoint: 'fact', calldata: [100] }));
same((await provider.callContract({ contractAddress: demo, entrypoint: 'last_result', calldata: [] }))[0], fact(100), 'fact(100)');
same((await provider.callContract({ contractAddress: demo, entrypoint: 'fibonacci', calldata: [50] }))[0], fib(50), 'fibonacci(50)');

// A call that fails, and a transaction that reverts.
await assert.rejects(provider.callContract({ contractAddress: demo, entrypoint: 'no_such_entry_point', calldata: [] }));
const reverting = await alice.execute(
  { contractAddress: STRK, entrypoint: 'transfer', calldata: [bob, cairo.uint256(10n ** 40n)] },
  { resourceBounds: estimate.resourceBounds, tip: 0n },
);
const reverted = await provider.waitForTransaction(reverting.transaction_hash, { ...quick, errorStates: [] });
assert.equal(reverted.value.execution_status, 'REVERTED');
assert.ok(reverted.value.revert_reason.length > 0);

// Blocks, transactions, receipts, events, state, classes, storage.
const block = await provider.getBlockWithReceipts(fibReceipt.block_number);
assert.ok(block.transactions.some((entry) => num.toBigInt(entry.receipt.transaction_hash) === num.toBigInt(fibReceipt.transaction_hash)));
same((await provider.getTransaction(fibReceipt.transaction_hash)).sender_address, alice.address, 'sender');
const withTxs = await provider.getBlockWithTxs(fibReceipt.block_hash);
assert.equal(withTxs.block_number, fibReceipt.block_number);
let events = [];
let continuation;
do {
  const page = await provider.getEvents({
    address: demo, from_block: { block_number: 0 }, to_block: 'latest', keys: [], chunk_size: 1, continuation_token: continuation,
  });
  events = events.concat(page.events);
  continuation = page.continuation_token;
} while (continuation);
for (const wanted of [fibReceipt, factReceipt]) {
  assert.ok(
    events.some((event) => num.toBigInt(event.transaction_hash) === num.toBigInt(wanted.transaction_hash)),
    'events of fib and fact, paged');
}
const update = await provider.getStateUpdate(fibReceipt.block_number);
assert.ok(update.state_diff.storage_diffs.some((diff) => num.toBigInt(diff.address) === num.toBigInt(demo)));
const cell = await provider.getStorageAt(demo, hash.starknetKeccak('last_result'), fibReceipt.block_number);
same(cell.value ?? cell, fib(200), 'storage at the block of fib');
assert.ok((await provider.getClassAt(demo)).abi.length > 0);
const trace = await provider.getTransactionTrace(fibReceipt.transaction_hash);
assert.equal(trace.type, 'INVOKE');
const simulated = await alice.simulateTransaction([{ type: 'INVOKE', ...transferCall }]);
assert.equal((simulated.simulated_transactions ?? simulated).length, 1);
await assert.rejects(provider.getTransactionByHash('0x123456789'), /29|not found/i);

// Every node has the same blocks: same hash, same state root.
const height = factReceipt.block_number;
for (const other of others) {
  for (let tries = 0; (await other.getBlockNumber()) < height; tries++) {
    assert.ok(tries < 100, 'a node does not reach the height');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const [ours, theirs] = [await provider.getBlockWithTxHashes(height), await other.getBlockWithTxHashes(height)];
  assert.equal(theirs.block_hash, ours.block_hash);
  assert.equal(theirs.new_root, ours.new_root);
}

console.log(JSON.stringify({
  transfer: transfer.transaction_hash, fib: fibReceipt.transaction_hash, fact: factReceipt.transaction_hash,
  deployed: deployed.transaction_hash,
  fibBlock: fibReceipt.block_number, demo, account: alice.address, classHash,
}));
