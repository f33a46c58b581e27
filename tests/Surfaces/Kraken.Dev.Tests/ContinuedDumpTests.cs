using System;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Dev.Chain;
using Kraken.Dev.Recording;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Dev.Tests;

/// <summary>A dump holds all calls of its chain, through all processes that made it.</summary>
public sealed class ContinuedDumpTests : IDisposable
{
    private const string Mint = """{"jsonrpc":"2.0","id":1,"method":"devnet_mint","params":{"address":"0x4d","amount":7}}""";

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-dev-").FullName;

    private string Dump => Path.Combine(folder, "dump.json");

    private DevOptions Options => new()
    {
        Data = Path.Combine(folder, "chain"), DumpOn = DumpTime.Exit, DumpPath = Dump, BlockGeneration = BlockGeneration.OnDemand,
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(DumpTime.Exit)]
    [InlineData(DumpTime.Block)]
    public async Task AProcessThatGoesOnWithAChainAddsToItsDump(DumpTime time)
    {
        DevOptions options = Options with { DumpOn = time };
        for (ulong nonce = 0; nonce < 3; nonce++)
        {
            await using DevFixture dev = await DevFixture.StartAsync(options);
            await dev.TransferAsync(0, nonce, to: 77);
            await dev.CallAsync("devnet_createBlock");
        }

        await using DevFixture again = await DevFixture.StartAsync(options with { Data = null, DumpOn = DumpTime.Never });
        Assert.Equal(3ul, await again.HeightAsync());
        Assert.Equal(15, await again.BalanceAsync(77));
    }

    [Fact]
    public async Task WhatWaitsAtTheEndIsMadeABlockOfAndInTheDump()
    {
        string hash;
        await using (DevFixture dev = await DevFixture.StartAsync(Options))
        {
            hash = await dev.TransferAsync(0, 0, to: 77);
        }

        foreach (DevOptions options in (DevOptions[])[Options, Options with { Data = null, DumpOn = DumpTime.Never }])
        {
            await using DevFixture again = await DevFixture.StartAsync(options);
            Assert.Equal(1ul, (await again.ReceiptAsync(hash)).GetProperty("block_number").GetUInt64());
            Assert.Equal(1ul, await again.HeightAsync());
        }
    }

    [Fact]
    public async Task WhatTheDumpSetsIsSetWhereTheChainGoesOn()
    {
        const ulong Price = 2_000_000_000;
        const string Method = "starknet_addInvokeTransaction";
        await using (DevFixture dev = await DevFixture.StartAsync(Options))
        {
            await dev.CallAsync("devnet_setGasPrice", $$"""{"l2_gas_price_fri":{{Price}}}""");
            await dev.CallAsync("devnet_impersonateAccount", $$"""{"account_address":"{{DevFixture.Accounts[0].Address}}"}""");
            await dev.CallAsync(Method, DevFixture.Transfer(0, 0, key: 5, price: Price));
            await dev.CallAsync("devnet_createBlock");
            await dev.CallAsync("devnet_createBlock");
            await dev.CallAsync("devnet_acceptOnL1", """{"starting_block_id":"latest"}""");
            await dev.CallAsync("devnet_abortBlocks", """{"starting_block_id":"latest"}""");
        }

        await using (DevFixture dev = await DevFixture.StartAsync(Options))
        {
            await AssertSetAsync(dev);
            await dev.CallAsync(Method, DevFixture.Transfer(0, 1, key: 5, price: Price));
            await dev.CallAsync("devnet_stopImpersonateAccount", $$"""{"account_address":"{{DevFixture.Accounts[0].Address}}"}""");
        }

        await using DevFixture again = await DevFixture.StartAsync(Options with { Data = null, DumpOn = DumpTime.Never });
        await AssertSetAsync(again);
        Assert.Equal(2ul, await again.HeightAsync());
        Assert.Equal(55, (await again.RefusedAsync(Method, DevFixture.Transfer(0, 2, key: 5, price: Price))).Code);

        static async Task AssertSetAsync(DevFixture dev)
        {
            Assert.Equal(Price, (await dev.CallAsync("devnet_getConfig")).GetProperty("l2_gas_price_fri").GetUInt64());
            JsonElement accepted = await dev.CallAsync("starknet_getBlockWithTxHashes", """{"block_id":"l1_accepted"}""");
            Assert.Equal(1ul, accepted.GetProperty("block_number").GetUInt64());
        }
    }

    [Theory]
    [InlineData("[", "expected a list of calls")]
    [InlineData("spoiled", "expected a list of calls")]
    [InlineData("[5]", "call 0 fails: expected an object with a method")]
    [InlineData("""[{"method":"\ud800"}]""", "call 0 fails: expected an object with a method")]
    [InlineData("""[{"method":"devnet_abortBlocks","params":{"\ud800":1}}]""", "call 0 (devnet_abortBlocks) fails: starting_block_id")]
    [InlineData("[" + Mint + ",{\"id\":1}]", "call 1 fails: expected an object with a method")]
    [InlineData("""[{"method":"devnet_setGasPrice","params":{"gas_price_wei":"x"}}]""", "call 0 (devnet_setGasPrice) fails: gas_price_wei")]
    public async Task AFileThatIsNoDumpRefusesTheStartAndStaysAsItIs(string content, string reason)
    {
        await using (DevFixture dev = await DevFixture.StartAsync(Options))
        {
            await dev.TransferAsync(0, 0);
        }

        await File.WriteAllTextAsync(Dump, content);
        Assert.Contains(reason, await RefusalAsync(Options), StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(Dump));
    }

    [Theory]
    [InlineData(DumpTime.Exit)]
    [InlineData(DumpTime.Block)]
    public async Task ADumpOfWhichACallFailsStaysAsItIs(DumpTime time)
    {
        const string Content = "[" + Mint + ",{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"devnet_none\"}," + Mint + "]";
        DevOptions options = Options with { Data = null, DumpOn = time, BlockGeneration = BlockGeneration.OnTransaction };
        await File.WriteAllTextAsync(Dump, Content);
        Assert.Contains("call 1 (devnet_none) fails: -32601 Method not found", await RefusalAsync(options), StringComparison.Ordinal);
        Assert.Equal(Content, await File.ReadAllTextAsync(Dump));

        File.Delete(Dump);
        await using DevFixture dev = await DevFixture.StartAsync(options);
        await File.WriteAllTextAsync(Dump, Content);
        await dev.RefusedAsync("devnet_load", """{"path":"dump.json"}""");
        await dev.TransferAsync(0, 0, to: 77);
        await dev.CallAsync("devnet_dump", """{"path":"other.json"}""");
        await dev.StopAsync();
        Assert.Equal(Content, await File.ReadAllTextAsync(Dump));
        string other = await File.ReadAllTextAsync(Path.Combine(folder, "other.json"));
        Assert.Contains("starknet_addInvokeTransaction", other, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheAbortOfWhatWaitedIsDoneAgain()
    {
        await using DevFixture dev = await DevFixture.StartAsync(Options with { Data = null, DumpOn = DumpTime.Request });
        await dev.CallAsync("devnet_mint", """{"address":"0x4d","amount":7}""");
        await dev.CallAsync("devnet_abortBlocks", """{"starting_block_id":"pre_confirmed"}""");
        await dev.CallAsync("devnet_mint", """{"address":"0x4d","amount":8}""");
        await dev.CallAsync("devnet_createBlock");
        await dev.CallAsync("devnet_dump");
        await dev.CallAsync("devnet_load", """{"path":"dump.json"}""");
        Assert.Equal(1ul, await dev.HeightAsync());
        Assert.Equal(8, await dev.BalanceAsync(77));
    }

    [Fact]
    public async Task ACallThatFailsIsNamedAndItsErrorIsTold()
    {
        await using DevFixture dev = await DevFixture.StartAsync(Options with { Data = null });
        foreach ((string call, string expected) in ((string, string)[])
        [
            ("""{"id":1,"jsonrpc":"2.0","method":"devnet_abortBlocks","params":{"starting_block_id":{"block_number":9}}}""",
                "the dump: call 1 (devnet_abortBlocks) fails: -1 No block found"),
            ("""{"id":1,"jsonrpc":"2.0","method":"devnet_mint","params":{"address":5}}""",
                "the dump: call 1 (devnet_mint) fails: -32602 Invalid params: address"),
        ])
        {
            File.WriteAllText(Dump, $"[{Mint},{call}]");
            (int code, string message) = await dev.RefusedAsync("devnet_load", """{"path":"dump.json"}""");
            Assert.Equal(-1, code);
            Assert.StartsWith(expected, message, StringComparison.Ordinal);
            Assert.DoesNotContain('{', message);
        }
    }

    [Fact]
    public void NoMoreIsRecordedThanADumpMayHave()
    {
        CallRecord calls = new(isOn: true, maxCalls: 2);
        byte[] call = Encoding.UTF8.GetBytes(Mint);
        calls.Add(call);
        calls.Add(call);
        Assert.Equal(2, calls.From(0).Length);
        calls.Add(call);
        Assert.Throws<DevRefusalException>(() => calls.From(0));

        // With what stands between them in the file, as it is read again.
        CallRecord bytes = new(isOn: true, maxBytes: $"[{Mint},\n{Mint}]".Length);
        bytes.Add(call);
        bytes.Add(call);
        Assert.Equal(2, bytes.From(0).Length);
        CallRecord fewer = new(isOn: true, maxBytes: $"[{Mint},\n{Mint}]".Length - 1);
        fewer.Add(call);
        fewer.Add(call);
        Assert.Throws<DevRefusalException>(() => fewer.From(0));
    }

    private static async Task<string> RefusalAsync(DevOptions options)
    {
        await using DevHost host = new(options with { Port = 0 }, NullLoggerFactory.Instance);
        return (await Assert.ThrowsAsync<InvalidDataException>(() => host.StartAsync(CancellationToken.None))).Message;
    }
}
