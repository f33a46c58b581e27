using System.Collections.Immutable;
using Kraken.Cairo0.Flow;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Preprocessing;

/// <summary>One instruction of the program with what its hints may see.</summary>
/// <param name="Instruction">Simplified; labels in it may be unknown until all of the program is compiled.</param>
/// <param name="Scopes">The scopes of its place, outermost first.</param>
/// <param name="Hints">The hints in front of it.</param>
/// <param name="State">Where ap is and which references hold in front of it.</param>
internal sealed record EmittedInstruction(
    Instruction Instruction,
    ImmutableArray<ScopedName> Scopes,
    ImmutableArray<EmittedHint> Hints,
    FlowState State);
