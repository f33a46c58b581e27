using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.State.Commitment;

/// <summary>The roots of the two tries that commit to a state.</summary>
/// <param name="Contracts">Root of the contracts trie (Pedersen).</param>
/// <param name="Classes">Root of the class trie (Poseidon).</param>
public readonly record struct StateRoots(Felt Contracts, Felt Classes)
{
    /// <summary>The state root as block headers carry it.</summary>
    public Felt Global => StateCommitment.Combine(Contracts, Classes);
}
