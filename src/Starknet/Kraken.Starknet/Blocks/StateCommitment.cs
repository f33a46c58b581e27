using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Starknet.Blocks;

/// <summary>The commitment to the whole state, and the leaves of its tries.</summary>
public static class StateCommitment
{
    private static readonly Felt Domain = Felt.FromShortString("STARKNET_STATE_V0");
    private static readonly Felt ClassLeafDomain = Felt.FromShortString("CONTRACT_CLASS_LEAF_V0");

    /// <summary>The state root of protocol 0.14.0 and later; zero when both tries are empty.</summary>
    /// <param name="contractsRoot">The root of the contracts trie (Pedersen, height 251).</param>
    /// <param name="classesRoot">The root of the classes trie (Poseidon, height 251).</param>
    public static Felt Combine(Felt contractsRoot, Felt classesRoot) =>
        contractsRoot.IsZero && classesRoot.IsZero ? Felt.Zero : Poseidon.HashMany([Domain, contractsRoot, classesRoot]);

    /// <summary>The leaf of a contract.</summary>
    /// <param name="storageRoot">The root of its storage trie (Pedersen, height 251).</param>
    /// <remarks>Zero (no leaf) when all three are.</remarks>
    public static Felt ContractLeaf(Felt classHash, Felt storageRoot, Felt nonce) =>
        classHash.IsZero && storageRoot.IsZero && nonce.IsZero
            ? Felt.Zero
            : Pedersen.Hash(Pedersen.Hash(Pedersen.Hash(classHash, storageRoot), nonce), Felt.Zero);

    /// <summary>What stands in the tree of classes under a class hash.</summary>
    public static Felt ClassLeaf(Felt compiledClassHash) => Poseidon.Hash(ClassLeafDomain, compiledClassHash);
}
