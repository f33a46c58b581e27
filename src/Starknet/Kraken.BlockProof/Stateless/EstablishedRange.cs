using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Statement;
using Kraken.BlockProof.Witness;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Transactions;
using Kraken.State.Commitment;

namespace Kraken.BlockProof.Stateless;

/// <summary>Successive blocks of which everything was established from the hash of the last.</summary>
public sealed record EstablishedRange
{
    /// <summary>What the chain's transactions have in common.</summary>
    public required ChainInfo Chain { get; init; }

    /// <summary>The header before the first block.</summary>
    public required BlockHeader Parent { get; init; }

    /// <summary>The blocks: header and content have their hashes, and the execution gives the receipts and state diffs.</summary>
    public required ImmutableArray<DecidedBlock> Blocks { get; init; }

    /// <summary>
    /// The state before the first block, as far as it is proven: what the blocks read of it, with the trie nodes on the ways to what they
    /// read or write and the neighbours of these.
    /// </summary>
    public required ProvenState Before { get; init; }

    /// <summary>For each block the roots after it, which are those of its header, with the new nodes of the tries.</summary>
    public required ImmutableArray<CommittedState> After { get; init; }

    /// <summary>The classes that are executed or declared, compiled here, by class hash.</summary>
    public required IReadOnlyDictionary<Felt, CompiledContract> Classes { get; init; }

    /// <summary>What a proof of the blocks will state.</summary>
    public BlockStatement Statement => BlockStatement.Of(
        ChainInfo.ConfigHashOf(Chain.ChainId, Chain.FeeToken),
        Parent,
        [.. Blocks.Select(decided => decided.Block)],
        [.. Blocks.Select(decided => decided.OldBlockHash.GetValueOrDefault())]);

    /// <summary>The same as the block program's hints read it.</summary>
    public BlockWitness ToWitness() => new()
    {
        Chain = Chain,
        Parent = Parent,
        Blocks = [.. Blocks.Select(WitnessOf)],
        Classes =
        [
            .. Classes.Values.Select(item => new WitnessClass(item.ClassHash, item.CompiledClassHash, item.Casm, item.Runnable)),
        ],
        State = Before,
        Commitment = Before,
    };

    private WitnessBlock WitnessOf(DecidedBlock decided) => new(
        decided.Block.Header,
        [
            .. decided.Block.Transactions.Select(transaction => new ExecutableTransaction(
                transaction, transaction is DeclareTransaction declare ? Classes[declare.ClassHash] : null)),
        ],
        decided.OldBlockHash.GetValueOrDefault());
}
