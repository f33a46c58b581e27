using System;
using System.IO;
using Kraken.Execution.Blocks;
using Kraken.Node.Configuration;
using Kraken.Starknet.Limits;
using Xunit;

namespace Kraken.Node.Tests;

/// <summary>
/// The limits of a genesis file: absent ones are Starknet's, given ones come back, useless ones are refused with their place.
/// </summary>
public sealed class GenesisLimitsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-limits-").FullName;

    private string FilePath => Path.Combine(folder, GenesisFile.FileName);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void AFileWithoutLimitsHasNone()
    {
        LocalNetwork.Create(folder, 1, 5050, 6050);
        Assert.DoesNotContain("limits", File.ReadAllText(FilePath), StringComparison.Ordinal);
        Assert.Null(GenesisFile.Load(FilePath).Limits);
    }

    [Fact]
    public void LimitsComeBack()
    {
        ChainLimits limits = new()
        {
            Transaction = new TransactionBounds { MaxCalldataFelts = 1, MinL2GasPrice = 2, ProofPolicy = TransactionBounds.ByGateway },
            Class = new ClassBounds { MaxSierraFelts = 3, MaxSierraVersion = "1.7.0" },
            Block = new BlockBounds { MaxTransactions = 4, MaxProvingGas = 5, MaxBytes = 7 << 20 },
        };
        GenesisFile file = LocalNetwork.Create(folder, 1, 5050, 6050) with { Limits = limits };
        File.Delete(FilePath);
        file.Save(FilePath);
        Assert.Contains("\"max_calldata_felts\": 1", File.ReadAllText(FilePath), StringComparison.Ordinal);
        Assert.Equal(limits, GenesisFile.Load(FilePath).Limits);
    }

    [Fact]
    public void MembersThatAreAbsentAreStarknets()
    {
        Write("""{"block":{"max_events":7}}""");
        Assert.Equal(new ChainLimits { Block = new BlockBounds { MaxEvents = 7 } }, GenesisFile.Load(FilePath).Limits);
        Write("""{"block":null}""");
        Assert.Equal(new ChainLimits(), GenesisFile.Load(FilePath).Limits);
        Write("{}");
        Assert.Equal(new ChainLimits(), GenesisFile.Load(FilePath).Limits);
    }

    [Theory]
    [InlineData("""{"block":{"max_bytes":100000}}""", "limits.block.max_bytes: expected at least 42", "got 100000")]
    [InlineData("""{"class":{"max_json_bytes":9000000}}""", "limits.block.max_bytes: expected at least 9", "got 8388608")]
    [InlineData("""{"transaction":{"max_signature_felts":0}}""", "limits.transaction.max_signature_felts: expected at least 1", "got 0")]
    [InlineData("""{"class":{"min_sierra_version":"one"}}""", "limits.class.min_sierra_version: expected a version", "got 'one'")]
    [InlineData("""{"transaction":{"proof_policy":"all"}}""", "limits.transaction.proof_policy: expected gateway or nothing", "got 'all'")]
    [InlineData("""{"block":{"max_event":7}}""", "max_event", "")]
    [InlineData("""{"blocks":{}}""", "blocks", "")]
    public void UselessLimitsAreRefused(string limits, string place, string got)
    {
        Write(limits);
        string message = Assert.Throws<InvalidDataException>(() => GenesisFile.Load(FilePath)).Message;
        Assert.Contains(FilePath, message, StringComparison.Ordinal);
        Assert.Contains(place, message, StringComparison.Ordinal);
        Assert.Contains(got, message, StringComparison.Ordinal);
    }

    [Fact]
    public void AChainTakesProofsOnlyByAPolicyOfItsGenesis()
    {
        Write("{}");
        Assert.Null(ChainRulesOf.Genesis(GenesisFile.Load(FilePath)).Chain.ProofConfigHash);
        Write("""{"transaction":{"proof_policy":"gateway"}}""");
        ChainInfo chain = ChainRulesOf.Genesis(GenesisFile.Load(FilePath)).Chain;
        Assert.Equal(ChainInfo.ConfigHashOf(chain.ChainId, chain.FeeToken), chain.ProofConfigHash);
    }

    [Theory]
    [InlineData("\"name\": \"node1\"", "\"name\": null", "name")]
    [InlineData("\"weight\": 1", "\"weight\": 0", "expected a weight of at least 1, got 0")]
    [InlineData("\"validators\": [", "\"validators\": [null,", "expected validators, got null")]
    [InlineData("\"chain_id\": \"SN_SEPOLIA\"", "\"chain_id\": null", "chain_id")]
    public void WhatAGenesisFileLacksIsSaid(string whole, string altered, string place)
    {
        Write("{}");
        string text = File.ReadAllText(FilePath);
        Assert.Contains(whole, text, StringComparison.Ordinal);
        File.WriteAllText(FilePath, text.Replace(whole, altered, StringComparison.Ordinal));
        Assert.Contains(place, Assert.Throws<InvalidDataException>(() => GenesisFile.Load(FilePath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AValidatorThatStandsTwiceInAGenesisFileIsSaid()
    {
        Write("{}");
        GenesisFile genesis = GenesisFile.Load(FilePath);
        string path = Path.Combine(folder, "twice.json");
        (genesis with { Validators = [genesis.Validators[0], genesis.Validators[0]] }).Save(path);
        Assert.Contains(
            "expected each validator once",
            Assert.Throws<InvalidDataException>(() => GenesisFile.Load(path)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"validator":null,"genesis":"genesis.json","rpc_port":1}""")]
    [InlineData("""{"validator":"0x1","genesis":null,"rpc_port":1}""")]
    public void ANodeFileWithNullsIsRefused(string json)
    {
        string path = Path.Combine(folder, NodeFile.FileName);
        File.WriteAllText(path, json);
        Assert.Throws<InvalidDataException>(() => NodeFile.Load(path));
    }

    [Fact]
    public void ANodeFileWithoutAHostListensOnThisMachineOnly()
    {
        string path = Path.Combine(folder, NodeFile.FileName);
        File.WriteAllText(path, """{"validator":"0x1","genesis":"genesis.json","rpc_port":1}""");
        Assert.Equal("127.0.0.1", NodeFile.Load(path).RpcHost);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData(",\"history\":\"all\"", null)]
    [InlineData(",\"history\":16", 16UL)]
    [InlineData(",\"history\":\"100000\"", 100_000UL)]
    public void ANodeFileSaysWhichStatesAreKept(string member, ulong? blocks)
    {
        string path = Path.Combine(folder, NodeFile.FileName);
        File.WriteAllText(path, $$"""{"validator":"0x1","genesis":"genesis.json","rpc_port":1{{member}}}""");
        NodeFile read = NodeFile.Load(path);
        Assert.Equal(blocks, read.History.Blocks);
        string again = Path.Combine(folder, "again.json");
        read.Save(again);
        Assert.Equal(read, NodeFile.Load(again));
    }

    [Theory]
    [InlineData("15")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1e3")]
    [InlineData("\"some\"")]
    [InlineData("null")]
    [InlineData("[16]")]
    public void AUselessHistoryIsRefused(string history)
    {
        string path = Path.Combine(folder, NodeFile.FileName);
        File.WriteAllText(path, $$"""{"validator":"0x1","genesis":"genesis.json","rpc_port":1,"history":{{history}}}""");
        string message = Assert.Throws<InvalidDataException>(() => NodeFile.Load(path)).Message;
        Assert.Contains(path, message, StringComparison.Ordinal);
        Assert.Contains("history: expected 'all' or a number of blocks from 16 on", message, StringComparison.Ordinal);
    }

    private void Write(string limits)
    {
        string network = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        LocalNetwork.Create(network, 1, 5050, 6050);
        string text = File.ReadAllText(Path.Combine(network, GenesisFile.FileName));
        int end = text.LastIndexOf('}');
        File.WriteAllText(FilePath, $"{text[..end]}, \"limits\": {limits} }}");
    }
}
