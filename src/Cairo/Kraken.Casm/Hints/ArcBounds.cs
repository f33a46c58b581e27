using System.Numerics;
using Kraken.Fields;

namespace Kraken.Casm.Hints;

/// <summary>
/// The bounds of the two shorter of the three arcs of a comparison of field elements, which <see cref="AssertLeFindSmallArcs"/> splits
/// by and the compiled code range-checks: an arc below P/3 and one below P/2, as their upper halves.
/// </summary>
public static class ArcBounds
{
    /// <summary>The upper 128 bits of P/3, rounded up.</summary>
    public static BigInteger ThirdHigh { get; } = ((Felt.Modulus / 3) >> 128) + 1;

    /// <summary>The upper 128 bits of P/2, rounded up.</summary>
    public static BigInteger HalfHigh { get; } = ((Felt.Modulus / 2) >> 128) + 1;
}
