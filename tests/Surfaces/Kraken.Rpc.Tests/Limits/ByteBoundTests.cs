using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Limits;
using Kraken.Rpc.Methods;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Kraken.Rpc.Tests.Limits;

public sealed class ByteBoundTests
{
    private const string Call = """{"jsonrpc":"2.0","id":1,"method":"starknet_call","params":[{"contract_address":"0x1","entry_point_selector":"0x2","calldata":[]},"latest"]}""";

    [Fact]
    public async Task AnAnswerMayBeAsLongAsItsBoundAndNotOneByteLonger()
    {
        int length = (await Raw(new RpcFixture(), Call)).Length;
        Assert.Contains("result", await Raw(new RpcFixture(new RpcOptions { MaxAnswerBytes = length }), Call), StringComparison.Ordinal);
        JsonElement refused = await new RpcFixture(new RpcOptions { MaxAnswerBytes = length - 1 }).SendAsync(Call);
        Assert.Equal(-32007, Code(refused));
        Assert.Contains($"{length - 1} bytes", refused.GetProperty("error").GetProperty("data").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheAnswersOfABatchShareOneBoundAndThoseThatPassItAreErrors()
    {
        int length = (await Raw(new RpcFixture(), Call)).Length;

        // Two answers and the brackets and commas before the third.
        RpcFixture bounded = new(new RpcOptions { MaxAnswerBytes = (3 * length) + 2 });
        JsonElement[] answers = [.. (await bounded.SendAsync($"[{Call},{Call},{Call}]")).EnumerateArray()];
        Assert.All(answers, answer => Assert.True(answer.TryGetProperty("result", out _)));
        RpcFixture tight = new(new RpcOptions { MaxAnswerBytes = (3 * length) + 1 });
        answers = [.. (await tight.SendAsync($"[{Call},{Call},{Call},{Call}]")).EnumerateArray()];
        Assert.Equal([0, 0, -32007, -32007], answers.Select(Code));
    }

    [Fact]
    public async Task WhatBatchesHaveGatheredIsBoundedForEachClient()
    {
        int length = (await Raw(new RpcFixture(), Call)).Length;
        RpcFixture bounded = new(new RpcOptions
        {
            MaxClientAnswerBytes = (2 * length) + 1, MaxTotalAnswerBytes = 3 * length, ReservedAnswerBytes = 0,
        });
        for (int i = 0; i < 2; i++)
        {
            // The second time as the first: what an answered batch held is free again.
            JsonElement[] answers = [.. (await bounded.SendAsync($"[{Call},{Call},{Call}]")).EnumerateArray()];
            Assert.Equal([0, 0, -32005], answers.Select(Code));
            Assert.Equal(1, answers[2].GetProperty("id").GetInt32());
            string? data = answers[2].GetProperty("error").GetProperty("data").GetString();
            Assert.Contains("answers of one address", data, StringComparison.Ordinal);
        }

        // A notification's answer is not kept.
        string silent = Call.Replace("\"id\":1,", "", StringComparison.Ordinal);
        JsonElement[] others = [.. (await bounded.SendAsync($"[{silent},{silent},{silent},{Call}]")).EnumerateArray()];
        Assert.Equal(0, Code(Assert.Single(others)));
    }

    [Fact]
    public async Task ABatchSharesOneTime()
    {
        RpcFixture quick = new(new RpcOptions { Timeout = TimeSpan.FromMilliseconds(200) });
        quick.Executor.Hangs = true;
        JsonElement[] answers = [.. (await quick.SendAsync($"[{string.Join(',', Enumerable.Repeat(Call, 100))}]")).EnumerateArray()];
        Assert.Equal(100, answers.Length);
        Assert.All(answers, answer => Assert.Equal(-32603, Code(answer)));
        Assert.Equal(1, quick.Executor.Calls);
    }

    [Fact]
    public async Task ElementsAndIdsAreBounded()
    {
        RpcFixture bounded = new(new RpcOptions { MaxElements = 20 });
        Assert.Equal(-32601, Code(
            await bounded.SendAsync($$"""{"jsonrpc":"2.0","id":1,"method":"x","params":[{{string.Join(',', new int[17])}}]}""")));
        Assert.Equal(-32600, Code(
            await bounded.SendAsync($$"""{"jsonrpc":"2.0","id":1,"method":"x","params":[{{string.Join(',', new int[18])}}]}""")));
        Assert.Equal(-32601, Code(await bounded.SendAsync($$"""{"jsonrpc":"2.0","id":"{{new string('a', 254)}}","method":"x"}""")));
        Assert.Equal(-32600, Code(await bounded.SendAsync($$"""{"jsonrpc":"2.0","id":"{{new string('a', 255)}}","method":"x"}""")));
    }

    [Fact]
    public void ABufferTakesItsBoundAndRefusesOneByteMore()
    {
        AnswerBuffer buffer = new(1000);
        for (int i = 0; i < 10; i++)
        {
            buffer.GetSpan(200)[..100].Fill((byte)i);
            buffer.Advance(100);
        }

        Assert.Equal(1000, buffer.Written.Length);
        Assert.Throws<AnswerTooLargeException>(() => buffer.GetSpan(1).Length);
        AnswerBuffer other = new(3);
        other.Append("abc"u8);
        Assert.Throws<AnswerTooLargeException>(() => other.Append("d"u8));
    }

    [Fact]
    public void SharesOfBytesAreOfAllAndOfEachAndComeBack()
    {
        ByteShares shares = new("bodies", 100, 60);
        shares.Take("a", 60);
        Assert.Equal(
            "server busy: bodies of one address may have 60 bytes at a time",
            Assert.Throws<ServerBusyException>(() => shares.Take("a", 1)).Message);
        shares.Take("b", 40);
        Assert.Equal(
            "server busy: bodies of all clients may have 100 bytes at a time",
            Assert.Throws<ServerBusyException>(() => shares.Take("c", 1)).Message);
        shares.Return("a", 60);
        shares.Take("c", 60);
        shares.Return("b", 40);
        shares.Return("c", 60);
        Assert.Equal(0, shares.Used);
    }

    [Fact]
    public void WhoTakesLittleFindsRoomBesideThoseWhoTakeMuch()
    {
        const int Small = ByteShares.SmallClientBytes;
        ByteShares shares = new("answers", 10 * Small, 8 * Small, reservedBytes: 2 * Small);
        shares.Take("a", 8 * Small);
        Assert.Contains(
            $"of all clients may have {8 * Small} bytes",
            Assert.Throws<ServerBusyException>(() => shares.Take("b", Small + 1)).Message,
            StringComparison.Ordinal);
        shares.Take("b", Small);

        // Much in small pieces is much.
        Assert.Throws<ServerBusyException>(() => shares.Take("b", 1));
        shares.Take("c", Small);
        Assert.Contains(
            $"of all clients may have {10 * Small} bytes",
            Assert.Throws<ServerBusyException>(() => shares.Take("d", 1)).Message,
            StringComparison.Ordinal);
        shares.Return("c", Small);
        shares.Take("d", Small);
    }

    [Fact]
    public void WhoWasLentBytesForLongestMakesRoomForThoseWhoHoldLittle()
    {
        const int Small = ByteShares.SmallClientBytes;
        ByteShares shares = new("answers", 4 * Small, 4 * Small, reservedBytes: Small);
        using CancellationTokenSource oldest = new();
        using CancellationTokenSource older = new();
        using CancellationTokenSource old = new();
        IDisposable first = shares.Lend("a", Small, oldest);
        using IDisposable second = shares.Lend("b", Small, older);
        shares.Take("c", Small);

        // While there is room nobody gives way, and nobody does for what finds no room even so, or for one that wants much.
        using IDisposable third = shares.Lend("d", Small, old);
        Assert.Throws<ServerBusyException>(() => shares.Take("e", Small + 1));
        Assert.False(oldest.IsCancellationRequested);
        shares.Take("e", 1);
        Assert.True(oldest.IsCancellationRequested);
        Assert.False(older.IsCancellationRequested);
        Assert.Equal((3 * Small) + 1, shares.Used);

        // What was given back already is not given back again.
        first.Dispose();
        Assert.Equal((3 * Small) + 1, shares.Used);
        shares.Take("f", Small);
        Assert.True(older.IsCancellationRequested);
        shares.Take("g", Small);
        Assert.True(old.IsCancellationRequested);

        // What was taken stays.
        Assert.Throws<ServerBusyException>(() => shares.Take("h", Small));
    }

    [Fact]
    public void WhatGathersLeavesTheReserveToWhatIsSent()
    {
        const int Small = ByteShares.SmallClientBytes;
        ByteShares shares = new("answers", 3 * Small, 3 * Small, reservedBytes: Small);
        using CancellationTokenSource recall = new();
        shares.Take("a", Small, fromReserve: false);
        shares.Take("b", Small, fromReserve: false);
        using IDisposable sent = shares.Lend("c", Small, recall);
        Assert.Throws<ServerBusyException>(() => shares.Take("d", 1, fromReserve: false));
        Assert.False(recall.IsCancellationRequested);
        shares.Return("a", Small);
        shares.Take("d", 1, fromReserve: false);
        Assert.True(recall.IsCancellationRequested);
    }

    [Fact]
    public void CachedBlocksStayWithinTheirBytes()
    {
        RecordedChain chain = new();
        long weight = chain.Blocks.Max(BlockWeight.Of);
        BlockCache cache = new(chain, 3 * weight);
        foreach (Block block in chain.Blocks)
        {
            Assert.Same(block, cache.At(block.Header.Number)!.Block);
            Assert.InRange(cache.Bytes, BlockWeight.Of(block), 3 * weight);
        }

        BlockCache tiny = new(chain, 10);
        Assert.NotNull(tiny.At(5));
        Assert.Equal(0, tiny.Bytes);
    }

    [Fact]
    public void AKeptBlockIsNeitherReadNorCountedAgain()
    {
        RecordedChain chain = new();
        BlockCache cache = new(chain, long.MaxValue);
        foreach (Block block in chain.Blocks)
        {
            CountedBlock kept = cache.At(block.Header.Number)!;
            Assert.Equal(block.Receipts.Sum(receipt => receipt.Events.Length), kept.EventCount);
            Assert.Equal(BlockWeight.Of(block), kept.Bytes);
            int before = chain.BlocksRead;
            Assert.Same(kept, cache.At(block.Header.Number));
            Assert.Same(block.Header, cache.HeaderAt(block.Header.Number));
            Assert.Equal(before, chain.BlocksRead);
        }

        Assert.Null(cache.At((ulong)chain.Blocks.Count));
        Assert.Null(cache.HeaderAt((ulong)chain.Blocks.Count));
    }

    [Fact]
    public async Task ABlockIsRunOnceForAllTracesOfItsTransactions()
    {
        RpcFixture rpc = new();
        string hash = rpc.Chain.Blocks[10].Transactions[0].Hash.ToString();
        JsonElement[] traces =
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => rpc.ResultAsync("starknet_traceTransaction", $"""["{hash}"]""")));
        Assert.All(traces, trace => Assert.Equal(traces[0].ToString(), trace.ToString()));
        await rpc.ResultAsync("starknet_traceBlockTransactions", """[{"block_number":10}]""");
        Assert.Equal(1, rpc.Executor.Traced);
        RpcFixture uncached = new(new RpcOptions { MaxCachedTraceBytes = 10 });
        await uncached.ResultAsync("starknet_traceTransaction", $"""["{hash}"]""");
        await uncached.ResultAsync("starknet_traceTransaction", $"""["{hash}"]""");
        Assert.Equal(2, uncached.Executor.Traced);
    }

    [Fact]
    public async Task BudgetsHaveTheirErrorAndDefectsAreLoggedWithTheirMethodAndNumber()
    {
        RpcFixture rpc = new();
        rpc.Executor.Fault = new BudgetExceededException("the execution took longer than 5000 ms");
        JsonElement error = (await rpc.SendAsync(Call)).GetProperty("error");
        Assert.Equal(
            (-32006, "the execution took longer than 5000 ms"),
            (error.GetProperty("code").GetInt32(), error.GetProperty("data").GetString()));

        RecordedLog log = new();
        RpcService service = new(rpc.Backend, new RpcOptions(), log);
        rpc.Executor.Fault = new InvalidOperationException("the shelf is empty");
        ReadOnlyMemory<byte> answer = await service.HandleAsync(Encoding.UTF8.GetBytes(Call), CancellationToken.None);
        error = JsonDocument.Parse(answer).RootElement.GetProperty("error");
        Assert.Equal(-32603, error.GetProperty("code").GetInt32());
        Assert.DoesNotContain("shelf", Encoding.UTF8.GetString(answer.Span), StringComparison.Ordinal);
        (LogLevel level, string text, Exception? exception) = Assert.Single(log.Lines);
        Assert.Equal((LogLevel.Error, "request 1: starknet_call failed", rpc.Executor.Fault), (level, text, exception));
        Assert.StartsWith("request 1;", error.GetProperty("data").GetString(), StringComparison.Ordinal);
    }

    private static async Task<string> Raw(RpcFixture rpc, string request) =>
        Encoding.UTF8.GetString((await rpc.Service.HandleAsync(Encoding.UTF8.GetBytes(request), CancellationToken.None)).Span);

    private static int Code(JsonElement answer) =>
        answer.TryGetProperty("error", out JsonElement error) ? error.GetProperty("code").GetInt32() : 0;
}
