using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Starknet.Blocks;
using Kraken.State;
using Kraken.State.Commitment;

namespace Kraken.BlockProof.Witness;

/// <summary>All that a run of the block program over consecutive blocks needs to know. What of it is false makes the run fail.</summary>
public sealed record BlockWitness
{
    /// <summary>Its id enters the hashes of transactions, and its fee token is what they pay in.</summary>
    public required ChainInfo Chain { get; init; }

    /// <summary>The header of the block before the first.</summary>
    public required BlockHeader Parent { get; init; }

    /// <summary>The blocks, each the next one's parent; at least one.</summary>
    public required ImmutableArray<WitnessBlock> Blocks { get; init; }

    /// <summary>The classes that the blocks execute, each once; those that they declare come with their transactions.</summary>
    public required ImmutableArray<WitnessClass> Classes { get; init; }

    /// <summary>The state after <see cref="Parent"/>; of it the cells that the blocks touch.</summary>
    public required IStateReader State { get; init; }

    /// <summary>
    /// The tries of that state; of them the nodes on the ways to those cells, and where an edge grows because a cell becomes 0 the node
    /// that it grows onto.
    /// </summary>
    public required ICommitmentReader Commitment { get; init; }

    /// <summary>The classes, with those that the blocks declare.</summary>
    public IEnumerable<WitnessClass> AllClasses() => Classes.Concat(
        Blocks.SelectMany(block => block.Transactions).Select(item => item.DeclaredClass).OfType<CompiledContract>()
            .Select(item => new WitnessClass(item.ClassHash, item.CompiledClassHash, item.Casm, item.Runnable)))
        .DistinctBy(item => item.ClassHash);

    /// <summary>The constants of the program's protocol version.</summary>
    public static VersionedConstants Constants { get; } = VersionedConstants.ForVersion(ProtocolVersion)!;

    /// <summary>The protocol version of the blocks that the program proves.</summary>
    public const string ProtocolVersion = ProtocolVersions.V0_14_4;
}
