using System;
using System.Numerics;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Hints;
using Kraken.Curves;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Casm;

/// <summary>Hints on field elements and curve points.</summary>
internal static class FieldActions
{
    // Any point does: the compiled code cancels it. A fixed one keeps runs reproducible.
    private static readonly AffinePoint SomePoint = FindPoint(Felt.FromShortString("any point of the curve"));

    public static void FindSmallArcs(CasmHintContext c, AssertLeFindSmallArcs h)
    {
        Felt a = c.Value(h.A);
        Felt b = c.Value(h.B);
        (Felt Length, int Index)[] arcs = [(a, 0), (b - a, 1), (Felt.MinusOne - b, 2)];
        Array.Sort(arcs);
        c.ExcludedArc = arcs[2].Index;
        Relocatable cells = c.Pointer(h.RangeCheckPtr);
        Split(c, cells, arcs[0].Length, ArcBounds.ThirdHigh);
        Split(c, cells + 2, arcs[1].Length, ArcBounds.HalfHigh);
    }

    public static void IsFirstArcExcluded(CasmHintContext c, AssertLeIsFirstArcExcluded h) => c.Write(h.SkipExcludeAFlag, Excluded(c) != 0);

    public static void IsSecondArcExcluded(CasmHintContext c, AssertLeIsSecondArcExcluded h) =>
        c.Write(h.SkipExcludeBMinusA, Excluded(c) != 1);

    public static void AssertThirdArcExcluded(CasmHintContext c)
    {
        if (Excluded(c) != 2)
        {
            throw new HintException("ExcludedNot2", $"the excluded arc is {Excluded(c)}, expected 2");
        }
    }

    public static void AssertLtValid(CasmHintContext c, AssertLtAssertValidInput h)
    {
        if (c.Value(h.A) >= c.Value(h.B))
        {
            throw new HintException("AssertLtFelt252", $"a = {c.Value(h.A)} is not less than b = {c.Value(h.B)}.");
        }
    }

    public static void RandomEcPoint(CasmHintContext c, RandomEcPoint h)
    {
        c.Write(h.X, SomePoint.X);
        c.Write(h.Y, SomePoint.Y);
    }

    public static void FieldSqrt(CasmHintContext c, FieldSqrt h)
    {
        Felt value = c.Value(h.Val);
        if (!value.TrySqrt(out Felt root) && !(value * (Felt)3UL).TrySqrt(out root))
        {
            throw new HintException("CustomHint", "Field element is not a square");
        }

        Felt other = -root;
        c.Write(h.Sqrt, root < other ? root : other);
    }

    private static int Excluded(CasmHintContext c) =>
        c.ExcludedArc ?? throw new HintException("VariableNotInScopeError", "no comparison came before");

    private static void Split(CasmHintContext c, Relocatable cells, Felt length, BigInteger divisor)
    {
        BigInteger high = BigInteger.DivRem(length.ToBigInteger(), divisor, out BigInteger low);
        c.Memory.Insert(cells, Felt.FromBigInteger(low));
        c.Memory.Insert(cells + 1, Felt.FromBigInteger(high));
    }

    private static AffinePoint FindPoint(Felt x)
    {
        AffinePoint point;
        while (!StarkCurve.TryPointFromX(x, out point))
        {
            x += Felt.One;
        }

        return point;
    }
}
