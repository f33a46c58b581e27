using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Witness;
using Kraken.Casm.Classes;
using Kraken.Curves;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Kraken.State;
using Kraken.State.Commitment;
using Xunit;

namespace Kraken.BlockProof.Tests.Blocks;

/// <summary>A chain of the repository's own contracts, whose blocks Kraken.Execution makes, from its genesis on.</summary>
internal sealed class OwnBlocks
{
    public static readonly GenesisDescription Genesis = new();

    private const ulong MaxPrice = 20_000_000_000;

    public static readonly ImmutableArray<WitnessClass> ChainClasses =
    [
        .. ChainContracts.All.Select(contract => Class(contract.ClassHash, contract.CompiledClassHash, RepositoryData.Casm(contract.Name))),
    ];

    private readonly List<WitnessClass> classes;
    private readonly List<(BlockHeader Header, IStateReader State, ICommitmentReader Commitment)> heights = [];
    private readonly List<WitnessBlock> blocks = [];
    private readonly List<Block> whole = [];

    /// <summary>A chain with two puppets, whose scripts say what they do.</summary>
    public OwnBlocks()
        : this(WithPuppets(GenesisState.Build(Genesis)), [.. ChainClasses, OfContract(Puppet.Class)])
    {
    }

    /// <summary>A chain that begins with a diff.</summary>
    public OwnBlocks(StateDiff genesis, IEnumerable<WitnessClass> classes)
    {
        this.classes = [.. classes];
        BlockHeader header = new()
        {
            ParentHash = default,
            Number = 0,
            StateRoot = default,
            SequencerAddress = Genesis.SequencerAddress,
            Timestamp = 1_800_000_000,
            GasPrices = Genesis.GasPrices,
            StarknetVersion = Genesis.StarknetVersion,
            Commitments = ContentCommitments.Compute([], [], genesis),
        };
        Close(header, EmptyState.Instance, EmptyCommitment.Instance, genesis);
    }

    public BlockHeader Last => heights[^1].Header;

    public IStateReader State => heights[^1].State;

    /// <summary>Makes the next block.</summary>
    public ExecutedBlock Add(params ReadOnlySpan<ExecutableTransaction> transactions) => Add(header => header, transactions);

    /// <summary>Makes the next block, with other things in its header than the last one's.</summary>
    public ExecutedBlock Add(Func<BlockHeader, BlockHeader> change, params ReadOnlySpan<ExecutableTransaction> transactions)
    {
        (BlockHeader parent, IStateReader state, ICommitmentReader commitment) = heights[^1];
        BlockHeader header = change(parent with
        {
            Hash = default,
            ParentHash = parent.Hash,
            Number = parent.Number + 1,
            Timestamp = parent.Timestamp + 2,
        });
        ClassRegistry registry = new();
        classes.ForEach(item => registry.Add(item.ClassHash, item.Runnable));
        BlockContext context = BlockContext.Of(header, new(Genesis.ChainId, Genesis.FeeTokenAddress), BlockWitness.Constants);
        BlockRun run = new(context, state, number => heights[(int)number].Header.Hash, registry);
        ImmutableArray<ExecutableTransaction> content = [.. transactions];
        Assert.Null(run.ExecuteAll(content));
        ExecutedBlock executed = run.Finish();
        classes.AddRange(run.Declared.Select(OfContract));
        Close(
            header with { Commitments = ContentCommitments.Compute(executed.Transactions, executed.Receipts, executed.StateDiff) },
            state, commitment, executed.StateDiff);
        Felt old = header.Number >= 10 ? heights[(int)header.Number - 10].Header.Hash : default;
        blocks.Add(new(Last, content, old));
        whole.Add(new(Last, executed.Transactions, executed.Receipts));
        return executed;
    }

    /// <summary>The last blocks.</summary>
    public Block[] Blocks(int count) => [.. whole[^count..]];

    /// <summary>What the program needs for the last blocks.</summary>
    public BlockWitness Witness(int count = 1)
    {
        (BlockHeader parent, IStateReader state, ICommitmentReader commitment) = heights[^(count + 1)];
        return new()
        {
            Chain = new(Genesis.ChainId, Genesis.FeeTokenAddress),
            Parent = parent,
            Blocks = [.. blocks[^count..]],
            Classes = [.. classes],
            State = state,
            Commitment = commitment,
        };
    }

    /// <summary>A signed transaction of an account that calls contracts.</summary>
    public static ExecutableTransaction Invoke(
        int sender, ulong nonce, params ReadOnlySpan<(Felt Contract, string Function, Felt[] Arguments)> calls)
    {
        List<Felt> calldata = [calls.Length];
        foreach ((Felt contract, string function, Felt[] arguments) in calls)
        {
            calldata.AddRange([contract, Selector.FromName(function), arguments.Length, .. arguments]);
        }

        PredeployedAccount account = Genesis.Accounts[sender];
        return Sign(
            new InvokeTransaction
            {
                SenderAddress = account.Address,
                Nonce = nonce,
                Calldata = [.. calldata],
                ResourceBounds = Bounds(50_000_000),
            },
            account.PrivateKey!.Value);
    }

    public static ExecutableTransaction Transfer(int sender, ulong nonce, int receiver, ulong amount = 5) => Invoke(
        sender, nonce, (Genesis.FeeTokenAddress, "transfer", [Genesis.Accounts[receiver].Address, amount, 0]));

    /// <summary>A transfer that offers nothing for its gas, on a chain where that costs nothing.</summary>
    public static ExecutableTransaction FreeTransfer(int sender, ulong nonce, int receiver)
    {
        InvokeTransaction paying = (InvokeTransaction)Transfer(sender, nonce, receiver).Transaction;
        ResourceBounds free = new(50_000_000, 0);
        return Sign(
            paying with { ResourceBounds = new(free, free, free) }, Genesis.Accounts[sender].PrivateKey!.Value);
    }

    public static ResourceBoundsMapping Bounds(ulong l2Gas) => new(new(200_000, MaxPrice), new(l2Gas, MaxPrice), new(20_000, MaxPrice));

    public static ExecutableTransaction Sign(Transaction transaction, Felt key, CompiledContract? declared = null)
    {
        Transaction hashed = transaction.WithHash(Genesis.ChainId);
        EcdsaSignature signature = Ecdsa.Sign(key, hashed.Hash);
        return new(hashed with { Signature = [signature.R, signature.S] }, declared);
    }

    /// <summary>A signed transaction of the first account that has puppets carry out scripts.</summary>
    public static ExecutableTransaction Play(ulong nonce, params ReadOnlySpan<(Felt Puppet, Felt[] Script)> scripts)
    {
        List<(Felt, string, Felt[])> calls = [];
        foreach ((Felt puppet, Felt[] script) in scripts)
        {
            calls.Add((puppet, "run", Puppet.List(script)));
        }

        return Invoke(0, nonce, [.. calls]);
    }

    public static WitnessClass OfContract(CompiledContract contract) =>
        new(contract.ClassHash, contract.CompiledClassHash, contract.Casm, contract.Runnable);

    public static WitnessClass Class(Felt classHash, Felt compiledClassHash, CasmClass casm)
    {
        Assert.True(RunnableClass.TryCreate(casm, new(1, 9, 3), out RunnableClass? runnable, out string? error), error);
        return new(classHash, compiledClassHash, casm, runnable!);
    }

    private static StateDiff WithPuppets(StateDiff own) => (own with
    {
        DeclaredClasses = [.. own.DeclaredClasses, new(Puppet.Class.ClassHash, Puppet.Class.CompiledClassHash)],
        DeployedContracts =
        [
            .. own.DeployedContracts, new(Puppet.First, Puppet.Class.ClassHash), new(Puppet.Second, Puppet.Class.ClassHash),
        ],
    }).Sorted();

    private void Close(BlockHeader header, IStateReader state, ICommitmentReader commitment, StateDiff diff)
    {
        CommittedState committed = StateCommitter.Commit(state, commitment, diff);
        BlockHeader closed = (header with { StateRoot = committed.Roots.Global }).WithHash();
        heights.Add((closed, new DiffOverlay(state, diff), new CommitmentOverlay(commitment, committed)));
    }
}
