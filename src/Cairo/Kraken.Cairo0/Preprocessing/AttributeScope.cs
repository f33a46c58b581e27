using System.Collections.Immutable;
using Kraken.Cairo0.Flow;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Preprocessing;

/// <summary>The words that a with_attr covers.</summary>
/// <param name="Name">Of the attribute.</param>
/// <param name="Value">Its strings, joined.</param>
/// <param name="StartPc">The first word.</param>
/// <param name="EndPc">Behind the last word.</param>
/// <param name="State">What holds at the beginning.</param>
/// <param name="Scopes">The scopes of its place, outermost first.</param>
internal sealed record AttributeScope(
    string Name,
    string Value,
    int StartPc,
    int EndPc,
    FlowState State,
    ImmutableArray<ScopedName> Scopes);
