using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Explorer.Chain;

/// <summary>What a node answered to a call.</summary>
/// <param name="Values">What the function returned; empty where it failed.</param>
/// <param name="Problem">Why it failed; null where it did not.</param>
internal sealed record CallAnswer(ImmutableArray<Felt> Values, string? Problem);
