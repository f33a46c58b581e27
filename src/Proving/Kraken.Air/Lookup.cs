using System.Collections.Immutable;

namespace Kraken.Air;

/// <summary>
/// One fraction of the logup sum per row: Numerator / (Id + sum of alpha^(i+1) Tuple[i] - z). A use has a positive numerator, a yield a
/// negative one (the sign is part of the numerator's expression).
/// </summary>
/// <param name="Numerator">The node of the numerator.</param>
/// <param name="Tuple">The nodes of the elements after the identifier.</param>
/// <param name="IsUse">True for a use, false for a yield.</param>
public sealed record Lookup(Relation Relation, int Numerator, ImmutableArray<int> Tuple, bool IsUse);
