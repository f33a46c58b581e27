using System;
using System.Numerics;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Cairo0.Library;

/// <summary>Comparisons of math.cairo and math_cmp.cairo.</summary>
internal static class ComparisonHints
{
    public static readonly (string Name, HintFactory Factory)[] All =
    [
        ("IS_NN", ids =>
        {
            HintId a = ids["a"];
            return r => r.SetAp(!a.Felt(r).TryToUInt128(out _));
        }),
        ("IS_NN_OUT_OF_RANGE", ids =>
        {
            HintId a = ids["a"];
            return r => r.SetAp(!(-a.Felt(r) - Felt.One).TryToUInt128(out _));
        }),
        ("IS_LE_FELT", ids =>
        {
            (HintId a, HintId b) = (ids["a"], ids["b"]);
            return r => r.SetAp(a.Felt(r) > b.Felt(r));
        }),
        ("IS_POSITIVE", ids =>
        {
            (HintId flag, HintId value) = (ids["is_positive"], ids["value"]);
            return r =>
            {
                BigInteger signed = Integers.Signed(value.Felt(r));
                HintRun.Require(
                    BigInteger.Abs(signed) < Integers.RangeCheckBound,
                    "ValueOutsideValidRange",
                    $"value={signed} is out of the valid range.");
                flag.Set(r, signed.Sign > 0);
            };
        }),
        ("ASSERT_LT_FELT", ids =>
        {
            (HintId a, HintId b) = (ids["a"], ids["b"]);
            return r => HintRun.Require(
                a.Felt(r) < b.Felt(r),
                "AssertLtFelt252",
                $"Assertion failed, a = {a.Integer(r)} % PRIME is not less than b = {b.Integer(r)} % PRIME");
        }),
        ("ASSERT_LE_FELT", AssertLe),
        ("ASSERT_LE_FELT_EXCLUDED_0", _ => r => r.SetAp(r.Scopes.Get<int>("excluded") != 0)),
        ("ASSERT_LE_FELT_EXCLUDED_1", _ => r => r.SetAp(r.Scopes.Get<int>("excluded") != 1)),
        ("ASSERT_LE_FELT_EXCLUDED_2", _ => r => HintRun.Require(
            r.Scopes.Get<int>("excluded") == 2, "ExcludedNot2", "assertion failed: excluded == 2")),
        ("NONDET_ELEMENTS_OVER_TEN", ids => ElementsOver(ids, 10)),
        ("NONDET_ELEMENTS_OVER_TWO", ids => ElementsOver(ids, 2)),
    ];

    private static Action<HintRun> AssertLe(HintBinder ids)
    {
        (HintId first, HintId second, HintId cells) = (ids["a"], ids["b"], ids["range_check_ptr"]);
        (BigInteger third, BigInteger half) = (ids.Constant("PRIME_OVER_3_HIGH"), ids.Constant("PRIME_OVER_2_HIGH"));
        return r =>
        {
            Felt a = first.Felt(r);
            Felt b = second.Felt(r);
            HintRun.Require(a <= b, "NonLeFelt252", $"Assertion failed, a = {a} is not less than or equal to b = {b}");
            (Felt Length, int Index)[] arcs = [(a, 0), (b - a, 1), (Felt.MinusOne - b, 2)];
            Array.Sort(arcs);
            r.Scopes.Set("excluded", arcs[2].Index);
            Relocatable at = cells.Pointer(r);
            (BigInteger high, BigInteger low) = Integers.FloorDivide(arcs[0].Length.ToBigInteger(), third);
            r.Write(at, [low, high]);
            (high, low) = Integers.FloorDivide(arcs[1].Length.ToBigInteger(), half);
            r.Write(at + 2, [low, high]);
        };
    }

    private static Action<HintRun> ElementsOver(HintBinder ids, int count)
    {
        (HintId start, HintId end) = (ids["elements"], ids["elements_end"]);
        return r => r.SetAp(end.Pointer(r).Offset - start.Pointer(r).Offset >= count);
    }
}
