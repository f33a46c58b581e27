using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.State.Store;

/// <summary>Names a stored value: what it is, whose it is, and under which key.</summary>
/// <param name="Kind">The kind; <see cref="StorageRootKind"/> for the root of a contract's storage trie.</param>
/// <param name="Owner">The contract, or the class.</param>
/// <param name="Key">The storage key, else zero.</param>
internal readonly record struct StoredCell(byte Kind, Felt Owner, Felt Key)
{
    internal const byte StorageRootKind = 0x80;

    internal static StoredCell Storage(in Felt contract, in Felt key) => new((byte)CellKind.Storage, contract, key);

    internal static StoredCell Nonce(in Felt contract) => new((byte)CellKind.Nonce, contract, default);

    internal static StoredCell ClassHash(in Felt contract) => new((byte)CellKind.ClassHash, contract, default);

    internal static StoredCell CompiledClass(in Felt classHash) => new((byte)CellKind.CompiledClass, classHash, default);

    internal static StoredCell Of(in CellValue cell) => new((byte)cell.Kind, cell.Owner, cell.Key);

    internal static StoredCell StorageRoot(in Felt contract) => new(StorageRootKind, contract, default);
}
