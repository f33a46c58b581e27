using Kraken.Air;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Subroutines;

/// <summary>The three 16-bit offsets of an instruction as its limbs of 9 bits; the parts shorter than a limb are range-checked.</summary>
internal static class InstructionOffsets
{
    /// <summary>Returns limbs 0..4 and the low part of limb 5.</summary>
    public static Expr[] EncodeOffsets(this AirBuilder b, Expr dst, Expr op0, Expr op1)
    {
        Expr dstLow = b.Deduce(dst & 0x1ff, "offset0_low");
        Expr dstMid = b.Deduce(dst >> 9, "offset0_mid");
        b.Constrain(dstLow + (dstMid * (1 << 9)) - dst);
        Expr op0Low = b.Deduce(op0 & 3, "offset1_low");
        Expr op0Mid = b.Deduce((op0 >> 2) & 0x1ff, "offset1_mid");
        Expr op0High = b.Deduce(op0 >> 11, "offset1_high");
        b.Constrain(op0Low + (op0Mid * (1 << 2)) + (op0High * (1 << 11)) - op0);
        Expr op1Low = b.Deduce(op1 & 0xf, "offset2_low");
        Expr op1Mid = b.Deduce((op1 >> 4) & 0x1ff, "offset2_mid");
        Expr op1High = b.Deduce(op1 >> 13, "offset2_high");
        b.Constrain(op1Low + (op1Mid * (1 << 4)) + (op1High * (1 << 13)) - op1);
        b.Use(TableRelations.RangeCheck7x2x5, dstMid, op0Low, op0High);
        b.Use(TableRelations.RangeCheck4x3, op1Low, op1High);
        return [dstLow, dstMid + (op0Low * (1 << 7)), op0Mid, op0High + (op1Low * (1 << 5)), op1Mid, op1High];
    }
}
