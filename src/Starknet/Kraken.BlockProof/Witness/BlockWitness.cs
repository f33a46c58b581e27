using System.Collections.Immutable;
using Kraken.Execution.Blocks;
using Kraken.Execution.Constants;
using Kraken.Starknet.Blocks;
using Kraken.State;
using Kraken.State.Commitment;

namespace Kraken.BlockProof.Witness;

/// <summary>All that a run of the block program over consecutive blocks needs to know. What of it is false makes the run fail.</summary>
public sealed record BlockWitness
{
    /// <summary>The chain.</summary>
    public required ChainInfo Chain { get; init; }

    /// <summary>The header of the block before the first.</summary>
    public required BlockHeader Parent { get; init; }

    /// <summary>The blocks, each the next one's parent; at least one.</summary>
    public required ImmutableArray<WitnessBlock> Blocks { get; init; }

    /// <summary>The classes that the blocks execute or declare, each once.</summary>
    public required ImmutableArray<WitnessClass> Classes { get; init; }

    /// <summary>The state after <see cref="Parent"/>; of it the cells that the blocks touch.</summary>
    public required IStateReader State { get; init; }

    /// <summary>
    /// The tries of that state; of them the nodes on the ways to those cells, and where an edge grows because a cell becomes 0 the node that
    /// it grows onto.
    /// </summary>
    public required ICommitmentReader Commitment { get; init; }

    /// <summary>The constants of the program's protocol version.</summary>
    public static VersionedConstants Constants { get; } = VersionedConstants.ForVersion(ProtocolVersion)!;

    /// <summary>The protocol version of the blocks that the program proves.</summary>
    public const string ProtocolVersion = "0.14.4";
}
