using System.Text.Json;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Rpc.Tests;

/// <summary>What a node shows of a proposal that it has executed and that is not decided.</summary>
public sealed class PreConfirmedTests
{
    private const int Before = 9;
    private readonly RpcFixture rpc = new();
    private readonly Block proposal;

    public PreConfirmedTests()
    {
        rpc.Chain.Head = Before;
        proposal = rpc.Chain.Blocks[Before + 1];
        rpc.Chain.PreConfirmed = new(proposal, rpc.Chain.StateDiffAt(Before + 1)!);
    }

    private AccountTransaction Proposed => (AccountTransaction)proposal.Transactions[0];

    [Fact]
    public async Task ATransactionGoesFromReceivedToPreConfirmedToAccepted()
    {
        string hash = $$"""["{{Proposed.Hash}}"]""";
        rpc.Chain.PreConfirmed = null;
        rpc.Submitter.Taken.Enqueue(new(Proposed));
        Assert.Equal("RECEIVED", await StatusAsync(hash));
        Assert.Equal(10, await rpc.ErrorAsync("starknet_traceTransaction", hash));
        rpc.Chain.Candidates = [Proposed.Hash];
        Assert.Equal("CANDIDATE", await StatusAsync(hash));
        Assert.Equal(10, await rpc.ErrorAsync("starknet_traceTransaction", hash));
        rpc.Chain.PreConfirmed = new(proposal, StateDiff.Empty);
        Assert.Equal("PRE_CONFIRMED", await StatusAsync(hash));
        JsonElement status = await rpc.ResultAsync("starknet_getTransactionStatus", hash);
        Assert.Equal("SUCCEEDED", status.GetProperty("execution_status").GetString());
        JsonElement receipt = await rpc.ResultAsync("starknet_getTransactionReceipt", hash);
        Assert.Equal("PRE_CONFIRMED", receipt.GetProperty("finality_status").GetString());
        Assert.Equal(Before + 1, receipt.GetProperty("block_number").GetInt32());
        Assert.False(receipt.TryGetProperty("block_hash", out _));
        JsonElement byHash = await rpc.ResultAsync("starknet_getTransactionByHash", hash);
        Assert.Equal(Proposed.Hash.ToString(), byHash.GetProperty("transaction_hash").GetString());
        await rpc.ResultAsync("starknet_traceTransaction", hash);
        await rpc.ResultAsync("starknet_traceTransaction", hash);
        Assert.Equal([1], rpc.Executor.TracedProposals);
        rpc.Chain.Head = Before + 1;
        Assert.Equal("ACCEPTED_ON_L2", await StatusAsync(hash));
    }

    [Fact]
    public async Task TheBlockBeingBuiltShowsTheProposal()
    {
        const string Id = """["pre_confirmed"]""";
        Assert.Equal(1, (await rpc.ResultAsync("starknet_getBlockTransactionCount", Id)).GetInt32());
        JsonElement block = await rpc.ResultAsync("starknet_getBlockWithReceipts", Id);
        Assert.Equal(Before + 1, block.GetProperty("block_number").GetInt32());
        Assert.Equal(
            "PRE_CONFIRMED", block.GetProperty("transactions")[0].GetProperty("receipt").GetProperty("finality_status").GetString());
        Assert.False(block.TryGetProperty("block_hash", out _));
        Assert.Equal(1, (await rpc.ResultAsync("starknet_getBlockWithTxHashes", Id)).GetProperty("transactions").GetArrayLength());
        JsonElement first = await rpc.ResultAsync("starknet_getTransactionByBlockIdAndIndex", """["pre_confirmed",0]""");
        Assert.Equal(Proposed.Hash.ToString(), first.GetProperty("transaction_hash").GetString());
        Assert.Equal(27, await rpc.ErrorAsync("starknet_getTransactionByBlockIdAndIndex", """["pre_confirmed",1]"""));
        JsonElement update = await rpc.ResultAsync("starknet_getStateUpdate", Id);
        Assert.NotEqual(0, update.GetProperty("state_diff").GetProperty("storage_diffs").GetArrayLength());
    }

    [Fact]
    public async Task StateAndEventsOfTheProposalAreThoseThatTheDecidedBlockWillHave()
    {
        string address = Proposed.Sender.ToString();
        ContractStorageDiff changed = rpc.Chain.PreConfirmed!.Diff.StorageDiffs[0];
        string cell = $"\"{changed.Address}\",\"{changed.Entries[0].Key}\"";
        string[] before = await ReadAsync("pre_confirmed");
        Assert.NotEqual(await ReadAsync("latest"), before);
        JsonElement stored = await rpc.ResultAsync("starknet_getStorageAt", $"""[{cell},"pre_confirmed",["INCLUDE_LAST_UPDATE_BLOCK"]]""");
        Assert.Equal(Before + 1, stored.GetProperty("last_update_block").GetInt32());
        JsonElement page = await rpc.ResultAsync(
            "starknet_getEvents", """[{"chunk_size":100,"from_block":"pre_confirmed","to_block":"pre_confirmed"}]""");
        Assert.Equal(proposal.Receipts[0].Events.Length, page.GetProperty("events").GetArrayLength());
        Assert.False(page.GetProperty("events")[0].TryGetProperty("block_hash", out _));
        rpc.Chain.Head = Before + 1;
        Assert.Equal(before, await ReadAsync("latest"));

        async Task<string[]> ReadAsync(string tag) =>
        [
            (await rpc.ResultAsync("starknet_getNonce", $"""["{tag}","{address}"]""")).GetString()!,
            (await rpc.ResultAsync("starknet_getStorageAt", $"""[{cell},"{tag}"]""")).GetString()!,
            (await rpc.ResultAsync("starknet_getClassHashAt", $"""["{tag}","{address}"]""")).GetString()!,
        ];
    }

    [Fact]
    public async Task CallsSeeTheProposalsState()
    {
        await rpc.ResultAsync(
            "starknet_call", """[{"contract_address":"0x1","entry_point_selector":"0x2","calldata":[]},"pre_confirmed"]""");
        Assert.Equal(Before, (int)rpc.Executor.LastView!.StateNumber);
        Assert.Same(proposal.Header, rpc.Executor.LastView.Block);
        Assert.Same(rpc.Chain.PreConfirmed!.Diff, rpc.Executor.LastView.Above);
    }

    [Fact]
    public async Task AProposalOnAnotherBlockIsNotShown()
    {
        rpc.Chain.Head = Before - 1;
        Assert.Equal(0, (await rpc.ResultAsync("starknet_getBlockTransactionCount", """["pre_confirmed"]""")).GetInt32());
        Assert.Equal(29, await rpc.ErrorAsync("starknet_getTransactionStatus", $$"""["{{Proposed.Hash}}"]"""));
        rpc.Chain.Head = Before + 1;
        Assert.Equal(0, (await rpc.ResultAsync("starknet_getBlockTransactionCount", """["pre_confirmed"]""")).GetInt32());
    }

    [Fact]
    public async Task TheNextNonceCountsWhatWaits()
    {
        rpc.Chain.PreConfirmed = null;
        string account = Proposed.Sender.ToString();
        Felt nonce = Proposed.Nonce;
        Assert.Equal(nonce.ToString(), await NonceAsync("pre_confirmed"));

        // With a gap after the second.
        foreach (int ahead in (int[])[0, 1, 3])
        {
            rpc.Submitter.Taken.Enqueue(new(Proposed with { Nonce = nonce + ahead, Hash = 1000 + ahead }));
        }

        Assert.Equal((nonce + 2).ToString(), await NonceAsync("pre_confirmed"));
        Assert.Equal(nonce.ToString(), await NonceAsync("latest"));
        Assert.Equal(20, await rpc.ErrorAsync("starknet_getNonce", """["pre_confirmed","0x77"]"""));

        // The first is in a proposal by now, and waits until that is decided.
        rpc.Chain.PreConfirmed = new(proposal, StateDiff.Empty with { Nonces = [new(Proposed.Sender, nonce + 1)] });
        Assert.Equal((nonce + 2).ToString(), await NonceAsync("pre_confirmed"));

        async Task<string> NonceAsync(string tag) =>
            (await rpc.ResultAsync("starknet_getNonce", $$"""["{{tag}}","{{account}}"]""")).GetString()!;
    }

    [Fact]
    public async Task WhatWaitsOrWasDroppedHasNoTraceAndSaysWhich()
    {
        rpc.Chain.PreConfirmed = null;
        rpc.Submitter.Taken.Enqueue(new(Proposed));
        rpc.Submitter.Rejections[0x77] = "the balance is too small";
        Assert.Equal("RECEIVED", await WhyAsync(Proposed.Hash.ToString()));
        Assert.Equal("REJECTED", await WhyAsync("0x77"));
        Assert.Equal(29, await rpc.ErrorAsync("starknet_traceTransaction", """["0x78"]"""));

        async Task<string?> WhyAsync(string hash)
        {
            JsonElement error = (await rpc.CallAsync("starknet_traceTransaction", $"""["{hash}"]""")).GetProperty("error");
            Assert.Equal(10, error.GetProperty("code").GetInt32());
            return error.GetProperty("data").GetProperty("status").GetString();
        }
    }

    private async Task<string?> StatusAsync(string hash) =>
        (await rpc.ResultAsync("starknet_getTransactionStatus", hash)).GetProperty("finality_status").GetString();
}
