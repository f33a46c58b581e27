namespace Kraken.Starknet.Blocks;

/// <summary>What a cell of the state holds.</summary>
public enum CellKind
{
    /// <summary>A storage value, under contract and key.</summary>
    Storage,

    /// <summary>A nonce, under the contract.</summary>
    Nonce,

    /// <summary>A class hash, under the contract.</summary>
    ClassHash,

    /// <summary>A compiled class hash, under the class hash.</summary>
    CompiledClass,
}
