using System.Collections.Immutable;
using Kraken.Execution.Blocks;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Classes;

namespace Kraken.BlockProof.Stateless;

/// <summary>
/// Successive blocks with all that executing them and updating the tries needs, so that whoever knows the hash of the last block, and
/// nothing else, can do both (<see cref="StatelessReplay"/>).
/// </summary>
/// <param name="Chain">The chain.</param>
/// <param name="Parent">The header before the first block.</param>
/// <param name="Classes">The classes that are executed or declared; compiled by whoever uses them.</param>
/// <param name="Blocks">The blocks, at least one.</param>
public sealed record StatelessRange(
    ChainInfo Chain, BlockHeader Parent, ImmutableArray<SierraClass> Classes, ImmutableArray<StatelessBlock> Blocks);
