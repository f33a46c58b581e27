using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Kraken.Dev.Recording;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Dev.Tests;

/// <summary>Chains that outlive their process: in a folder, and as dumps.</summary>
public sealed class StorageTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-dev-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task AChainInAFolderGoesOnAfterARestartOfTheProcess()
    {
        DevOptions options = new() { Data = Path.Combine(folder, "chain") };
        string hash;
        await using (DevFixture dev = await DevFixture.StartAsync(options))
        {
            await dev.TransferAsync(0, 0, to: 77);
            await dev.CallAsync("devnet_autoImpersonate");
            await dev.CallAsync("starknet_addInvokeTransaction", DevFixture.Transfer(0, 1, to: 77, key: 5));
            await dev.TransferAsync(0, 2, to: 77);
            await dev.CallAsync("devnet_abortBlocks", """{"starting_block_id":"latest"}""");
            hash = await dev.HashAsync(2);
        }

        await using DevFixture again = await DevFixture.StartAsync(options);
        Assert.Equal(2ul, await again.HeightAsync());
        Assert.Equal(hash, await again.HashAsync(2));
        Assert.Equal(10, await again.BalanceAsync(77));
        JsonElement traces = await again.CallAsync("starknet_traceBlockTransactions", """{"block_id":"latest"}""");
        Assert.False(traces[0].GetProperty("trace_root").TryGetProperty("validate_invocation", out _));
        await again.TransferAsync(0, 2, to: 77);
        Assert.Equal(15, await again.BalanceAsync(77));
    }

    [Fact]
    public async Task AFolderOfAnotherChainOrOfAValidatorIsRefused()
    {
        string chain = Path.Combine(folder, "chain");
        await using (DevFixture dev = await DevFixture.StartAsync(new DevOptions { Data = chain }))
        {
            await dev.TransferAsync(0, 0);
        }

        Assert.Contains("seed", Refusal(new DevOptions { Data = chain, Seed = 1 }), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "node.json"), "{}");
        Assert.Contains("validator", Refusal(new DevOptions { Data = folder }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatWasDumpedIsDoneAgain()
    {
        DevOptions options = new() { DumpOn = DumpTime.Exit, DumpPath = Path.Combine(folder, "dump.json"), StartTime = 1_700_000_000 };
        string[] hashes;
        await using (DevFixture dev = await DevFixture.StartAsync(options))
        {
            await dev.CallAsync("devnet_setTime", """{"time":1700000100}""");
            string transfer = await dev.TransferAsync(0, 0, to: 77);
            JsonElement minted = await dev.CallAsync("devnet_mint", """{"address":"0x4d","amount":100}""");
            await dev.CallAsync("devnet_setGasPrice", """{"gas_price_wei":9,"generate_block":true}""");
            hashes = [transfer, minted.GetProperty("tx_hash").GetString()!];
            JsonElement told = await dev.CallAsync("devnet_dump", """{"path":"other.json"}""");
            Assert.Equal(JsonValueKind.Null, told.ValueKind);
            Assert.Equal(-32600, (await dev.RefusedAsync("devnet_dump", """{"path":"../other.json"}""")).Code);
            Assert.Equal(-32600, (await dev.RefusedAsync("devnet_load", """{"path":"/etc/passwd"}""")).Code);
            await dev.StopAsync();
        }

        Assert.Equal(File.ReadAllText(options.DumpPath), File.ReadAllText(Path.Combine(folder, "other.json")));
        await using DevFixture again = await DevFixture.StartAsync(options with { DumpOn = DumpTime.Request });
        await AssertDumpedAsync(again, hashes);
        await again.TransferAsync(0, 1, to: 77);
        await again.CallAsync("devnet_load", """{"path":"dump.json"}""");
        await AssertDumpedAsync(again, hashes);

        // What cannot be loaded takes nothing away.
        (int code, string message) = await again.RefusedAsync("devnet_load", """{"path":"none.json"}""");
        Assert.True(code == -1 && message.Contains("file does not exist", StringComparison.Ordinal), message);
        await AssertDumpedAsync(again, hashes);
    }

    [Fact]
    public async Task ADumpGrowsWithEveryBlockAndShrinksWhenTheyAreDropped()
    {
        string path = Path.Combine(folder, "dump.json");
        await using DevFixture dev = await DevFixture.StartAsync(new DevOptions { DumpOn = DumpTime.Block, DumpPath = path });
        string snapshot = (await dev.CallAsync("kraken_snapshot")).GetProperty("snapshot_id").GetString()!;
        for (ulong nonce = 0; nonce < 3; nonce++)
        {
            await dev.TransferAsync(0, nonce);
            Assert.Equal((int)nonce + 1, Calls(path).Length);
        }

        await dev.CallAsync("kraken_revert", $$"""{"snapshot_id":"{{snapshot}}"}""");
        await dev.TransferAsync(1, 0);
        Assert.Equal(["starknet_addInvokeTransaction"], Calls(path));
    }

    [Fact]
    public async Task ADumpThatSomebodyElseSpoiledIsWrittenAnewAndOneThatCannotBeWrittenHindersNoBlock()
    {
        string path = Path.Combine(folder, "below", "dump.json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using DevFixture dev = await DevFixture.StartAsync(new DevOptions { DumpOn = DumpTime.Block, DumpPath = path });
        await dev.TransferAsync(0, 0);
        foreach ((string content, ulong nonce) in new[] { ("", 1ul), ("[", 2ul), ("spoiled", 3ul) })
        {
            await File.WriteAllTextAsync(path, content);
            await dev.TransferAsync(0, nonce);
            Assert.Equal((int)nonce + 1, Calls(path).Length);
        }

        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        await dev.TransferAsync(0, 4);
        Assert.Equal(5ul, await dev.HeightAsync());
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await dev.TransferAsync(0, 5);
        Assert.Equal(6, Calls(path).Length);
    }

    [Fact]
    public async Task WithoutLeaveNothingIsDumpedAndAFileThatIsNoDumpIsRefused()
    {
        await using DevFixture dev = await DevFixture.StartAsync(new DevOptions { DumpPath = Path.Combine(folder, "x.json") });
        Assert.Equal((-1, "Please provide --dump-on mode on startup."), await dev.RefusedAsync("devnet_dump"));
        await File.WriteAllTextAsync(Path.Combine(folder, "y.json"), """[{"jsonrpc":"2.0","id":1,"method":"devnet_none","params":{}}]""");
        (int code, string message) = await dev.RefusedAsync("devnet_load", """{"path":"y.json"}""");
        Assert.Equal(-1, code);
        Assert.Contains("call 0 (devnet_none) fails", message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "y.json"), """[{"jsonrpc":"2.0","id":1,"method":"devnet_load","params":{"path":"y.json"}}]""");
        (_, message) = await dev.RefusedAsync("devnet_load", """{"path":"y.json"}""");
        Assert.Contains("-32601", message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, "y.json"), "key: value");
        (_, message) = await dev.RefusedAsync("devnet_load", """{"path":"y.json"}""");
        Assert.DoesNotContain("key", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("{}")]
    [InlineData("5")]
    [InlineData("[{]")]
    [InlineData("[] []")]
    public async Task WhatIsNoListOfCallsIsRefusedBeforeAnythingIsDone(string content)
    {
        await using DevFixture dev = await DevFixture.StartAsync(new DevOptions { DumpPath = Path.Combine(folder, "x.json") });
        await dev.TransferAsync(0, 0, to: 77);
        await File.WriteAllTextAsync(Path.Combine(folder, "y.json"), content);
        (int code, string message) = await dev.RefusedAsync("devnet_load", """{"path":"y.json"}""");
        Assert.Equal(-1, code);
        Assert.StartsWith("the dump: expected a", message, StringComparison.Ordinal);
        Assert.Equal(5, await dev.BalanceAsync(77));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("\"a]\"")]
    [InlineData("[]")]
    [InlineData("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"starknet_chainId\"}]")]
    [InlineData("null")]
    public async Task WhatIsNoCallIsRefusedAsSuch(string call)
    {
        await using DevFixture dev = await DevFixture.StartAsync(new DevOptions { DumpPath = Path.Combine(folder, "x.json") });
        await File.WriteAllTextAsync(
            Path.Combine(folder, "y.json"),
            """ [ {"jsonrpc":"2.0","id":1,"method":"devnet_mint","params":{"address":"0x4d","amount":7}} , """ + call + " ] ");
        (_, string message) = await dev.RefusedAsync("devnet_load", """{"path":"y.json"}""");
        Assert.Contains("call 1 fails: expected an object", message, StringComparison.Ordinal);
        Assert.Equal(7, await dev.BalanceAsync(77));
    }

    [Fact]
    public async Task AListOfMoreCallsThanMayBeTakesNoMemoryAndDoesNothing()
    {
        await using DevFixture dev = await DevFixture.StartAsync(new DevOptions { DumpPath = Path.Combine(folder, "x.json") });
        await dev.TransferAsync(0, 0, to: 77);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "y.json"), "[" + string.Join(',', Enumerable.Repeat("0", DumpText.MaxCalls + 1)) + "]");
        (_, string message) = await dev.RefusedAsync("devnet_load", """{"path":"y.json"}""");
        Assert.Contains($"at most {DumpText.MaxCalls} calls", message, StringComparison.Ordinal);
        Assert.Equal(5, await dev.BalanceAsync(77));
    }

    [Fact]
    public async Task ARequestWritesOverDumpsAlone()
    {
        await using DevFixture dev = await DevFixture.StartAsync(
            new DevOptions { DumpOn = DumpTime.Request, DumpPath = Path.Combine(folder, "dump.json") });
        await dev.TransferAsync(0, 0);
        string settings = Path.Combine(folder, "settings.json");
        foreach (string content in (string[])["{\"jsonrpc\":1}", "[1,2]", "secret", ""])
        {
            await File.WriteAllTextAsync(settings, content);
            (int code, string message) = await dev.RefusedAsync("devnet_dump", """{"path":"settings.json"}""");
            Assert.Equal(-32600, code);
            Assert.Contains("expected no file, or one that holds a dump", message, StringComparison.Ordinal);
            Assert.Equal(content, await File.ReadAllTextAsync(settings));
        }

        foreach (string content in (string[])["[]", " [ ]\n", """[{"id":1,"params":{},"jsonrpc":"2.0"}]"""])
        {
            await File.WriteAllTextAsync(settings, content);
            await dev.CallAsync("devnet_dump", """{"path":"settings.json"}""");
            Assert.Single(Calls(settings));
        }
    }

    private static async Task AssertDumpedAsync(DevFixture dev, string[] hashes)
    {
        Assert.Equal(4ul, await dev.HeightAsync());
        Assert.Equal(1_700_000_100ul, await dev.TimeAsync(1));
        Assert.Equal(105, await dev.BalanceAsync(77));
        for (int i = 0; i < hashes.Length; i++)
        {
            Assert.Equal((ulong)i + 2, (await dev.ReceiptAsync(hashes[i])).GetProperty("block_number").GetUInt64());
        }

        Assert.Equal("0x9", (await dev.BlockAsync(4)).GetProperty("l1_gas_price").GetProperty("price_in_wei").GetString());
    }

    private static string[] Calls(string path)
    {
        using JsonDocument dump = JsonDocument.Parse(File.ReadAllBytes(path));
        string[] methods = new string[dump.RootElement.GetArrayLength()];
        for (int i = 0; i < methods.Length; i++)
        {
            methods[i] = dump.RootElement[i].GetProperty("method").GetString()!;
        }

        return methods;
    }

    private static string Refusal(DevOptions options) =>
        Assert.Throws<InvalidDataException>(() => new DevHost(options with { Port = 0 }, NullLoggerFactory.Instance)).Message;
}
