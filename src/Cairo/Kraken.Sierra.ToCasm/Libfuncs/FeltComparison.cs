using System.Numerics;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>
/// Code that proves the order of two field elements: of the three arcs 0 to a, a to b, b to P - 1 two are shown to be short (below P/3 and
/// P/2), so that the order of the ends cannot wrap around.
/// </summary>
internal static class FeltComparison
{
    /// <summary>Proves a &lt; b with four range checks.</summary>
    public static void LessThan(CasmBuilder c, Var rangeCheck, Var a, Var b)
    {
        c.JumpIfNotZero(c.Temp(a - b), "AssertLtFelt252Continue");
        c.Fail();
        c.Label("AssertLtFelt252Continue");
        AtMost(c, rangeCheck, a, b);
    }

    private static void AtMost(CasmBuilder c, Var rangeCheck, Var a, Var b)
    {
        Var one = c.Const(1);
        Var minusOne = c.Const(-1);
        c.Hint(new AssertLeFindSmallArcs(c.In(rangeCheck), c.In(a), c.In(b)));
        Var shortArc = Arc(c, rangeCheck, ArcBounds.ThirdHigh);
        Var longArc = Arc(c, rangeCheck, ArcBounds.HalfHigh);
        Var sum = c.Temp(shortArc + longArc);
        Var product = c.Temp(shortArc * longArc);
        Var skipsFirst = c.Temp();
        c.Hint(new AssertLeIsFirstArcExcluded(c.Out(skipsFirst)));
        c.JumpIfNotZero(skipsFirst, "AssertLeFelt252SkipExcludeA");
        Var minusA = c.Temp(a * minusOne);
        c.Assert(sum, minusA + minusOne);
        Var difference = c.Temp(a - b);
        c.Assert(product, difference * c.Temp(b + one));
        c.Jump("EndOfFelt252Le");
        c.Label("AssertLeFelt252SkipExcludeA");
        Var skipsSecond = c.Temp();
        c.Hint(new AssertLeIsSecondArcExcluded(c.Out(skipsSecond)));
        c.JumpIfNotZero(skipsSecond, "AssertLeFelt252SkipExcludeBMinusA");
        Var minusB = c.Temp(b * minusOne);
        Var minusBMinusOne = c.Temp(minusB + minusOne);
        c.Assert(sum, a + minusBMinusOne);
        c.Assert(product, a * minusBMinusOne);
        c.Jump("EndOfFelt252Le");
        c.Label("AssertLeFelt252SkipExcludeBMinusA");
        c.Temp();
        c.Assert(sum, b);
        Var bMinusA = c.Temp(b - a);
        c.Assert(product, a * bMinusA);
        c.Label("EndOfFelt252Le");
    }

    private static Var Arc(CasmBuilder c, Var rangeCheck, BigInteger high)
    {
        Var low = c.TempNext(rangeCheck);
        Var upper = c.TempNext(rangeCheck);
        Var shifted = c.Temp(upper * high);
        return c.Temp(low + shifted);
    }
}
