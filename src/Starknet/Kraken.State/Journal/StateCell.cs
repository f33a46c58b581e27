using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.State.Journal;

/// <summary>One value of the state with the value that it had when the journal began.</summary>
internal sealed class StateCell(CellKind kind, Felt owner, Felt key, Felt initial)
{
    internal CellKind Kind => kind;

    // The contract, or the class hash of a compiled class.
    internal Felt Owner => owner;

    // The storage key; zero for the other kinds.
    internal Felt Key => key;

    internal Felt Initial { get; } = initial;

    internal Felt Current { get; set; } = initial;

    // The walk over the journal that last saw the cell; tells a first visit from a repeated one without a set.
    internal int Walk { get; set; }

    // In a walk from the journal's end, the value before the write that was last seen.
    internal Felt Later { get; set; }

    // The watch during which it was last read or written.
    internal int Watch { get; set; }
}
