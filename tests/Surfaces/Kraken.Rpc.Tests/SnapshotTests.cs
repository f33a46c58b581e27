using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Rpc.Tests;

/// <summary>
/// A block that is being appended has rows already while the head is still its parent: no answer shows a part of it. A block that comes
/// while an answer is made changes nothing of it.
/// </summary>
public sealed class SnapshotTests
{
    private const int Before = 20;
    private readonly RpcFixture rpc = new();

    private Block Coming => rpc.Chain.Blocks[Before + 1];

    private Transaction ComingTransaction => Coming.Transactions[0];

    [Fact]
    public async Task WhatIsBeingAppendedIsNowhereYet()
    {
        rpc.Chain.Head = Before;
        string hash = $$"""["{{ComingTransaction.Hash}}"]""";
        foreach (string method in (string[])["Status", "ByHash", "Receipt"])
        {
            Assert.Equal(29, await rpc.ErrorAsync($"starknet_getTransaction{method}", hash));
        }

        Assert.Equal(29, await rpc.ErrorAsync("starknet_traceTransaction", hash));
        foreach (string id in (string[])[$$"""{"block_number":{{Before + 1}}}""", $$"""{"block_hash":"{{Coming.Header.Hash}}"}"""])
        {
            foreach (string method in (string[])
            [
                "getBlockWithTxHashes", "getBlockWithReceipts", "getStateUpdate", "getBlockTransactionCount", "traceBlockTransactions",
            ])
            {
                Assert.Equal(24, await rpc.ErrorAsync($"starknet_{method}", $"[{id}]"));
            }

            Assert.Equal(24, await rpc.ErrorAsync("starknet_getNonce", $$"""[{{id}},"{{AccountOf(ComingTransaction)}}"]"""));
        }

        Assert.Equal(Before, (await rpc.ResultAsync("starknet_blockNumber", "[]")).GetInt32());
        JsonElement events = await rpc.ResultAsync("starknet_getEvents", """[{"chunk_size":1024,"to_block":"pre_confirmed"}]""");
        Assert.All(
            events.GetProperty("events").EnumerateArray(), item => Assert.InRange(item.GetProperty("block_number").GetInt32(), 0, Before));
    }

    [Fact]
    public async Task ATransactionThatIsBeingAppendedStillWaits()
    {
        rpc.Chain.Head = Before;
        rpc.Submitter.Taken.Enqueue(new((AccountTransaction)ComingTransaction));
        string hash = $$"""["{{ComingTransaction.Hash}}"]""";
        Assert.Equal("RECEIVED", (await rpc.ResultAsync("starknet_getTransactionStatus", hash)).GetProperty("finality_status").GetString());
        Assert.Equal(29, await rpc.ErrorAsync("starknet_getTransactionReceipt", hash));
        JsonElement error = (await rpc.CallAsync("starknet_traceTransaction", hash)).GetProperty("error");
        Assert.Equal(10, error.GetProperty("code").GetInt32());
        Assert.Equal("RECEIVED", error.GetProperty("data").GetProperty("status").GetString());

        // The head is the last to move; from then on all of it is there.
        rpc.Chain.Head = Before + 1;
        Assert.Equal(
            "ACCEPTED_ON_L2", (await rpc.ResultAsync("starknet_getTransactionStatus", hash)).GetProperty("finality_status").GetString());
        Assert.Equal(Before + 1, (await rpc.ResultAsync("starknet_getTransactionReceipt", hash)).GetProperty("block_number").GetInt32());
        await rpc.ResultAsync("starknet_traceTransaction", hash);
    }

    [Fact]
    public async Task ABlockThatComesBetweenTwoLooksIsNotMissed()
    {
        // The pool gave the transaction up to the block after the chain was asked: the chain is asked again.
        rpc.Chain.Head = Before;
        rpc.Submitter.Look = () => rpc.Chain.Head = Before + 1;
        string hash = $$"""["{{ComingTransaction.Hash}}"]""";
        Assert.Equal(
            "ACCEPTED_ON_L2", (await rpc.ResultAsync("starknet_getTransactionStatus", hash)).GetProperty("finality_status").GetString());
    }

    [Fact]
    public async Task AnAnswerIsOfOneMomentThoughBlocksCome()
    {
        foreach (string tag in (string[])["latest", "pre_confirmed"])
        {
            rpc.Chain.Head = Before;

            // The head moves after every look at it: an answer made of two looks would mix two blocks.
            rpc.Chain.Read = () => rpc.Chain.Head = System.Math.Min(rpc.Chain.Head + 1, rpc.Chain.Blocks.Count - 1);
            ulong head = (ulong)Before;
            JsonElement block = await rpc.ResultAsync("starknet_getBlockWithReceipts", $"""["{tag}"]""");
            Assert.Equal(tag == "latest" ? head : head + 1, block.GetProperty("block_number").GetUInt64());
            Assert.Equal(
                tag == "latest" ? rpc.Chain.Blocks[Before].Transactions.Length : 0, block.GetProperty("transactions").GetArrayLength());

            rpc.Chain.Head = Before;
            string call = $$"""[{"contract_address":"0x1","entry_point_selector":"0x2","calldata":[]},"{{tag}}"]""";
            await rpc.ResultAsync("starknet_call", call);
            Assert.Equal(
                (head, tag == "latest" ? head : head + 1), (rpc.Executor.LastView!.StateNumber, rpc.Executor.LastView.Block.Number));
        }
    }

    [Fact]
    public async Task PagesOfEventsNeverReachBeyondTheHeadOfTheirRequest()
    {
        rpc.Chain.Head = Before;
        rpc.Chain.Read = () => rpc.Chain.Head = Before + 2;
        JsonElement page = await rpc.ResultAsync("starknet_getEvents", """[{"chunk_size":1024}]""");
        int expected = rpc.Chain.Blocks.Take(Before + 1).SelectMany(block => block.Receipts).Sum(receipt => receipt.Events.Length);
        Assert.Equal(expected, page.GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task TheNonceOfTheBlockBeingBuiltIsNotThatOfABlockThatHasJustTakenTheTransaction()
    {
        // The pool has let the transaction go, the head of the first look does not have it yet: the next nonce would come out as used.
        rpc.Chain.Head = Before;
        Felt account = AccountOf(ComingTransaction);
        rpc.Submitter.Look = () => rpc.Chain.Head = Before + 1;
        JsonElement nonce = await rpc.ResultAsync("starknet_getNonce", $$"""["pre_confirmed","{{account}}"]""");
        Assert.Equal((ComingTransaction.Nonce + 1).ToString(), nonce.GetString());
    }

    private static Felt AccountOf(Transaction transaction) => ((AccountTransaction)transaction).Sender;
}
