using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State;
using Kraken.State.Journal;

namespace Kraken.Execution.Concurrency;

/// <summary>Names one value of the state.</summary>
/// <param name="Owner">The contract, or the class hash of a compiled class.</param>
/// <param name="Key">The storage key, else zero.</param>
internal readonly record struct CellName(CellKind Kind, Felt Owner, Felt Key)
{
    internal static CellName Of(in StateChange change) => new(change.Kind, change.Owner, change.Key);

    internal Felt ReadFrom(IStateReader state) => Kind switch
    {
        CellKind.Storage => state.StorageAt(Owner, Key),
        CellKind.Nonce => state.NonceAt(Owner),
        CellKind.ClassHash => state.ClassHashAt(Owner),
        _ => state.CompiledClassHashOf(Owner),
    };
}
