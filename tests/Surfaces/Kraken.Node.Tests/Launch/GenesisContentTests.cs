using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Node.Configuration;
using Kraken.Node.Configuration.FirstBlock;
using Kraken.Node.Configuration.Launch;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Json;
using Xunit;

namespace Kraken.Node.Tests.Launch;

/// <summary>
/// The content of a genesis file: it comes back whole, its hashes are computed and never believed, and wrong ones are refused.
/// </summary>
public sealed class GenesisContentTests : IDisposable
{
    private static readonly GenesisDescription Description = new()
    {
        Timestamp = 5,
        ChainId = Starknet.ChainId.FromName("ACME"),
        FeeToken = new GenesisToken(0x70ce, "Acme Gas", "ACME")
        {
            Decimals = 6, Minter = 0x11, Balances = [new(0x99, UInt128.MaxValue / 2)],
        },
        Tokens = [GenesisToken.Eth],
        Accounts = [DevelopmentAccounts.All[0], new(0xacc, 0x1234, 7) { ClassHash = ChainContracts.Account.ClassHash }],
        Classes = [ChainContracts.Demo.Class],
        Contracts =
        [
            new GenesisContract("vault", 0xa1, ChainContracts.Demo.ClassHash) { Constructor = [] },
            new GenesisContract("cells", 0xa2, ChainContracts.Demo.ClassHash) { Storage = [new(1, 2)] },
        ],
        HasDemo = false,
        DeployerAddresses = [0xdd],
        GasPrices = new(new(1, 2), new(3, 4), new(5, 6)),
        Market = new FeeMarket(6, 100) { MaxPrice = 60, MaxChangeDenominator = 7 },
    };

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-content-").FullName;

    private string FilePath => Path.Combine(folder, GenesisFile.FileName);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void ContentComesBackAndMakesTheSameBlock()
    {
        GenesisFile made = Create();
        GenesisFile read = GenesisFile.Load(FilePath);
        GenesisDescription again = ChainRulesOf.Description(read);
        Assert.Equal(Description.Accounts, again.Accounts);
        Assert.Equal(Description.FeeToken with { Balances = [] }, again.FeeToken with { Balances = [] });
        Assert.Equal(Description.FeeToken.Balances, again.FeeToken.Balances);
        Assert.Equal((Description.GasPrices, Description.Market), (again.GasPrices, again.Market));
        Assert.Equal(Description.DeployerAddresses, again.DeployerAddresses);
        Assert.Equal(SierraClassJson.ToBytes(Description.Classes[0]), SierraClassJson.ToBytes(Assert.Single(again.Classes)));
        Assert.Equal([(Felt)0xa1, 0xa2], again.Contracts.Select(contract => contract.Address));
        Assert.Empty(again.Contracts[0].Constructor!.Value);
        Assert.Equal(Description.Contracts[1].Storage, again.Contracts[1].Storage);
        BlockHeader header = ChainRulesOf.FirstBlock(read, new ClassCompiler()).Block.Header;
        Assert.Equal((made.Content!.BlockHash, made.Content.StateRoot), (header.Hash, header.StateRoot));
        Assert.Equal(Description.Market, ChainRulesOf.Genesis(read).Market);
    }

    [Fact]
    public void ABlockThatIsNotTheOneOfTheFileIsRefused()
    {
        GenesisFile made = Create();
        GenesisFile other = made with { Content = made.Content! with { BlockHash = 0x1234 } };
        Assert.Contains(
            "content.block_hash: this program makes block 0",
            Assert.Throws<InvalidDataException>(() => ChainRulesOf.FirstBlock(other, new ClassCompiler())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AClassIsWhatItsHashSays()
    {
        GenesisFile made = Create();
        GenesisClass demo = made.Content!.Classes[0];
        Refuses("class demo: expected a class of hash 0x1234", made, demo with { ClassHash = 0x1234 });
        Refuses("class demo", made, demo with { Gzip = [1, 2, 3] });
        Refuses("class demo", made, demo with { Gzip = demo.Gzip[..^20] });
        Refuses("class demo", made, demo with { Gzip = Packed(Encoding.UTF8.GetBytes("{}")) });
        byte[] largest = new byte[GenesisBounds.MaxClassBytes + 1];
        Refuses("class demo: expected at most", made, demo with { Gzip = Packed(largest) });
        Refuses("class demo", made, demo with { Gzip = Packed(largest[..^1]) }, not: "expected at most");
    }

    [Theory]
    [InlineData("\"symbol\": \"ACME\"", "\"symbol\": \"€\"", "symbol: expected 1 to 31 ASCII characters")]
    [InlineData("\"address\": \"0x70ce\"", "\"address\": \"0x1\"", "token ACME: expected an address from 0x10")]
    [InlineData("\"address\": \"0x70ce\"", "\"address\": \"0x070ce\"", "field element")]
    [InlineData("\"decimals\": 6", "\"decimals\": 256", "decimals")]
    [InlineData("\"decimals\": 6", "\"decimal\": 6", "decimal")]
    [InlineData("\"balance\": \"7\"", "\"balance\": 7", "balance")]
    [InlineData("\"balance\": \"7\"", "\"balance\": \"-7\"", "balance")]
    [InlineData("\"min_price\": \"6\"", "\"min_price\": \"0\"", "prices.market.min_price: expected at least 1, got 0")]
    [InlineData("\"accounts\": [", "\"accounts\": [null,", "content: expected entries, got null")]
    [InlineData("\"accounts\": [", "\"accounts\": null, \"was\": [", "accounts")]
    [InlineData("\"chain_id\": \"ACME\"", "\"chain_id\": \"\"", "chain_id: expected 1 to 31")]
    [InlineData("\"demo\": false", "\"demo\": false, \"demo\": true", "demo")]
    [InlineData("\"starknet_version\": \"0.14.4\"", "\"starknet_version\": \"0.14.4\", \"versioned_constants\": {}", "starknet_version")]
    [InlineData("\"starknet_version\": \"0.14.4\"", "\"starknet_version\": \"own\", \"versioned_constants\": {}", "versioned_constants")]
    public void AWrongMemberIsRefused(string whole, string altered, string problem)
    {
        Create();
        string text = File.ReadAllText(FilePath);
        Assert.Contains(whole, text, StringComparison.Ordinal);
        int at = text.IndexOf(whole, StringComparison.Ordinal);
        File.WriteAllText(FilePath, $"{text[..at]}{altered}{text[(at + whole.Length)..]}");
        string message = Assert.Throws<InvalidDataException>(() => GenesisFile.Load(FilePath)).Message;
        Assert.Contains(FilePath, message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFilesBytesAreBounded()
    {
        Create();
        byte[] whole = File.ReadAllBytes(FilePath);
        byte[] filled = [.. whole, .. Enumerable.Repeat((byte)' ', GenesisBounds.MaxFileBytes - whole.Length)];
        File.WriteAllBytes(FilePath, filled);
        Assert.NotNull(GenesisFile.Load(FilePath).Content);
        Assert.NotNull(GenesisFile.Parse(filled, "x").Content);
        File.WriteAllBytes(FilePath, [.. filled, (byte)' ']);
        Assert.Contains(
            "at most 4194304 bytes",
            Assert.Throws<InvalidDataException>(() => GenesisFile.Load(FilePath)).Message,
            StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => GenesisFile.Parse([.. filled, (byte)' '], "x"));
    }

    [Fact]
    public void WhatMakesNoChainLeavesNoFiles()
    {
        GenesisContract bad = new("bad", 0xa1, ChainContracts.FeeToken.ClassHash) { Constructor = [1] };
        ChainPlan plan = new(Description with { Contracts = [bad] }, [Own()]) { ClassNames = ["demo"] };
        Assert.Contains(
            "contract bad cannot be deployed",
            Assert.Throws<InvalidDataException>(() => ChainNetwork.Create(folder, plan)).Message,
            StringComparison.Ordinal);
        plan = new(Description, [Own() with { Keys = new ValidatorKeys(1, [1, 2], [3, 4]) }]) { ClassNames = ["demo"] };
        Assert.Contains(
            "validator node1",
            Assert.Throws<InvalidDataException>(() => ChainNetwork.Create(folder, plan)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ChainNetwork.Create(folder, new ChainPlan(Description, [Own()])));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        Create();
        Assert.Throws<IOException>(() => Create());
    }

    private static ValidatorPlan Own() => new("node1", "127.0.0.1", 6050, 5050);

    private static byte[] Packed(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    private GenesisFile Create() => ChainNetwork.Create(folder, new ChainPlan(Description, [Own()]) { ClassNames = ["demo"] });

    private void Refuses(string problem, GenesisFile made, GenesisClass declared, string? not = null)
    {
        string path = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        (made with { Content = made.Content! with { Classes = [declared] } }).Save(path);
        string message = Assert.Throws<InvalidDataException>(() => GenesisFile.Load(path)).Message;
        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.DoesNotContain(not ?? "\0", message, StringComparison.Ordinal);
    }
}
