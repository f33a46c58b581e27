using Kraken.Fields;

namespace Kraken.Hashing;

/// <summary>Entry point selectors of Starknet contracts.</summary>
public static class Selector
{
    /// <summary>The selector of a function name: its Starknet Keccak, or zero for the two default entry points.</summary>
    public static Felt FromName(string name) => name is "__default__" or "__l1_default__" ? Felt.Zero : Keccak.StarknetKeccak(name);
}
