using Kraken.Execution.Constants;

namespace Kraken.Execution.Blocks.Weights;

/// <summary>What the OS spends in a storage trie for one cell: once to read the old tree, once more to write the new one.</summary>
internal static class TrieTraversal
{
    // A trie of evenly spread leaves is about as high as the logarithm of their number: 2^24 cells of one contract.
    private const long Height = 24;
    private const long StepsPerNode = 16;
    private const long PedersensPerNode = 1;

    internal static VmResources Of(long traversals)
    {
        VmResources resources = default;
        resources.Steps = traversals * Height * StepsPerNode;
        resources.Builtins[PricedBuiltin.Pedersen] = traversals * Height * PedersensPerNode;
        return resources;
    }
}
