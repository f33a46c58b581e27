using System.Collections.Immutable;

namespace Kraken.Air;

/// <summary>One application of a hint in a recording.</summary>
/// <param name="Inputs">The nodes of its inputs.</param>
public sealed record HintCall(Hint Hint, ImmutableArray<int> Inputs);
