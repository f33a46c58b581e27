using System.Collections.Immutable;

namespace Kraken.Air.Tapes;

/// <summary>
/// A component's deductions as straight-line code on 32-bit lanes. The executor fills the registers of the enabler, multiplicity and input
/// columns, of the preprocessed columns, parameters and literals; the code writes every other column's register. Feeds occur in definition
/// order. A temporary is only valid until it is overwritten.
/// </summary>
/// <param name="Layout">The meaning of the fixed registers.</param>
/// <param name="RegisterCount">The number of registers with the temporaries.</param>
/// <param name="Instructions">The code.</param>
/// <param name="Calls">The hint calls, by the index in CallHint instructions.</param>
/// <param name="Feeds">The feeds, by the index in Feed instructions.</param>
public sealed record WitnessTape(
    RegisterLayout Layout,
    int RegisterCount,
    ImmutableArray<TapeInstruction> Instructions,
    ImmutableArray<TapeCall> Calls,
    ImmutableArray<TapeFeed> Feeds);

/// <summary>A hint call on registers.</summary>
/// <param name="Inputs">The registers read.</param>
/// <param name="Outputs">The registers written, -1 for an output that nobody reads.</param>
public sealed record TapeCall(Hint Hint, ImmutableArray<int> Inputs, ImmutableArray<int> Outputs);

/// <summary>A row for another component, in registers.</summary>
/// <param name="Relation">The relation whose yielding component receives it.</param>
/// <param name="Elements">The registers of the leading tuple elements, without the identifier.</param>
public sealed record TapeFeed(Relation Relation, ImmutableArray<int> Elements);
