using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus;
using Kraken.Curves;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Proofs.Checking.Chain;
using Kraken.Rpc;
using Kraken.Rpc.Server;
using Kraken.Sequencer;
using Kraken.Sequencer.Blocks;
using Kraken.Sequencer.Views;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Kraken.State;
using Kraken.State.Commitment;
using Kraken.State.Store;
using Kraken.Storage;

namespace Kraken.Watcher.Tests.Chain;

/// <summary>A chain of this process with the genesis of every Kraken chain: blocks are built by the sequencer's own code.</summary>
internal sealed class LocalChain : IChainSource, IDisposable
{
    private static readonly ClassCompiler Compiler = new();
    private static readonly ResourceBoundsMapping Bounds =
        new(new(10_000, 100_000_000_000), new(1_000_000_000, 100_000_000_000), new(10_000, 100_000_000_000));

    private readonly GenesisDescription genesis;
    private readonly MemoryStore memory = new();
    private readonly ChainStore store;
    private readonly BlockBuilder builder;
    private readonly ChainRules rules;
    private readonly Dictionary<Felt, ulong> nonces = [];

    public LocalChain(
        ulong genesisTime = 1_700_000_000, StateRetention retention = default, GenesisDescription? description = null)
    {
        genesis = description ?? new GenesisDescription { Timestamp = genesisTime };
        store = new ChainStore(memory, retention);
        store.Append(GenesisBlock.Create(genesis, Compiler));
        rules = new ChainRules
        {
            Chain = new ChainInfo(genesis.ChainId, genesis.FeeTokenAddress),
            Constants = VersionedConstants.ForVersion(genesis.StarknetVersion)!,
            StarknetVersion = genesis.StarknetVersion,
            GasPrices = genesis.GasPrices,
            Market = genesis.Market,
            BuildTime = TimeSpan.FromMinutes(1),
            TransactionTime = TimeSpan.FromMinutes(1),
            ValidationTime = TimeSpan.FromMinutes(1),
        };
        ClassRegistry classes =
            new(hash => store.Sierra(hash) is { } sierra && store.Casm(hash) is { } casm ? ClassCompiler.Load(sierra, casm) : null);
        builder = new BlockBuilder(rules, classes, Compiler, TimeProvider.System);
    }

    public Felt Demo => genesis.DemoAddress;

    /// <summary>Told of each block that is given out, and may give out another instead.</summary>
    public Func<Block, Block> AlterBlock { get; set; } = block => block;

    public Func<ulong, StateDiff, StateDiff> AlterDiff { get; set; } = (_, diff) => diff;

    /// <summary>The certificates that are given out.</summary>
    public Func<ulong, byte[]?> Certificate { get; set; } = _ => null;

    /// <summary>The hash of block 0.</summary>
    public Felt GenesisHash => store.Header(0)!.Hash;

    /// <summary>Thrown instead of a block.</summary>
    public Func<ulong, Exception?> Failure { get; set; } = _ => null;

    public int StorageReads { get; private set; }

    public InvokeTransaction Call(int account, string function, ulong size) =>
        Sign(account, [1, Demo, Selector.FromName(function), 1, size]);

    public InvokeTransaction Transfer(int account, Felt recipient) =>
        Sign(account, [1, genesis.FeeTokenAddress, Selector.FromName("transfer"), 3, recipient, 5, 0]);

    public InvokeTransaction Sign(int account, ImmutableArray<Felt> calldata)
    {
        PredeployedAccount sender = genesis.Accounts[account];
        ulong nonce = nonces.GetValueOrDefault(sender.Address);
        nonces[sender.Address] = nonce + 1;
        InvokeTransaction unsigned = new() { SenderAddress = sender.Address, Nonce = nonce, Calldata = calldata, ResourceBounds = Bounds };
        Felt hash = TransactionHash.Compute(unsigned, genesis.ChainId);
        EcdsaSignature signature = Ecdsa.Sign(sender.PrivateKey!.Value, hash);
        return unsigned with { Hash = hash, Signature = [signature.R, signature.S] };
    }

    /// <summary>A node's JSON-RPC server over the chain.</summary>
    public RpcServer Serve() =>
        new(
            new RpcBackend { Chain = new ChainReader(store, rules, TimeProvider.System), Certificate = number => Certificate(number) },
            new RpcOptions(),
            new IPEndPoint(IPAddress.Loopback, 0));

    public Block Decide(params InvokeTransaction[] transactions) =>
        DecideAll(Array.ConvertAll(transactions, transaction => new SubmittedTransaction(transaction, null)));

    public Block DecideAll(params SubmittedTransaction[] transactions)
    {
        ulong number = store.LatestNumber!.Value + 1;
        PreparedBlock block = builder.Build(
            new PreparedBlocks(store, new PreparedLimits()).Parent(new ValueId(store.Header(number - 1)!.Hash))!,
            genesis.Timestamp + number,
            genesis.SequencerAddress,
            new Candidates(
                transactions,
                (refused, rejection) => throw new InvalidOperationException($"{refused.Transaction.Hash}: {rejection.Message}"),
                (slow, reason) => throw new InvalidOperationException($"{slow.Transaction.Hash}: {reason}")),
            CancellationToken.None);
        store.Append(block.Record([]));
        return block.Block;
    }

    public Task<ChainId> ChainIdAsync(CancellationToken cancellation) => Task.FromResult(genesis.ChainId);

    public Task<ulong> LatestAsync(CancellationToken cancellation) => Task.FromResult(store.LatestNumber!.Value);

    public Task<Block> BlockAsync(ulong number, CancellationToken cancellation) => Failure(number) is { } failure
        ? Task.FromException<Block>(failure)
        : Task.FromResult(AlterBlock(store.Block(number)!));

    public Task<BlockHeader> HeaderAsync(ulong number, CancellationToken cancellation) => Task.FromResult(store.Header(number)!);

    public Task<StateDiff> StateDiffAsync(ulong number, CancellationToken cancellation) =>
        Task.FromResult(AlterDiff(number, store.StateDiff(number)!));

    public Task<SierraClass?> ClassAsync(ulong block, Felt classHash, CancellationToken cancellation) =>
        Task.FromResult(State(block).CompiledClassHashOf(classHash).IsZero ? null : store.Sierra(classHash));

    public Task<Felt> StorageAtAsync(ulong block, Felt contract, Felt key, CancellationToken cancellation)
    {
        StorageReads++;
        return Task.FromResult(State(block).StorageAt(contract, key));
    }

    public Task<Felt> NonceAtAsync(ulong block, Felt contract, CancellationToken cancellation) =>
        Task.FromResult(State(block).NonceAt(contract));

    public Task<Felt> ClassHashAtAsync(ulong block, Felt contract, CancellationToken cancellation) =>
        Task.FromResult(State(block).ClassHashAt(contract));

    public Task<ReadOnlyMemory<byte>?> CertificateAsync(ulong number, CancellationToken cancellation) =>
        Task.FromResult(Certificate(number) is { } bytes ? (ReadOnlyMemory<byte>?)bytes : null);

    public Task<StorageProof> StorageProofAsync(ulong block, StorageProofQuery query, CancellationToken cancellation) =>
        Task.FromResult(StorageProver.Prove(store.StateAt(block)!, query, store.Header(block)!.Hash, cancellation));

    public void Dispose() => memory.Dispose();

    private IStateReader State(ulong block) => store.StateAt(block)!;
}
