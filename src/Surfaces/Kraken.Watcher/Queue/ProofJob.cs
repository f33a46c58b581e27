using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Runs;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.Watcher.Queue;

/// <summary>A call that waits for its proof: everything that its run needs, and the output that was compared with the block.</summary>
internal sealed record ProofJob
{
    /// <summary>The height of the block with the call.</summary>
    public required ulong BlockNumber { get; init; }

    /// <summary>The hash of the block with the call.</summary>
    public required Felt BlockHash { get; init; }

    /// <summary>The protocol version of the block.</summary>
    public required string StarknetVersion { get; init; }

    /// <summary>The transaction's place in the block.</summary>
    public required int TransactionIndex { get; init; }

    /// <summary>Which transaction of the block made the call.</summary>
    public required Felt TransactionHash { get; init; }

    /// <summary>The contract that was called.</summary>
    public required Felt Contract { get; init; }

    /// <summary>The class that ran.</summary>
    public required Felt ClassHash { get; init; }

    /// <summary>The entry point.</summary>
    public required Felt Selector { get; init; }

    /// <summary>What the entry point was given.</summary>
    public required ImmutableArray<Felt> Calldata { get; init; }

    /// <summary>The gas at the entry point.</summary>
    public required ulong Gas { get; init; }

    /// <summary>The storage cells that the call reads, as they were before it.</summary>
    public required ImmutableArray<StorageEntry> Reads { get; init; }

    /// <summary>The output that the proof must have.</summary>
    public required ImmutableArray<Felt> Output { get; init; }

    /// <summary>The inputs of the run.</summary>
    public InvokeInputs Inputs() => new(Gas, Calldata);

    /// <summary>The storage of the run.</summary>
    public ContractStorage Storage() => ContractStorage.Recorded(Reads.ToDictionary(entry => entry.Key, entry => entry.Value));
}
