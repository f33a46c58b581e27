using System;
using System.Runtime.CompilerServices;

namespace Kraken.Sierra.Metadata;

/// <summary>Counts of the tokens that are priced at run time.</summary>
[InlineArray(CostTokens.Count - 1)]
public struct TokenCounts : IEquatable<TokenCounts>
{
    private int first;

    /// <summary>How often a token other than the constant one is spent.</summary>
    public int Of(CostToken token) => this[(int)token - 1];

    /// <summary>A copy with one count replaced.</summary>
    public readonly TokenCounts With(CostToken token, int count)
    {
        TokenCounts copy = this;
        copy[(int)token - 1] = count;
        return copy;
    }

    /// <inheritdoc/>
    public bool Equals(TokenCounts other) => ((ReadOnlySpan<int>)this).SequenceEqual(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TokenCounts other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(this[0], this[1], this[2], this[3], this[4], this[5], this[6]);

    /// <summary>Equality of all counts.</summary>
    public static bool operator ==(TokenCounts left, TokenCounts right) => left.Equals(right);

    /// <summary>Inequality of some count.</summary>
    public static bool operator !=(TokenCounts left, TokenCounts right) => !left.Equals(right);
}
