namespace Kraken.Trie;

/// <summary>Why nodes of unknown origin do not prove what they are to prove.</summary>
/// <param name="Where">Which node, or which place of the trie.</param>
/// <param name="Expected">What had to be there.</param>
/// <param name="Got">What was there.</param>
public sealed record TrieProofError(string Where, string Expected, string Got)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Where}: expected {Expected}, got {Got}";
}
