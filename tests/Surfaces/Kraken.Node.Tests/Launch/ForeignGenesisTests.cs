using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Node.Configuration;
using Kraken.Node.Configuration.FirstBlock;
using Kraken.Node.Configuration.Launch;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Json;
using Xunit;

namespace Kraken.Node.Tests.Launch;

/// <summary>
/// A stranger's genesis makes its reader work within a budget: each bound at its value and one past it, counted before anything is
/// compiled.
/// </summary>
public sealed class ForeignGenesisTests : IDisposable
{
    private static readonly GenesisDescription Description = new()
    {
        ChainId = Starknet.ChainId.FromName("ACME"),
        Accounts = [DevelopmentAccounts.All[0]],
        Classes = [ChainContracts.Demo.Class],
        Contracts = [new("a", 0xa1, ChainContracts.Account.ClassHash) { Constructor = [0x1234] }],
        HasDemo = false,
    };

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-foreign-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void TheUsualGenesisIsFarBelowTheBudget()
    {
        byte[] file = Create();
        GenesisFile genesis = GenesisFile.Parse(file, "x", GenesisBudget.Foreign);
        Felt own = ChainRulesOf.FirstBlock(GenesisFile.Parse(file, "x"), new ClassCompiler()).Block.Header.Hash;
        Assert.Equal(own, ChainRulesOf.FirstBlock(genesis, new ClassCompiler(), GenesisBudget.Foreign).Block.Header.Hash);
    }

    [Fact]
    public void FeltsOfAllClassesAreBoundedTogether()
    {
        byte[] file = Create();
        int felts = ChainContracts.Demo.Class.SierraProgram.Length;
        GenesisBudget exact = new() { SierraFelts = felts };
        Assert.NotNull(GenesisFile.Parse(file, "x", exact).Content);
        Refuses(file, exact with { SierraFelts = felts - 1 }, $"felts of all classes of a stranger's genesis, got {felts} up to here");
    }

    [Fact]
    public void BytesOfAllClassesAreBoundedTogether()
    {
        byte[] file = Create();
        int bytes = SierraClassJson.ToBytes(ChainContracts.Demo.Class).Length;
        Assert.NotNull(GenesisFile.Parse(file, "x", new GenesisBudget { ClassBytes = bytes }).Content);
        Refuses(file, new GenesisBudget { ClassBytes = bytes - 1 }, $"class demo: expected at most {bytes - 1} bytes of JSON");
    }

    /// <summary>Many classes that are each within the bound of one: of hashes that are not theirs, which nobody comes to compute.</summary>
    [Fact]
    public void ManyLargeClassesAreCountedBeforeTheyAreHashed()
    {
        string felts = string.Join(',', Enumerable.Repeat("\"0x1\"", GenesisBudget.Foreign.SierraFelts));
        byte[] json = Encoding.ASCII.GetBytes(
            "{\"sierra_program\":[" + felts + "],\"contract_class_version\":\"0.1.0\",\"entry_points_by_type\":"
            + "{\"EXTERNAL\":[],\"L1_HANDLER\":[],\"CONSTRUCTOR\":[]},\"abi\":\"\"}");
        GenesisFile made = JsonFile(Create());
        GenesisClass large = new() { Name = "large", ClassHash = 0x1234, Gzip = Packed(json) };
        byte[] one = Bytes(made with { Content = made.Content! with { Classes = [large] } });
        Refuses(one, GenesisBudget.Foreign, "class large: expected a class of hash 0x1234, got one of");
        byte[] many = Bytes(made with { Content = made.Content! with { Classes = [.. Enumerable.Repeat(large, 64)] } });
        Refuses(many, GenesisBudget.Foreign, $"got {2 * GenesisBudget.Foreign.SierraFelts} up to here");
    }

    [Fact]
    public void EntriesAreBoundedTogether()
    {
        byte[] file = Create();
        GenesisFile made = JsonFile(file);
        // An account, and a contract with a felt of calldata.
        int entries = made.Validators.Length + 1 + made.Content!.Deployers.Length + 2
            + made.Content.Tokens.Prepend(made.Content.FeeToken).Sum(token => 1 + token.Balances.Length);
        Assert.NotNull(GenesisFile.Parse(file, "x", new GenesisBudget { Entries = entries }).Content);
        Refuses(file, new GenesisBudget { Entries = entries - 1 }, $"expected at most {entries - 1} validators");
        GenesisStorageCell[] cells = [.. Enumerable.Range(1, GenesisBudget.Foreign.Entries).Select(
            key => new GenesisStorageCell { Key = key, Value = 1 })];
        GenesisContractEntry placed = made.Content.Contracts[0] with { Constructor = null, Storage = [.. cells] };
        byte[] full = Bytes(made with { Content = made.Content with { Contracts = [placed] } });
        Assert.NotNull(GenesisFile.Parse(full, "x").Content);
        Refuses(full, GenesisBudget.Foreign, "validators, accounts, balances, contracts, calldata and storage cells");
    }

    [Fact]
    public void GasOfConstructorsIsBoundedForEachAndTogether()
    {
        GenesisFile genesis = JsonFile(Create());
        Assert.Contains("contract a cannot be deployed", Refusal(1), StringComparison.Ordinal);
        Assert.NotNull(ChainRulesOf.FirstBlock(genesis, new ClassCompiler(), GenesisBudget.Foreign));

        string Refusal(ulong gas) => Assert.Throws<InvalidDataException>(
            () => ChainRulesOf.FirstBlock(genesis, new ClassCompiler(), new GenesisBudget { ConstructorGas = gas })).Message;
    }

    /// <summary>Where the file says what gas costs, gas bounds nothing.</summary>
    [Fact]
    public void AStrangersConstantsAreRefused()
    {
        using JsonDocument constants = JsonDocument.Parse("{}");
        byte[] file = Bytes(JsonFile(Create()) with { StarknetVersion = "own", VersionedConstants = constants.RootElement });
        Refuses(file, GenesisBudget.Foreign, "versioned_constants: expected those of protocol own");
    }

    private static void Refuses(byte[] file, GenesisBudget budget, string problem) => Assert.Contains(
        problem,
        Assert.Throws<InvalidDataException>(() => GenesisFile.Parse(file, "x", budget)).Message,
        StringComparison.Ordinal);

    private static GenesisFile JsonFile(byte[] file) => GenesisFile.Parse(file, "x");

    private static byte[] Packed(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    private byte[] Create()
    {
        ChainNetwork.Create(
            folder, new ChainPlan(Description, [new("node1", "127.0.0.1", 6050, 5050)]) { ClassNames = ["demo"] });
        return File.ReadAllBytes(Path.Combine(folder, GenesisFile.FileName));
    }

    private byte[] Bytes(GenesisFile genesis)
    {
        string path = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        genesis.Save(path);
        return File.ReadAllBytes(path);
    }
}
