using System;
using Kraken.Cairo.Vm.Errors;
using Kraken.Casm.Builtins;
using Kraken.Curves;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Builtins;

/// <summary>
/// P, Q, m, then P + m Q on the Stark curve, by double and add over the bits of m from the lowest. Like the AIR, it fails wherever the
/// accumulator and the doubled point have the same x coordinate, at zero bits too.
/// </summary>
public sealed class EcOpBuiltin : PermutationBuiltin
{
    internal EcOpBuiltin()
        : base(BuiltinName.EcOp, 7, 5)
    {
    }

    private protected override void Compute(long offset, ReadOnlySpan<Felt> inputs, Span<Felt> outputs)
    {
        if (!EcOpResults.TryGet(inputs, out AffinePoint result))
        {
            result = Compute(inputs);
            EcOpResults.Keep(inputs, result);
        }

        outputs[0] = result.X;
        outputs[1] = result.Y;
    }

    private static AffinePoint Compute(ReadOnlySpan<Felt> inputs)
    {
        AffinePoint p = OnCurve(inputs[0], inputs[1]);
        AffinePoint q = OnCurve(inputs[2], inputs[3]);
        if (EcOpDoublings.Of(q) is { } doublings)
        {
            return AddMultiple(p, doublings, inputs[4]);
        }

        return EcOp.TryAddMultiple(p, q, inputs[4], out AffinePoint result) ? result : throw Collision();
    }

    private static AffinePoint AddMultiple(AffinePoint p, AffinePoint[] doublings, Felt factor)
    {
        Span<ulong> m = stackalloc ulong[4];
        factor.ToCanonicalLimbs(out m[0], out m[1], out m[2], out m[3]);
        int bits = LimbBits.Length(m);
        JacobianPoint sum = new(p);
        for (int i = 0; i < bits; i++)
        {
            if (sum.HasX(doublings[i].X))
            {
                throw Collision();
            }

            if (LimbBits.IsSet(m, i))
            {
                sum.Add(doublings[i]);
            }
        }

        return sum.ToAffine();
    }

    private static VmException Collision() => new(
        VmErrorKind.EcOpSameXCoordinate,
        "Cannot apply EC operation: computation reached two points with the same x coordinate.");

    private static AffinePoint OnCurve(Felt x, Felt y) => y.Square() == StarkCurve.RightSide(x)
        ? new AffinePoint(x, y)
        : throw new VmException(VmErrorKind.PointNotOnCurve, $"({x}, {y}) is not on the curve");
}
