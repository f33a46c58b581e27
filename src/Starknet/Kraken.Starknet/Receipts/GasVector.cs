using System;

namespace Kraken.Starknet.Receipts;

/// <summary>Amounts of the three gases that a transaction pays for: used, allowed, or stated by a receipt.</summary>
/// <param name="L1Gas">L1 gas: messages, and state diffs when they go to calldata.</param>
/// <param name="L1DataGas">L1 blob gas: state diffs.</param>
/// <param name="L2Gas">L2 gas: computation and archived data.</param>
public readonly record struct GasVector(ulong L1Gas, ulong L1DataGas, ulong L2Gas)
{
    /// <summary>The sum per gas.</summary>
    /// <exception cref="OverflowException">A sum exceeds 64 bits.</exception>
    public static GasVector operator +(GasVector left, GasVector right) =>
        checked(new(left.L1Gas + right.L1Gas, left.L1DataGas + right.L1DataGas, left.L2Gas + right.L2Gas));

    /// <summary>The vector <paramref name="times"/> times.</summary>
    /// <exception cref="OverflowException">A product exceeds 64 bits.</exception>
    public static GasVector operator *(GasVector vector, ulong times) =>
        checked(new(vector.L1Gas * times, vector.L1DataGas * times, vector.L2Gas * times));

    /// <summary>Only L2 gas.</summary>
    public static GasVector OfL2(ulong amount) => new(0, 0, amount);

    /// <summary>Only L1 gas.</summary>
    public static GasVector OfL1(ulong amount) => new(amount, 0, 0);

    /// <summary>The smaller amount per gas.</summary>
    public GasVector Min(GasVector other) =>
        new(Math.Min(L1Gas, other.L1Gas), Math.Min(L1DataGas, other.L1DataGas), Math.Min(L2Gas, other.L2Gas));
}
