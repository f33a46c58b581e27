using System.Collections.Immutable;

namespace Kraken.Air;

/// <summary>
/// What a row hands to the component that yields a relation: a multiplicity to count (tables, memory) or an input row (callees).
/// The elements are the leading elements of the relation's tuple; the receiving component reads as many as it has inputs.
/// </summary>
/// <param name="Relation">The relation whose yielding component receives the row.</param>
/// <param name="Elements">The nodes of the elements, without the identifier.</param>
public sealed record Feed(Relation Relation, ImmutableArray<int> Elements);
