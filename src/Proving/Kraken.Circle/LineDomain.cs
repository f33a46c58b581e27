using Kraken.Fields;

namespace Kraken.Circle;

/// <summary>
/// The x coordinates of a coset, all different; stored in bit-reversed order like the circle domain. The domains of the FRI layers.
/// </summary>
/// <param name="Coset">The points; for FRI a half-odds coset.</param>
public readonly record struct LineDomain(Coset Coset)
{
    /// <summary>log2 of the number of points.</summary>
    public int LogSize => Coset.LogSize;

    /// <summary>The line domain of the FRI layer of the given size.</summary>
    public static LineDomain HalfOdds(int logSize) => new(Coset.HalfOdds(logSize));

    /// <summary>The x coordinate of point k.</summary>
    public M31 At(uint k) => Coset.At(k).X;

    /// <summary>The x coordinate of a storage slot.</summary>
    public M31 AtSlot(uint slot) => At(BitReversal.Reverse(slot, LogSize));

    /// <summary>The domain of the projected coordinates, of half the size.</summary>
    public LineDomain Double() => new(Coset.Double());
}
