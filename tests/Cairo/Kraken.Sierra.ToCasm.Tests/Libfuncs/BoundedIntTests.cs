using System;
using System.Linq;
using System.Numerics;
using Kraken.Fields;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests.Libfuncs;

/// <summary>Bounded integers: the bounds of results, and the results themselves, against integers of any size.</summary>
public sealed class BoundedIntTests
{
    private static readonly (BigInteger Least, BigInteger Greatest)[] Ranges =
    [
        (0, 0), (1, 1), (0, 255), (-128, 127), (-7, -3), (3, 1000), (0, EdgeValues.Power(128) - 1),
            (-EdgeValues.Power(127), EdgeValues.Power(127) - 1),
        (EdgeValues.Power(100), EdgeValues.Power(101)),
    ];

    [Fact]
    public void SumsDifferencesAndProductsHaveTheBoundsOfTheirOperands()
    {
        foreach ((BigInteger a, BigInteger b) in Ranges)
        {
            foreach ((BigInteger c, BigInteger d) in Ranges)
            {
                CheckOperation("add", (a, b), (c, d), a + c, b + d, (x, y) => x + y);
                CheckOperation("sub", (a, b), (c, d), a - d, b - c, (x, y) => x - y);
                BigInteger[] corners = [a * c, a * d, b * c, b * d];
                if (corners.Max() - corners.Min() < Felt.Modulus)
                {
                    CheckOperation("mul", (a, b), (c, d), corners.Min(), corners.Max(), (x, y) => x * y);
                }
            }
        }
    }

    [Theory]
    [InlineData("0", "340282366920938463463374607431768211455", "1", "255")]
    [InlineData("0", "255", "0", "16")]
    [InlineData("128", "255", "3", "8")]
    [InlineData("0", "1000000", "7", "7")]
    [InlineData("0", "340282366920938463463374607431768211455", "170141183460469231731687303715884105728",
        "340282366920938463463374607431768211455")]
    [InlineData("5", "5708990770823839524233143877797980545530986495", "340282366920938463463374607431768211455",
        "340282366920938463463374607431768211456")]
    public void DivisionsGiveQuotientAndRest(string a, string b, string c, string d)
    {
        BigInteger[] bounds = [.. ((string[])[a, b, c, d]).Select(text =>
            BigInteger.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];
        string left = $"BoundedInt<{a}, {b}>";
        string right = $"BoundedInt<{c}, {d}>";
        string quotient = $"BoundedInt<{bounds[0] / bounds[3]}, {bounds[1] / BigInteger.Max(bounds[2], 1)}>";
        string rest = $"BoundedInt<0, {bounds[3] - 1}>";
        LibfuncProgram divide = new($"bounded_int_div_rem<{left}, {right}>", $"RangeCheck, {left}, NonZero<{right}>",
            $"RangeCheck, {quotient}, {rest}");
        foreach (BigInteger x in EdgeValues.Between(bounds[0], bounds[1]))
        {
            foreach (BigInteger y in EdgeValues.Between(bounds[2], bounds[3]).Where(y => !y.IsZero))
            {
                divide.Check([x, y], 0, x / y, x % y);
            }
        }
    }

    [Theory]
    [InlineData(-128, 127, 0)]
    [InlineData(-128, 127, -5)]
    [InlineData(0, 255, 1)]
    [InlineData(0, 255, 255)]
    [InlineData(10, 20, 15)]
    public void ABoundaryDividesAType(int least, int greatest, int boundary)
    {
        string type = $"BoundedInt<{least}, {greatest}>";
        string low = $"BoundedInt<{least}, {boundary - 1}>";
        string high = $"BoundedInt<{boundary}, {greatest}>";
        LibfuncProgram constrain = new($"bounded_int_constrain<{type}, {boundary}>", $"RangeCheck, {type}", $"RangeCheck, {low}",
            $"RangeCheck, {high}");
        for (int value = least; value <= greatest; value++)
        {
            constrain.Check([value], value < boundary ? 0 : 1, value);
        }
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(-3, 0)]
    [InlineData(-3, 4)]
    [InlineData(7, 8)]
    public void TheEndsAreTrimmed(int least, int greatest)
    {
        string type = $"BoundedInt<{least}, {greatest}>";
        LibfuncProgram min = new($"bounded_int_trim_min<{type}>", type, "", $"BoundedInt<{least + 1}, {greatest}>");
        LibfuncProgram max = new($"bounded_int_trim_max<{type}>", type, "", $"BoundedInt<{least}, {greatest - 1}>");
        for (int value = least; value <= greatest; value++)
        {
            min.Check([value], value == least ? 0 : 1, value == least ? 0 : value);
            max.Check([value], value == greatest ? 0 : 1, value == greatest ? 0 : value);
        }
    }

    [Fact]
    public void ZeroTakesItsBranchAndTypesWithoutItWrapForNothing()
    {
        LibfuncProgram zero = new("bounded_int_is_zero<BoundedInt<-2, 2>>", "BoundedInt<-2, 2>", "", "NonZero<BoundedInt<-2, 2>>");
        for (int value = -2; value <= 2; value++)
        {
            zero.Check([value], value == 0 ? 0 : 1, value);
        }

        new LibfuncProgram("bounded_int_wrap_non_zero<BoundedInt<-9, -1>>", "BoundedInt<-9, -1>",
            "NonZero<BoundedInt<-9, -1>>").Check([-4], 0, -4);
        Refused("bounded_int_wrap_non_zero<BoundedInt<-9, 0>>", "BoundedInt<-9, 0>", "NonZero<BoundedInt<-9, 0>>");
        Refused("bounded_int_is_zero<BoundedInt<1, 2>>", "BoundedInt<1, 2>", "", "NonZero<BoundedInt<1, 2>>");
    }

    [Fact]
    public void ABoundaryOutsideOrAtTheEndOfTheTypeIsRefused()
    {
        foreach (int boundary in (int[])[0, 10, 11, -1])
        {
            Refused($"bounded_int_constrain<BoundedInt<0, 9>, {boundary}>", "RangeCheck, BoundedInt<0, 9>",
                "RangeCheck, BoundedInt<0, 8>", "RangeCheck, BoundedInt<9, 9>");
        }
    }

    [Fact]
    public void AWordSplitsIntoFourVerifiedParts()
    {
        const string Part = "BoundedIntGuarantee<0, 4294967295>";
        SierraMachine machine = new($"""
            uses {Part}
            fn main(rc: RangeCheck, word: u128) -> (RangeCheck)
            u128_to_u32_guarantees(word) -> (a, b, c, d)
            bounded_int_guarantee_verify<0, 4294967295>(rc, a) -> (rc)
            bounded_int_guarantee_verify<0, 4294967295>(rc, b) -> (rc)
            bounded_int_guarantee_verify<0, 4294967295>(rc, c) -> (rc)
            bounded_int_guarantee_verify<0, 4294967295>(rc, d) -> (rc)
            return(rc)
            """);
        LibfuncProgram split = new("u128_to_u32_guarantees", "u128", $"{Part}, {Part}, {Part}, {Part}");
        foreach (BigInteger word in EdgeValues.Unsigned(128))
        {
            machine.Call(word);
            BigInteger[] parts = [.. Enumerable.Range(0, 4).Select(i => (word >> (32 * i)) & uint.MaxValue)];
            BigInteger[] got = split.Run(word).Run.Numbers;
            Assert.True(parts.SequenceEqual(got) || parts.Reverse().SequenceEqual(got), $"{word}: {string.Join(", ", got)}");
        }
    }

    private static void CheckOperation(
        string name,
        (BigInteger Least, BigInteger Greatest) left,
        (BigInteger Least, BigInteger Greatest) right,
        BigInteger least,
        BigInteger greatest,
        Func<BigInteger, BigInteger, BigInteger> operation)
    {
        string leftType = $"BoundedInt<{left.Least}, {left.Greatest}>";
        string rightType = $"BoundedInt<{right.Least}, {right.Greatest}>";
        LibfuncProgram program = new($"bounded_int_{name}<{leftType}, {rightType}>", $"{leftType}, {rightType}",
            $"BoundedInt<{least}, {greatest}>");
        foreach (BigInteger x in (BigInteger[])[left.Least, left.Greatest])
        {
            foreach (BigInteger y in (BigInteger[])[right.Least, right.Greatest])
            {
                BigInteger result = operation(x, y);
                Assert.InRange(result, least, greatest);
                program.Check([x, y], 0, result);
            }
        }
    }

    private static void Refused(string libfunc, string parameters, params string[] results) =>
        Assert.Equal(SierraErrorKind.InvalidLibfunc, SierraMachine.Refusal(LibfuncProgram.Source(libfunc, parameters, results))?.Kind);
}
