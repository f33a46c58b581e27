using Kraken.Air;

namespace Kraken.Cairo.Air.Components.Blake;

/// <summary>Sums, splits and exclusive ors of words.</summary>
internal static class WordOperations
{
    /// <summary>a + b + c modulo 2^32; the caller range-checks the result.</summary>
    public static Word TripleSum(this AirBuilder b, Word x, Word y, Word z)
    {
        Word sum = Word.Split(x.Value.PlusWord(y.Value).PlusWord(z.Value)).Deduce(b, "triple_sum32_res");
        Expr carryLow = ConstrainCarry(b, x.Low + y.Low + z.Low - sum.Low);
        ConstrainCarry(b, x.High + y.High + z.High + carryLow - sum.High);
        return sum;
    }

    /// <summary>Splits a 16-bit half at a bit; the caller range-checks both parts.</summary>
    public static (Expr Low, Expr High) SplitHalf(this AirBuilder b, Expr half, int lowBits)
    {
        Expr high = b.Deduce(half >> lowBits, $"ms_{16 - lowBits}_bits");
        return (half - (high * (1 << lowBits)), high);
    }

    /// <summary>The exclusive or of two parts that the relation's table covers.</summary>
    public static Expr Xor(this AirBuilder b, Relation relation, Expr left, Expr right)
    {
        Expr xor = b.Deduce(left ^ right, "xor");
        b.Use(relation, left, right, xor);
        return xor;
    }

    private static Expr ConstrainCarry(AirBuilder b, Expr excess)
    {
        Expr carry = excess * ((Kraken.Fields.M31)(1 << 16)).Inverse();
        b.Constrain(carry * (carry - 1) * (carry - 2));
        return carry;
    }
}
