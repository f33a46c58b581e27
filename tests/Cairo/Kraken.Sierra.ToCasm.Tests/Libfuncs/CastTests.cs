using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Fields;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests.Libfuncs;

/// <summary>Casts between all pairs of integer types: the value stays, or the cast says that it does not fit.</summary>
public sealed class CastTests
{
    private static readonly (string Name, BigInteger Least, BigInteger Greatest)[] Types =
    [
        .. ((int[])[8, 16, 32, 64, 128]).Select(bits => ($"u{bits}", BigInteger.Zero, EdgeValues.Power(bits) - 1)),
        .. ((int[])[8, 16, 32, 64, 128]).Select(bits => ($"i{bits}", -EdgeValues.Power(bits - 1), EdgeValues.Power(bits - 1) - 1)),
        ("BoundedInt<0, 0>", 0, 0),
        ("BoundedInt<-5, 300>", -5, 300),
        ("BoundedInt<100, 340282366920938463463374607431768211555>", 100, EdgeValues.Power(128) + 99),
        ("BoundedInt<200, 340282366920938463463374607431768211455>", 200, EdgeValues.Power(128) - 1),
    ];

    public static TheoryData<string> Sources => [.. Types.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Sources))]
    public void DowncastsKeepWhatFits(string source)
    {
        (string from, BigInteger least, BigInteger greatest) = Types.First(type => type.Name == source);
        int refused = 0;
        foreach ((string to, BigInteger low, BigInteger high) in Types.Where(to => Overlap(to, (source, least, greatest))))
        {
            // Within a bound of 2^128 nothing is added to the value before its range check, and the cell that the cast's stated cost counts
            // is not there. The original makes no code of it either: it stops with 'Wrong ap changes' where the cast is called.
            bool overflowsAbove = greatest > high || (to == from && least.IsZero);
            if (overflowsAbove && BigInteger.Min(high, greatest) == EdgeValues.Power(128) - 1)
            {
                SierraError? error = SierraMachine.Refusal(
                    LibfuncProgram.Source($"downcast<{from}, {to}>", $"RangeCheck, {from}", $"RangeCheck, {to}", "RangeCheck"));
                Assert.True(error?.Kind == SierraErrorKind.Compilation, $"{from} to {to}: {error?.ToString() ?? "compiles"}");
                Assert.Equal("code of downcast, branch 0", error!.What);
                refused++;
                continue;
            }

            LibfuncProgram cast = new($"downcast<{from}, {to}>", $"RangeCheck, {from}", $"RangeCheck, {to}", "RangeCheck");
            IEnumerable<BigInteger> edges = ((BigInteger[])[low - 1, low, high, high + 1]).Where(v => least <= v && v <= greatest);
            foreach (BigInteger value in EdgeValues.Between(least, greatest).Concat(edges).Distinct())
            {
                bool fits = low <= value && value <= high;
                cast.Check([value], fits ? 0 : 1, fits ? value : 0);
            }
        }

        // u128 to itself; and from beyond 2^128 to u128 and to the type that ends where it does.
        Assert.Equal(from == "u128" ? 1 : greatest >= EdgeValues.Power(128) ? 2 : 0, refused);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void UpcastsCompileExactlyIntoWiderTypes(string source)
    {
        (string from, BigInteger least, BigInteger greatest) = Types.First(type => type.Name == source);
        foreach ((string to, BigInteger low, BigInteger high) in Types)
        {
            if (low <= least && greatest <= high)
            {
                LibfuncProgram cast = new($"upcast<{from}, {to}>", from, to);
                foreach (BigInteger value in EdgeValues.Between(least, greatest))
                {
                    cast.Check([value], 0, value);
                }
            }
            else
            {
                SierraError? error = SierraMachine.Refusal(LibfuncProgram.Source($"upcast<{from}, {to}>", from, to));
                Assert.True(error?.Kind == SierraErrorKind.InvalidLibfunc, $"{from} to {to}: {error?.ToString() ?? "compiles"}");
            }
        }
    }

    [Theory]
    [InlineData("u8", 0, 255)]
    [InlineData("i8", -128, 127)]
    [InlineData("i16", -32768, 32767)]
    [InlineData("BoundedInt<-5, 300>", -5, 300)]
    [InlineData("BoundedInt<7, 7>", 7, 7)]
    [InlineData("BoundedInt<-9, -3>", -9, -3)]
    public void ElementsAreCastOverTheWholeField(string to, int low, int high)
    {
        LibfuncProgram cast = new($"downcast<felt252, {to}>", "RangeCheck, felt252", $"RangeCheck, {to}", "RangeCheck");
        BigInteger[] edges = [low - 1, low, low + 1, high - 1, high, high + 1, 0, -1, 1];
        foreach (BigInteger value in EdgeValues.Felts.Concat(edges))
        {
            // An element stands for the number next to zero.
            BigInteger element = ((value % Felt.Modulus) + Felt.Modulus) % Felt.Modulus;
            BigInteger number = element > Felt.Modulus / 2 ? element - Felt.Modulus : element;
            bool fits = low <= number && number <= high;
            cast.Check([value], fits ? 0 : 1, fits ? number : 0);
        }
    }

    private static bool Overlap((string Name, BigInteger Least, BigInteger Greatest) a,
        (string Name, BigInteger Least, BigInteger Greatest) b) =>
        BigInteger.Max(a.Least, b.Least) <= BigInteger.Min(a.Greatest, b.Greatest);
}
