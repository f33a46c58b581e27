using System;
using System.Numerics;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Curves;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Cairo0.Library;

/// <summary>Hints of older libraries, which contracts that were compiled with them still have.</summary>
internal static class OlderHints
{
    public static readonly (string Name, HintFactory Factory)[] All =
    [
        ("ASSERT_LE_FELT_V_0_6", ids => AssertLe(ids, null)),
        ("ASSERT_LE_FELT_V_0_8", ids => AssertLe(ids, ids["small_inputs"])),
        ("UINT256_ADD_LOW", ids =>
        {
            (HintId a, HintId b, HintId carry) = (ids["a.low"], ids["b.low"], ids["carry_low"]);
            BigInteger shift = ids.Constant("SHIFT");
            return r => carry.Set(r, a.Integer(r) + b.Integer(r) >= shift);
        }),
        ("UINT128_ADD", ids =>
        {
            (HintId a, HintId b, HintId carry) = (ids["a"], ids["b"], ids["carry"]);
            BigInteger shift = ids.Constant("SHIFT");
            return r => carry.Set(r, a.Integer(r) + b.Integer(r) >= shift);
        }),
        ("UINT256_SUB", ids =>
        {
            (HintId aLow, HintId aHigh, HintId bLow, HintId bHigh) = (ids["a.low"], ids["a.high"], ids["b.low"], ids["b.high"]);
            (HintId low, HintId high) = (ids["res.low"], ids["res.high"]);
            return r =>
            {
                BigInteger difference = ModularArithmetic.FloorMod(
                    Joined(aLow.Integer(r), aHigh.Integer(r)) - Joined(bLow.Integer(r), bHigh.Integer(r)), BigInteger.One << 256);
                SetHalves(r, low, high, difference);
            };
        }),
        ("UINT256_EXPANDED_UNSIGNED_DIV_REM", ids =>
        {
            (HintId aLow, HintId aHigh, HintId divLow, HintId divHigh) = (ids["a.low"], ids["a.high"], ids["div.b01"], ids["div.b23"]);
            (HintId qLow, HintId qHigh) = (ids["quotient.low"], ids["quotient.high"]);
            (HintId restLow, HintId restHigh) = (ids["remainder.low"], ids["remainder.high"]);
            return r =>
            {
                (BigInteger quotient, BigInteger remainder) = Integers.FloorDivide(
                    Joined(aLow.Integer(r), aHigh.Integer(r)), Joined(divLow.Integer(r), divHigh.Integer(r)));
                SetHalves(r, qLow, qHigh, quotient);
                SetHalves(r, restLow, restHigh, remainder);
            };
        }),
        ("UINT256_SQRT_FELT", ids =>
        {
            (HintId low, HintId high, HintId root) = (ids["n.low"], ids["n.high"], ids["root"]);
            return r =>
            {
                BigInteger value = IntegerRoot.Floor(Joined(low.Integer(r), high.Integer(r)));
                HintRun.Require(value <= Integers.Mask128, "AssertionFailed", "assert 0 <= root < 2 ** 128");
                root.Set(r, value);
            };
        }),
        ("DIV_MOD_N_SAFE_DIV_PLUS_ONE", _ => r =>
        {
            BigInteger product = (r.Scopes.Get<BigInteger>("res") * r.Scopes.Get<BigInteger>("b")) - r.Scopes.Get<BigInteger>("a");
            (BigInteger quotient, BigInteger remainder) = Integers.FloorDivide(product, SecpCurve.K1.Order);
            HintRun.Require(remainder.IsZero, "SafeDivFail", $"{product} is not divisible by {SecpCurve.K1.Order}");
            SecpHints.Set(r, ("value", quotient + 1), ("k_plus_one", quotient + 1));
        }),
        ("CAIRO_KECCAK_INPUT_IS_FULL_WORD", ids => IsAtLeast(ids, "n_bytes", "full_word", 8)),
        ("SHA256_INPUT", ids => IsAtLeast(ids, "n_bytes", "full_word", 4)),
        ("NONDET_N_GREATER_THAN_10", ids => IsAtLeast(ids, "n", null, 10)),
        ("NONDET_N_GREATER_THAN_2", ids => IsAtLeast(ids, "n", null, 2)),
    ];

    private static Action<HintRun> AssertLe(HintBinder ids, HintId? small)
    {
        (HintId first, HintId second) = (ids["a"], ids["b"]);
        return r =>
        {
            Felt a = first.Felt(r);
            Felt b = second.Felt(r);
            HintRun.Require(a <= b, "NonLeFelt252", $"Assertion failed, a = {a} is not less than or equal to b = {b}");
            small?.Set(r, a.TryToUInt128(out _) && (b - a).TryToUInt128(out _));
        };
    }

    // Into a variable, or the next cell.
    private static Action<HintRun> IsAtLeast(HintBinder ids, string value, string? flag, int bound)
    {
        HintId compared = ids[value];
        HintId? written = flag is null ? null : ids[flag];
        return r =>
        {
            bool isAtLeast = compared.Integer(r) >= bound;
            if (written is null)
            {
                r.SetAp(isAtLeast);
            }
            else
            {
                written.Set(r, isAtLeast);
            }
        };
    }

    private static BigInteger Joined(BigInteger low, BigInteger high) => (high << 128) + low;

    private static void SetHalves(HintRun run, HintId low, HintId high, BigInteger value)
    {
        low.Set(run, value & Integers.Mask128);
        high.Set(run, value >> 128);
    }
}
