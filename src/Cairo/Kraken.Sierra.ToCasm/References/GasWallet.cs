using System;
using Kraken.Sierra.Metadata;

namespace Kraken.Sierra.ToCasm.References;

/// <summary>The gas that is left to spend at a statement, per token; unlimited where gas is not checked.</summary>
internal sealed class GasWallet(long[]? amounts)
{
    public static GasWallet Unlimited { get; } = new(null);

    public bool IsLimited => amounts is not null;

    /// <summary>The wallet after spending; null when it runs out.</summary>
    public GasWallet? Spend(ReadOnlySpan<long> cost)
    {
        if (amounts is null)
        {
            return this;
        }

        long[] rest = new long[CostTokens.Count];
        for (int i = 0; i < rest.Length; i++)
        {
            rest[i] = checked(amounts[i] - cost[i]);
            if (rest[i] < 0)
            {
                return null;
            }
        }

        return new GasWallet(rest);
    }

    public bool SameAs(GasWallet other) => ReferenceEquals(this, other) || other.Matches(amounts);

    private bool Matches(long[]? others) => amounts is null || others is null ? amounts == others : amounts.AsSpan().SequenceEqual(others);
}
