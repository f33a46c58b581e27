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
using Kraken.Starknet;
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

    /// <summary>The block that consumes messages of L1.</summary>
    internal const ulong MessagesAt = 5;

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
            Append(builder, number == 1 ? Everything() : Transfers(number), number == MessagesAt ? Messages() : []);
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

    private void Append(
        BlockBuilder builder, IEnumerable<SubmittedTransaction> transactions, IEnumerable<L1HandlerTransaction> messages)
    {
        BlockHeader tip = Store.Header(Store.LatestNumber!.Value)!;
        BlockParent parent = new(tip, Store.State, Store.Commitment, number => Store.Header(number)!.Hash, () => 0);
        GrowingBlock growing = builder.Begin(parent, tip.Timestamp + 1, DevelopmentAccounts.All[5].Address);
        foreach (SubmittedTransaction transaction in transactions)
        {
            Xunit.Assert.Null(growing.Add(transaction, CancellationToken.None));
        }

        foreach (L1HandlerTransaction message in messages)
        {
            Xunit.Assert.Null(growing.AddMessage(message, 1000, CancellationToken.None));
        }

        PreparedBlock block = growing.Finish();
        BlockHeader header = block.Block.Header;
        Store.Append(block.Record([.. Committee.Certificate(header.Number, header.Hash, GenesisHash)]));
    }

    private static IEnumerable<SubmittedTransaction> Transfers(ulong number) =>
        [Signed.Transfer(0, number - 1), Signed.Transfer(1, number - 1), Signed.Transfer(2, number - 2, amount: number)];

    // To a contract that is none: they are reverted, which consumes them too.
    private static IEnumerable<L1HandlerTransaction> Messages()
    {
        for (ulong nonce = 0; nonce < 2; nonce++)
        {
            L1HandlerTransaction content =
                new() { ContractAddress = 0x1234, EntryPointSelector = 0x5678, Nonce = nonce, Calldata = [0xabc, nonce] };
            yield return (L1HandlerTransaction)content.WithHash(ChainId.Sepolia);
        }
    }

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
