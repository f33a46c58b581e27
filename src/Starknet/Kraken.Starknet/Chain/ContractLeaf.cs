using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.Starknet.Chain;

/// <summary>What stands in the contracts trie under an address: three zeros for a contract that is not there.</summary>
/// <param name="ClassHash">The contract's class; zero for a contract of the protocol.</param>
/// <param name="StorageRoot">The root of its storage trie; null where a node did not say.</param>
public readonly record struct ContractLeaf(Felt ClassHash, Felt Nonce, Felt? StorageRoot)
{
    /// <summary>The leaf; zero for nothing.</summary>
    public Felt Hash => StateCommitment.ContractLeaf(ClassHash, StorageRoot.GetValueOrDefault(), Nonce);
}
