namespace Kraken.Starknet.Blocks;

/// <summary>The list of a state diff in which an entry stands.</summary>
public enum StateDiffList
{
    /// <summary>A changed storage cell.</summary>
    Storage,

    /// <summary>A changed nonce.</summary>
    Nonce,

    /// <summary>A new contract.</summary>
    Deployed,

    /// <summary>A contract whose class is another now.</summary>
    Replaced,

    /// <summary>A new Sierra class.</summary>
    Declared,

    /// <summary>A class whose compiled class hash went from Poseidon to Blake.</summary>
    Migrated,

    /// <summary>A new class of Cairo 0.</summary>
    DeprecatedDeclared,
}
