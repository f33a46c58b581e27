using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.State.Store;
using Xunit;

namespace Kraken.Sequencer.Tests;

/// <summary>Block 0: old chains keep theirs, and what is placed is what the constructors leave that really run.</summary>
public sealed class GenesisBlockTests
{
    private static readonly ClassCompiler Compiler = new();
    private static readonly Felt Alice = 0xa11ce;
    private static readonly Felt Minter = 0x3145;
    private static readonly GenesisDescription Bare = new() { Accounts = [], HasDemo = false, DeployerAddresses = [] };

    /// <summary>The hash that nodes computed before a genesis had any content of its own.</summary>
    [Fact]
    public void AnOldChainKeepsItsFirstBlock() => Assert.Equal(
        Felt.Parse("0xf138de80ad4b5842020e0f4420c3479aea3d99faccd37c3e2d2f1fbc6951c2"),
        Create(new GenesisDescription { Timestamp = 1_700_000_000 }).Block.Header.Hash);

    [Fact]
    public void AnAccountIsPlacedAsItsConstructorLeavesIt()
    {
        PredeployedAccount account = new(Alice, 0x1234, 5);
        BlockRecord placed = Create(Bare with { Accounts = [account] });
        BlockRecord deployed = Create(Bare with { Accounts = [account with { ClassHash = ChainContracts.Account.ClassHash }] });
        Assert.Equal(Cells(placed), Cells(deployed));
        Assert.Equal(placed.Block.Header.Hash, deployed.Block.Header.Hash);
    }

    [Fact]
    public void ATokenIsPlacedAsItsConstructorLeavesIt()
    {
        GenesisToken token = new(0x70ce, "Acme Gas", "ACME") { Decimals = 6, Minter = Minter, Balances = [new(Alice, 1_000)] };
        ImmutableArray<Felt> calldata =
            [Felt.FromShortString(token.Name), Felt.FromShortString(token.Symbol), 6, 1_000, 0, Alice, Minter];
        BlockRecord placed = Create(Bare with { Tokens = [token] });
        BlockRecord deployed = Create(Bare with
        {
            Contracts = [new("token", token.Address, ChainContracts.FeeToken.ClassHash) { Constructor = calldata }],
        });
        Assert.Equal(Cells(placed), Cells(deployed));
    }

    [Fact]
    public void ClassesOfItsOwnAreDeclaredAndContractsOfThemStandThere()
    {
        GenesisContract demo = new("demo", 0xde30, ChainContracts.Demo.ClassHash) { Constructor = [] };
        GenesisDescription genesis = Bare with { Classes = [ChainContracts.Demo.Class], Contracts = [demo] };
        BlockRecord block = Create(genesis);
        Assert.Contains(block.StateDiff.DeclaredClasses, declared =>
            declared == new DeclaredClass(ChainContracts.Demo.ClassHash, ChainContracts.Demo.CompiledClassHash));
        Assert.Contains(new ContractClass(0xde30, ChainContracts.Demo.ClassHash), block.StateDiff.DeployedContracts);
        Assert.Contains(block.Classes, declared => declared.ClassHash == ChainContracts.Demo.ClassHash);
        Assert.Equal(block.Block.Header.Hash, Create(genesis).Block.Header.Hash);
        Assert.NotEqual(block.Block.Header.Hash, Create(Bare).Block.Header.Hash);
    }

    [Fact]
    public void AConstructorThatFailsIsSaidWithItsContract()
    {
        GenesisContract few = new("token", 0x70ce, ChainContracts.FeeToken.ClassHash) { Constructor = [1] };
        Assert.Contains("contract token cannot be deployed", Refusal(Bare with { Contracts = [few] }), StringComparison.Ordinal);
        GenesisContract many = new("demo", 0x70ce, ChainContracts.Demo.ClassHash) { Constructor = [1] };
        Assert.Contains("no constructor", Refusal(new GenesisDescription { Contracts = [many] }), StringComparison.Ordinal);
        GenesisContract taken = new("demo", WellKnownAddresses.FeeToken, ChainContracts.Demo.ClassHash) { Constructor = [] };
        Assert.Contains("already deployed", Refusal(new GenesisDescription { Contracts = [taken] }), StringComparison.Ordinal);
    }

    [Fact]
    public void ConstructorsRunByTheConstantsThatAreGiven()
    {
        GenesisDescription own = Bare with
        {
            StarknetVersion = "9.9-own",
            Contracts = [new("demo", 0xde30, ChainContracts.UniversalDeployer.ClassHash) { Constructor = [] }],
        };
        Assert.Contains("got '9.9-own'", Refusal(own), StringComparison.Ordinal);
        VersionedConstants constants = VersionedConstants.ForVersion("0.14.4")!;
        Assert.Equal("9.9-own", GenesisBlock.Create(own, Compiler, constants).Block.Header.StarknetVersion);
    }

    private static BlockRecord Create(GenesisDescription genesis) => GenesisBlock.Create(genesis, Compiler);

    private static string Refusal(GenesisDescription genesis) => Assert.Throws<InvalidDataException>(() => Create(genesis)).Message;

    private static CellValue[] Cells(BlockRecord block) => [.. block.StateDiff.Cells().OrderBy(cell => (cell.Kind, cell.Owner, cell.Key))];
}
