using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Sequencer;
using Kraken.Sequencer.Blocks;
using Kraken.Sequencer.Tests;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Kraken.State.Store;
using Kraken.Storage;
using Kraken.Sync.Sources;

namespace Kraken.Sync.Tests;

/// <summary>
/// A chain of a committee on the genuine genesis: block 1 with a declaration, a new account, a revert, the others with transfers, enough of
/// them for old hashes to become readable. Made once.
/// </summary>
internal sealed class MadeChain
{
    internal const int Blocks = 14;

    private static readonly Lazy<MadeChain> Made = new(() => new MadeChain());

    private MadeChain()
    {
        GenesisDescription genesis = new() { Timestamp = 1_700_000_000 };
        Rules = new ChainRules
        {
            Chain = new ChainInfo(genesis.ChainId, genesis.FeeTokenAddress),
            Constants = VersionedConstants.ForVersion(genesis.StarknetVersion)!,
            StarknetVersion = genesis.StarknetVersion,
            GasPrices = genesis.GasPrices,
            BuildTime = TimeSpan.FromMinutes(1),
            TransactionTime = TimeSpan.FromMinutes(1),
        };
        Genesis = GenesisBlock.Create(genesis, Compiler);
        Store = new ChainStore(new MemoryStore());
        Store.Append(Genesis);
        BlockBuilder builder = Builder(Store);
        for (ulong number = 1; number <= Blocks; number++)
        {
            Append(builder, number == 1 ? Everything() : Transfers(number));
        }
    }

    internal static MadeChain Instance => Made.Value;

    internal ClassCompiler Compiler { get; } = new();

    internal TestCommittee Committee { get; } = new();

    internal ChainRules Rules { get; }

    internal BlockRecord Genesis { get; }

    internal Felt GenesisHash => Genesis.Block.Header.Hash;

    internal ChainStore Store { get; }

    internal SourceBlock Block(ulong number) => new StoredBlocks(Store).Find(number)!;

    /// <summary>Executes blocks on another copy of the chain.</summary>
    internal BlockBuilder Builder(ChainStore store) => new(
        Rules,
        new ClassRegistry(
            hash => store.Sierra(hash) is { } sierra && store.Casm(hash) is { } casm ? ClassCompiler.Load(sierra, casm) : null),
        Compiler,
        TimeProvider.System);

    private void Append(BlockBuilder builder, IEnumerable<SubmittedTransaction> transactions)
    {
        BlockHeader tip = Store.Header(Store.LatestNumber!.Value)!;
        BlockParent parent = new(tip, Store.State, Store.Commitment, number => Store.Header(number)!.Hash, () => 0);
        List<string> refused = [];
        PreparedBlock block = builder.Build(
            parent,
            tip.Timestamp + 1,
            DevelopmentAccounts.All[5].Address,
            new Candidates(
                [.. transactions], (_, rejection) => refused.Add(rejection.Message), (_, reason) => refused.Add(reason)),
            CancellationToken.None);
        Xunit.Assert.Empty(refused);
        BlockHeader header = block.Block.Header;
        Store.Append(block.Record([.. Committee.Certificate(header.Number, header.Hash, GenesisHash)]));
    }

    private static IEnumerable<SubmittedTransaction> Transfers(ulong number) =>
        [Signed.Transfer(0, number - 1), Signed.Transfer(1, number - 1), Signed.Transfer(2, number - 2, amount: number)];

    // A new account with the transfer that pays for it, a declaration, a transfer that is reverted.
    private static ImmutableArray<SubmittedTransaction> Everything()
    {
        Felt key = 0x1234567;
        DeployAccountTransaction deployment = Signed.Deployment(Curves.StarkCurve.PublicKey(key), 7);
        SierraClass declared = ChainContracts.Demo.Class with { Abi = "[]" };
        DeclareTransaction declare = new()
        {
            SenderAddress = DevelopmentAccounts.All[3].Address,
            Nonce = 0,
            ClassHash = ClassHash.Compute(declared),
            CompiledClassHash = ChainContracts.Demo.CompiledClassHash,
            ResourceBounds = Signed.Bounds(),
        };
        return
        [
            Signed.Transfer(0, 0, to: deployment.ContractAddress, amount: (UInt128)1_000_000_000_000_000_000 * 1_000),
            Signed.Sign(deployment, key),
            Signed.Sign(declare, DevelopmentAccounts.All[3].PrivateKey!.Value) with { Class = declared },
            Signed.Transfer(1, 0, amount: UInt128.MaxValue),
        ];
    }
}
