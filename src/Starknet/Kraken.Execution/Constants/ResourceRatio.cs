using System;

namespace Kraken.Execution.Constants;

/// <summary>A non-negative rational price, as the constants files write it: [numerator, denominator], denominator above zero.</summary>
/// <param name="Denominator">The denominator, at least 1.</param>
public readonly record struct ResourceRatio(ulong Numerator, ulong Denominator)
{
    /// <summary>The price of <paramref name="amount"/> units, rounded up.</summary>
    public ulong Ceiling(ulong amount) => (ulong)((((UInt128)Numerator * amount) + Denominator - 1) / Denominator);

    /// <summary>The price of <paramref name="amount"/> units, rounded down.</summary>
    public ulong Floor(ulong amount) => (ulong)((UInt128)Numerator * amount / Denominator);
}
