using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Watcher.Following;

/// <summary>A block whose statements its execution does not give.</summary>
/// <param name="BlockNumber">The height.</param>
/// <param name="BlockHash">The hash.</param>
/// <param name="Mismatches">What differs, a sentence each.</param>
internal sealed record MismatchRecord(ulong BlockNumber, Felt BlockHash, ImmutableArray<string> Mismatches);
