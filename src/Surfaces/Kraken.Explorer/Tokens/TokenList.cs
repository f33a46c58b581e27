using System.Collections.Generic;

namespace Kraken.Explorer.Tokens;

/// <summary>The tokens that were found so far.</summary>
/// <param name="Tokens">The tokens, the one of fees first.</param>
/// <param name="SearchedTo">The block to which transfers were searched.</param>
/// <param name="Height">The chain's height.</param>
/// <param name="Transfers">The transfers that were looked at.</param>
internal sealed record TokenList(IReadOnlyList<TokenFacts> Tokens, ulong SearchedTo, ulong Height, long Transfers);
