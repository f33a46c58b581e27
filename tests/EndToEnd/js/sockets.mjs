// What a development chain tells over a WebSocket, through starknet.js' channel: node sockets.mjs RPC_URL
// Prints one line of JSON at the end. Any deviation is an assertion failure.
import assert from 'node:assert/strict';
import { Account, RpcProvider, WebSocketChannel, cairo, num } from 'starknet';

const [url] = process.argv.slice(2);
const STRK = '0x04718f5a0fc34cc1af16a1cdee98ffb20c31f5cd61d6ab07201858f4287c938d';
const provider = new RpcProvider({ nodeUrl: `${url}/rpc` });
const channel = new WebSocketChannel({ nodeUrl: `${url.replace('http', 'ws')}/ws`, websocket: globalThis.WebSocket });
await channel.waitForConnection();
assert.equal(await channel.sendReceive('starknet_chainId'), await provider.getChainId());
const [alice] = await channel.sendReceive('devnet_getPredeployedAccounts');
const account = new Account({ provider, address: alice.address, signer: alice.private_key });

// What a subscription tells, and a promise of the first that is as it must be.
function told(subscription) {
  const all = [];
  const waiting = [];
  subscription.on((data) => {
    all.push(data);
    waiting.forEach((look) => look());
  });
  const until = (fits) => new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`nothing came: ${JSON.stringify(all)}`)), 30_000);
    const look = () => {
      const found = all.find(fits);
      if (found) {
        clearTimeout(timer);
        resolve(found);
      }
    };
    waiting.push(look);
    look();
  });
  return { all, until };
}

const { block_hash: latest, block_number: height } = await provider.getBlockLatestAccepted();
const heads = await channel.subscribeNewHeads({ blockIdentifier: latest });
assert.equal(typeof heads.id, 'string');
const headers = told(heads);
const events = told(await channel.subscribeEvents({ fromAddress: STRK }));
const receipts = told(await channel.subscribeNewTransactionReceipts({ senderAddress: [alice.address] }));
const transactions = told(await channel.subscribeNewTransactions({ senderAddress: [alice.address] }));
const others = told(await channel.subscribeNewTransactions({ senderAddress: ['0x1234'] }));
const { transaction_hash: hash } = await account.execute({
  contractAddress: STRK, entrypoint: 'transfer', calldata: ['0x5', cairo.uint256(7n)],
});
const is = (item) => num.toBigInt(item.transaction_hash) === num.toBigInt(hash);
const status = await told(await channel.subscribeTransactionStatus({ transactionHash: hash })).until(
  (data) => data.status.finality_status === 'ACCEPTED_ON_L2');
assert.ok(is(status));
assert.equal(status.status.execution_status, 'SUCCEEDED');
assert.equal((await headers.until((header) => header.block_number === height)).block_number, height);
const receipt = await receipts.until(is);
assert.equal(receipt.finality_status, 'ACCEPTED_ON_L2');
assert.equal((await headers.until((header) => header.block_hash === receipt.block_hash)).block_number, receipt.block_number);
assert.equal((await transactions.until(is)).type, 'INVOKE');
const event = await events.until(is);
assert.equal(event.finality_status, 'ACCEPTED_ON_L2');
assert.equal(num.toBigInt(event.from_address), num.toBigInt(STRK));
assert.equal(others.all.length, 0);

// Who unsubscribed is not told any more; a name that is none has an error of its own.
assert.equal(await heads.unsubscribe(), true);
await assert.rejects(channel.sendReceive('starknet_unsubscribe', { subscription_id: heads.id }), /Invalid subscription id|66/);
const before = headers.all.length;
await account.execute({ contractAddress: STRK, entrypoint: 'transfer', calldata: ['0x5', cairo.uint256(7n)] });
await transactions.until((item) => !is(item));
assert.equal(headers.all.length, before);
channel.disconnect();
await channel.waitForDisconnection();
console.log(JSON.stringify({ block: receipt.block_number }));
process.exit(0);
