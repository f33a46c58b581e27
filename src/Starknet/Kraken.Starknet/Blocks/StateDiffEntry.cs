using Kraken.Fields;

namespace Kraken.Starknet.Blocks;

/// <summary>One entry of a state diff.</summary>
/// <param name="List">The list in which it stands.</param>
/// <param name="Owner">The contract, or the class hash of a class.</param>
/// <param name="Key">The storage key, else zero.</param>
/// <param name="Value">Storage value, nonce, class hash of the contract or compiled class hash; zero for a class of Cairo 0.</param>
public readonly record struct StateDiffEntry(StateDiffList List, Felt Owner, Felt Key, Felt Value)
{
    /// <summary>What the cell of the state holds that it sets; null for a class of Cairo 0, which sets none.</summary>
    public CellKind? Cell => List switch
    {
        StateDiffList.Storage => CellKind.Storage,
        StateDiffList.Nonce => CellKind.Nonce,
        StateDiffList.Deployed or StateDiffList.Replaced => CellKind.ClassHash,
        StateDiffList.Declared or StateDiffList.Migrated => CellKind.CompiledClass,
        _ => null,
    };
}
