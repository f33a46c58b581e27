using System.Collections.Immutable;
using Kraken.Cairo0.Flow;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Preprocessing;

/// <summary>A point to which a compilation can be taken back.</summary>
internal sealed record CompilationPoint(
    int Instructions,
    int Pc,
    FlowPoint Flow,
    int NextTemporary,
    ImmutableHashSet<ScopedName> Temporaries,
    int Attributes,
    int Identifiers);
