using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests.Libfuncs;

/// <summary>Division, roots and inverses of u256 and u512 against integers of any size; their guarantees are verified.</summary>
public sealed class Uint256Tests
{
    private const string U256 = "Struct<ut@core::integer::u256, u128, u128>";
    private const string U512 = "Struct<ut@core::integer::u512, u128, u128, u128, u128>";
    private static readonly BigInteger Limb = EdgeValues.Power(128) - 1;

    private static BigInteger[] Values =>
    [
        0, 1, 2, Limb - 1, Limb, Limb + 1, Limb + 2, EdgeValues.Power(192), EdgeValues.Power(255),
            EdgeValues.Power(256) - EdgeValues.Power(128),
        EdgeValues.Power(256) - 2, EdgeValues.Power(256) - 1, .. EdgeValues.Random(256, 2),
    ];

    [Fact]
    public void ZeroTakesItsBranch()
    {
        LibfuncProgram zero = new("u256_is_zero", U256, "", $"NonZero<{U256}>");
        foreach (BigInteger value in Values)
        {
            zero.Check([Argument.Uint256(value)], value.IsZero ? 0 : 1, Halves(value));
        }
    }

    [Fact]
    public void DivisionsGiveQuotientAndRest()
    {
        LibfuncProgram divide = new("u256_safe_divmod", $"RangeCheck, {U256}, NonZero<{U256}>",
            $"RangeCheck, {U256}, {U256}, U128MulGuarantee");
        foreach ((BigInteger a, BigInteger b) in EdgeValues.Pairs(Values).Where(pair => !pair.B.IsZero))
        {
            divide.Check([Argument.Uint256(a), Argument.Uint256(b)], 0, [.. Halves(a / b), .. Halves(a % b)]);
        }
    }

    [Fact]
    public void WideDividendsGiveAWideQuotient()
    {
        LibfuncProgram divide = new("u512_safe_divmod_by_u256", $"RangeCheck, {U512}, NonZero<{U256}>",
            $"RangeCheck, {U512}, {U256}, U128MulGuarantee, U128MulGuarantee, U128MulGuarantee, U128MulGuarantee, U128MulGuarantee");
        BigInteger[] dividends = [0, 1, Limb, EdgeValues.Power(256) - 1, EdgeValues.Power(256), EdgeValues.Power(384),
            EdgeValues.Power(512) - 1, .. EdgeValues.Random(512, 2)];
        foreach (BigInteger a in dividends)
        {
            foreach (BigInteger b in Values.Where(v => !v.IsZero))
            {
                BigInteger q = a / b;
                BigInteger[] limbs = [.. Enumerable.Range(0, 4).Select(i => (q >> (128 * i)) & Limb)];
                divide.Check([Argument.Uint512(a), Argument.Uint256(b)], 0, [.. limbs, .. Halves(a % b)]);
            }
        }
    }

    [Fact]
    public void RootsAreRoundedDown()
    {
        LibfuncProgram root = new("u256_sqrt", $"RangeCheck, {U256}", "RangeCheck, u128");
        foreach (BigInteger exact in (BigInteger[])[1, 2, 3, EdgeValues.Power(64), EdgeValues.Power(127), Limb - 1, Limb])
        {
            foreach (BigInteger value in (BigInteger[])[(exact * exact) - 1, exact * exact, (exact * exact) + 1,
                (exact * exact) + (2 * exact)])
            {
                root.Check([Argument.Uint256(value)], 0, value < exact * exact ? exact - 1 : exact);
            }
        }

        root.Check([Argument.Uint256(0)], 0, 0);
    }

    [Fact]
    public void InversesExistWhereNothingIsCommon()
    {
        const string Guarantee = "U128MulGuarantee";
        string found = $"RangeCheck, NonZero<{U256}>, {string.Join(", ", Enumerable.Repeat(Guarantee, 8))}";
        LibfuncProgram inverse = new("u256_guarantee_inv_mod_n", $"RangeCheck, {U256}, NonZero<{U256}>", found,
            $"RangeCheck, {Guarantee}, {Guarantee}");
        foreach ((BigInteger a, BigInteger n) in InverseCases())
        {
            bool exists = n > 1 && BigInteger.GreatestCommonDivisor(a, n).IsOne;
            if (exists)
            {
                (int branch, _, SierraRun run) = inverse.Run(Argument.Uint256(a), Argument.Uint256(n));
                Assert.Equal(0, branch);
                BigInteger got = run.Numbers[1] + (run.Numbers[2] << 128);
                Assert.InRange(got, 1, n - 1);
                Assert.Equal(1, a * got % n);
            }
            else
            {
                inverse.Check([Argument.Uint256(a), Argument.Uint256(n)], 1);
            }
        }
    }

    private static IEnumerable<(BigInteger A, BigInteger N)> InverseCases()
    {
        BigInteger order = BigInteger.Parse("115792089237316195423570985008687907852837564279074904382605163141518161494337");
        BigInteger[] modules = [1, 2, 3, 6, Limb, Limb + 1, order, EdgeValues.Power(256) - 1, EdgeValues.Power(256) - 2,
            .. EdgeValues.Random(255, 1)];
        return modules.SelectMany(n => Values.Concat([n - 1, n, 6, 15]).Where(a => a.Sign >= 0).Select(a => (a, n)));
    }

    private static BigInteger[] Halves(BigInteger value) => [value & Limb, value >> 128];
}
