using System.Numerics;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Cairo0.Library;

/// <summary>256-bit integers in 128-bit halves.</summary>
internal static class Uint256Hints
{
    public static readonly (string Name, HintFactory Factory)[] All =
    [
        ("UINT256_ADD", ids =>
        {
            (Pair a, Pair b) = (new Pair(ids, "a"), new Pair(ids, "b"));
            (HintId carryLow, HintId carryHigh) = (ids["carry_low"], ids["carry_high"]);
            BigInteger shift = ids.Constant("SHIFT");
            return r =>
            {
                bool low = a.Low.Integer(r) + b.Low.Integer(r) >= shift;
                carryLow.Set(r, low);
                carryHigh.Set(r, a.High.Integer(r) + b.High.Integer(r) + (low ? 1 : 0) >= shift);
            };
        }),
        ("UINT256_SQRT", ids =>
        {
            (Pair n, Pair root) = (new Pair(ids, "n"), new Pair(ids, "root"));
            return r =>
            {
                BigInteger value = IntegerRoot.Floor(n.Value(r));
                HintRun.Require(value <= Integers.Mask128, "AssertionFailed", "assert 0 <= root < 2 ** 128");
                root.Set(r, value);
            };
        }),
        ("UINT256_SIGNED_NN", ids =>
        {
            HintId high = ids["a.high"];
            return r => r.SetAp(high.Integer(r) >> 127 == 0);
        }),
        ("UINT256_UNSIGNED_DIV_REM", ids =>
        {
            (Pair a, Pair div, Pair quotient, Pair remainder) =
                (new Pair(ids, "a"), new Pair(ids, "div"), new Pair(ids, "quotient"), new Pair(ids, "remainder"));
            return r =>
            {
                (BigInteger q, BigInteger rest) = Integers.FloorDivide(a.Value(r), div.Value(r));
                quotient.Set(r, q);
                remainder.Set(r, rest);
            };
        }),
        ("UINT256_MUL_DIV_MOD", ids =>
        {
            (Pair a, Pair b, Pair div) = (new Pair(ids, "a"), new Pair(ids, "b"), new Pair(ids, "div"));
            (Pair low, Pair high, Pair remainder) =
                (new Pair(ids, "quotient_low"), new Pair(ids, "quotient_high"), new Pair(ids, "remainder"));
            return r =>
            {
                (BigInteger q, BigInteger rest) = Integers.FloorDivide(a.Value(r) * b.Value(r), div.Value(r));
                low.Set(r, q & ((BigInteger.One << 256) - 1));
                high.Set(r, q >> 256);
                remainder.Set(r, rest);
            };
        }),
        ("BIGINT_TO_UINT256", ids =>
        {
            (HintId low, HintId d0, HintId d1) = (ids["low"], ids["x.d0"], ids["x.d1"]);
            BigInteger radix = ids.Constant("BASE");
            return r => low.Set(r, (d0.Integer(r) + (d1.Integer(r) * radix)) & Integers.Mask128);
        }),
    ];

    /// <summary>A variable of type Uint256.</summary>
    private sealed class Pair(HintBinder ids, string name)
    {
        public HintId Low { get; } = ids[$"{name}.low"];

        public HintId High { get; } = ids[$"{name}.high"];

        public BigInteger Value(HintRun run) => (High.Integer(run) << 128) + Low.Integer(run);

        public void Set(HintRun run, BigInteger value)
        {
            Low.Set(run, value & Integers.Mask128);
            High.Set(run, value >> 128);
        }
    }
}
