using Kraken.Air;

namespace Kraken.Cairo.Air.Components.Blake;

/// <summary>A 32-bit word as two 16-bit halves.</summary>
internal readonly record struct Word(Expr Low, Expr High)
{
    /// <summary>The word as a deduction value.</summary>
    public Expr Value => Low | (High << 16);

    public static Word Of(uint value) => new((int)(value & 0xffff), (int)(value >> 16));

    /// <summary>The halves of a deduction value.</summary>
    public static Word Split(Expr value) => new(value & 0xffff, value >> 16);

    /// <summary>Columns for both halves.</summary>
    public Word Deduce(AirBuilder b, string name) => new(b.Deduce(Low, name + "_limb_0"), b.Deduce(High, name + "_limb_1"));

    public static Word Input(AirBuilder b, string name) => new(b.Input(name + "_limb_0"), b.Input(name + "_limb_1"));
}
