using Kraken.Curves;
using Kraken.Fields;

namespace Kraken.Bench.Kernels;

/// <summary>P + m Q bit by bit, with general additions: what the kernel is compared with.</summary>
internal static class EcOpBitByBit
{
    internal static bool TryAddMultiple(AffinePoint p, AffinePoint q, Felt m, out AffinePoint result)
    {
        JacobianPoint sum = new(p);
        JacobianPoint doubled = new(q);
        result = default;
        for (System.Numerics.BigInteger rest = m.ToBigInteger(); !rest.IsZero; rest >>= 1)
        {
            if (sum.X * doubled.Z.Square() == doubled.X * sum.Z.Square())
            {
                return false;
            }

            if (!rest.IsEven)
            {
                sum.Add(doubled);
            }

            doubled.DoubleInPlace();
        }

        result = sum.ToAffine();
        return true;
    }
}
