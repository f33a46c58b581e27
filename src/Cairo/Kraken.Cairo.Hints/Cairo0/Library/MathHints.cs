using System;
using System.Numerics;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Cairo0.Library;

/// <summary>Checks and values of math.cairo, pow.cairo and the storage address checks.</summary>
internal static class MathHints
{
    private static readonly BigInteger Bound250 = BigInteger.One << 250;

    public static readonly (string Name, HintFactory Factory)[] All =
    [
        ("ASSERT_NN", ids =>
        {
            HintId a = ids["a"];
            return r => HintRun.Require(
                a.Felt(r).TryToUInt128(out _),
                "AssertNNValueOutOfRange",
                $"Assertion failed, 0 <= ids.a % PRIME < range_check_builtin.bound\n a = {a.Integer(r)} is out of range");
        }),
        ("ASSERT_NOT_ZERO", ids =>
        {
            HintId value = ids["value"];
            return r => HintRun.Require(!value.Felt(r).IsZero, "AssertNotZero", "Assertion failed, 0 % PRIME is equal to 0");
        }),
        ("ASSERT_NOT_EQUAL", AssertNotEqual),
        ("ASSERT_250_BITS", ids => AssertBits(ids, "ValueOutside250BitRange")),
        ("ASSERT_165_BITS", ids => AssertBits(ids, "ValueOutside165BitRange")),
        ("SPLIT_INT_ASSERT_RANGE", ids =>
        {
            HintId value = ids["value"];
            return r => HintRun.Require(value.Felt(r).IsZero, "SplitIntNotZero", "split_int(): value is out of range");
        }),
        ("SPLIT_INT", ids =>
        {
            (HintId output, HintId value, HintId radix, HintId bound) = (ids["output"], ids["value"], ids["base"], ids["bound"]);
            return r =>
            {
                BigInteger limb = Integers.FloorDivide(value.Integer(r), radix.Integer(r)).Remainder;
                r.Memory.Insert(output.Pointer(r), Felt.FromBigInteger(limb));
                HintRun.Require(limb < bound.Integer(r), "SplitIntLimbOutOfRange", $"split_int(): Limb {limb} is out of range.");
            };
        }),
        ("SPLIT_64", ids => SplitAt(ids["low"], ids["high"], ids["a"], 64)),
        ("SPLIT_FELT", ids => SplitAt(ids["low"], ids["high"], ids["value"], 128)),
        ("SQRT", ids =>
        {
            (HintId root, HintId value) = (ids["root"], ids["value"]);
            return r =>
            {
                HintRun.Require(
                    value.Integer(r) < Bound250,
                    "ValueOutside250BitRange",
                    $"Value: {value.Integer(r)} is outside of the range [0, 2^250)");
                root.Set(r, IntegerRoot.Floor(value.Integer(r)));
            };
        }),
        ("UNSIGNED_DIV_REM", ids =>
        {
            (HintId q, HintId rest, HintId value, HintId div) = (ids["q"], ids["r"], ids["value"], ids["div"]);
            return r =>
            {
                RequireDivisor(div.Integer(r));
                (BigInteger quotient, BigInteger remainder) = Integers.FloorDivide(value.Integer(r), div.Integer(r));
                rest.Set(r, remainder);
                q.Set(r, quotient);
            };
        }),
        ("SIGNED_DIV_REM", SignedDivRem),
        ("IS_QUAD_RESIDUE", ids =>
        {
            (HintId x, HintId y) = (ids["x"], ids["y"]);
            return r =>
            {
                Felt value = x.Felt(r);
                bool found = Integers.TrySqrt(value, out Felt root) || Integers.TrySqrt(value / (Felt)3UL, out root);
                HintRun.Require(found, "SqrtFailed", "neither x nor x / 3 is a square");
                y.Set(r, root);
            };
        }),
        ("IS_250_BITS", ids =>
        {
            (HintId isSmall, HintId address) = (ids["is_250"], ids["addr"]);
            return r => isSmall.Set(r, address.Integer(r) < Bound250);
        }),
        ("IS_ADDR_BOUNDED", ids =>
        {
            (HintId isSmall, HintId address) = (ids["is_small"], ids["addr"]);
            BigInteger bound = ModularArithmetic.FloorMod(ids.Constant("ADDR_BOUND"), Felt.Modulus);
            bool holds = bound > Bound250 && bound <= 2 * Bound250 && 2 * Bound250 < Felt.Modulus && 2 * bound > Felt.Modulus;
            return r =>
            {
                HintRun.Require(holds, "AssertionFailed", "normalize_address() cannot be used with the current constants.");
                isSmall.Set(r, address.Integer(r) < bound);
            };
        }),
        ("POW", ids =>
        {
            (HintId bit, HintId exponent) = (ids["locs.bit"], ids["prev_locs.exp"]);
            return r => bit.Set(r, !exponent.Integer(r).IsEven);
        }),
        ("POW_ASSERT_BASE_NOT_ZERO", ids =>
        {
            HintId radix = ids["base"];
            return r => HintRun.Require(!radix.Felt(r).IsZero, "AssertionFailed", "Cannot raise 0 to a negative power.");
        }),
    ];

    private static Action<HintRun> AssertNotEqual(HintBinder ids)
    {
        (HintId first, HintId second) = (ids["a"], ids["b"]);
        return r =>
        {
            MaybeRelocatable a = first.Get(r);
            MaybeRelocatable b = second.Get(r);
            bool comparable = a.IsFelt == b.IsFelt && (a.IsFelt || a.Segment == b.Segment);
            HintRun.Require(comparable, "AssertNotEqualFail", $"assert_not_equal failed: non-comparable values: {a}, {b}.");
            HintRun.Require(a != b, "AssertNotEqualFail", $"assert_not_equal failed: {a} = {b}.");
        };
    }

    private static Action<HintRun> AssertBits(HintBinder ids, string code)
    {
        (HintId value, HintId high, HintId low) = (ids["value"], ids["high"], ids["low"]);
        (BigInteger bound, BigInteger shift) = (ids.Constant("UPPER_BOUND"), ids.Constant("SHIFT"));
        return r =>
        {
            HintRun.Require(value.Integer(r) < bound, code, $"Value: {value.Integer(r)} is outside of the range [0, {bound})");
            (BigInteger quotient, BigInteger remainder) = Integers.FloorDivide(value.Integer(r), shift);
            high.Set(r, quotient);
            low.Set(r, remainder);
        };
    }

    private static Action<HintRun> SplitAt(HintId low, HintId high, HintId value, int bits) => r =>
    {
        BigInteger integer = value.Integer(r);
        low.Set(r, integer & ((BigInteger.One << bits) - 1));
        high.Set(r, integer >> bits);
    };

    private static Action<HintRun> SignedDivRem(HintBinder ids)
    {
        (HintId rest, HintId biased) = (ids["r"], ids["biased_q"]);
        (HintId value, HintId div, HintId bound) = (ids["value"], ids["div"], ids["bound"]);
        return r =>
        {
            RequireDivisor(div.Integer(r));
            BigInteger limit = bound.Integer(r);
            HintRun.Require(limit <= Integers.RangeCheckBound / 2, "OutOfValidRange", $"bound={limit} is out of the valid range.");
            (BigInteger quotient, BigInteger remainder) = Integers.FloorDivide(Integers.Signed(value.Felt(r)), div.Integer(r));
            HintRun.Require(
                -limit <= quotient && quotient < limit,
                "OutOfValidRange",
                $"{value.Felt(r)} / {div.Integer(r)} = {quotient} is out of the range [{-limit}, {limit}).");
            rest.Set(r, remainder);
            biased.Set(r, quotient + limit);
        };
    }

    private static void RequireDivisor(BigInteger divisor)
    {
        BigInteger limit = Felt.Modulus / Integers.RangeCheckBound;
        if (divisor.IsZero || divisor > limit)
        {
            throw new HintException("OutOfValidRange", $"div={divisor} is out of the valid range (0, {limit}].");
        }
    }
}
