using System.Collections.Generic;

namespace Kraken.Explorer.Search;

/// <summary>What a search gave.</summary>
/// <param name="Query">What was searched for.</param>
/// <param name="Hits">What was found, the likeliest first.</param>
/// <param name="SearchedFrom">The lowest block that was looked through for parts of hashes; null where none was.</param>
internal sealed record SearchOutcome(string Query, IReadOnlyList<SearchHit> Hits, ulong? SearchedFrom);
