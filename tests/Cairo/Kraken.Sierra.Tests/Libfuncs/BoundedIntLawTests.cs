using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Fields;
using Kraken.Sierra.Libfuncs;
using Xunit;

namespace Kraken.Sierra.Tests.Libfuncs;

/// <summary>The bounds of results of bounded integers, against all values of small ranges.</summary>
public sealed class BoundedIntLawTests
{
    private readonly Random random = new(12);

    [Theory]
    [InlineData("bounded_int_add")]
    [InlineData("bounded_int_sub")]
    [InlineData("bounded_int_mul")]
    public void ResultsHaveTheTightestBounds(string libfunc)
    {
        for (int round = 0; round < 150; round++)
        {
            (int Least, int Greatest) a = Range(-9);
            (int Least, int Greatest) b = Range(-9);
            int[] results = [.. All(a).SelectMany(x => All(b).Select(y => libfunc[12] switch { 'a' => x + y, 's' => x - y, _ => x * y }))];
            string expected = Type((results.Min(), results.Max()));
            ConcreteLibfunc concrete = Build([Type(a), Type(b), expected], $"{libfunc}<{Type(a)}, {Type(b)}>", out SierraRegistry registry);
            LibfuncBranch branch = Assert.Single(concrete.Branches);
            Assert.Equal([expected], branch.Variables.Select(v => Declared.Name(registry, v.Type)));
            Assert.Equal([Type(a), Type(b)], concrete.Parameters.Select(p => Declared.Name(registry, p)));

            // One more on a side is another type, which does not do.
            if (expected != Type(a) && expected != Type(b))
            {
                string types = $"{Type(a)}; {Type(b)}; {Type((results.Min(), results.Max() + 1))}";
                Assert.False(Declared.TryBuild(types, [$"{libfunc}<{Type(a)}, {Type(b)}>"], out _, out SierraError? error));
                Assert.Equal((SierraErrorKind.InvalidLibfunc, "undeclared type"), (error!.Kind, error.What));
            }
        }
    }

    [Fact]
    public void DivisionsHaveTheTightestQuotients()
    {
        for (int round = 0; round < 150; round++)
        {
            (int Least, int Greatest) a = Range(0);
            (int Least, int Greatest) b = Range(0);
            if (b.Greatest == 0)
            {
                continue;
            }

            int[] quotients = [.. All(a).SelectMany(x => All(b).Where(y => y != 0).Select(y => x / y))];
            string quotient = Type((quotients.Min(), quotients.Max()));
            string rest = Type((0, b.Greatest - 1));
            ConcreteLibfunc concrete = Build(
                ["RangeCheck", Type(a), $"NonZero<{Type(b)}>", quotient, rest], $"bounded_int_div_rem<{Type(a)}, {Type(b)}>",
                    out SierraRegistry registry);
            Assert.Equal(["RangeCheck", quotient, rest], Assert.Single(concrete.Branches)
                .Variables.Select(v => Declared.Name(registry, v.Type)));
        }
    }

    [Fact]
    public void AConstraintCutsARangeInTwo()
    {
        for (int round = 0; round < 100; round++)
        {
            (int Least, int Greatest) a = Range(-9);
            for (int boundary = a.Least - 1; boundary <= a.Greatest + 2; boundary++)
            {
                string libfunc = $"bounded_int_constrain<{Type(a)}, {boundary}>";
                int[] below = [.. All(a).Where(v => v < boundary)];
                int[] above = [.. All(a).Where(v => v >= boundary)];
                if (below.Length == 0 || above.Length == 0)
                {
                    Assert.False(Declared.TryBuild($"RangeCheck; {Type(a)}", [libfunc], out _, out SierraError? error));
                    Assert.Equal("a boundary inside of the type", error!.Expected);
                    continue;
                }

                string[] parts = [Type((below[0], below[^1])), Type((above[0], above[^1]))];
                ConcreteLibfunc concrete = Build(["RangeCheck", Type(a), .. parts], libfunc, out SierraRegistry registry);
                Assert.Equal(
                    parts.Select(part => $"RangeCheck {part}"),
                    concrete.Branches.Select(b => string.Join(' ', b.Variables.Select(v => Declared.Name(registry, v.Type)))));
            }
        }
    }

    [Theory]
    [InlineData("bounded_int_trim_min", 1, 0)]
    [InlineData("bounded_int_trim_max", 0, 1)]
    public void TrimmingTakesOneEndAway(string libfunc, int fromBelow, int fromAbove)
    {
        for (int round = 0; round < 50; round++)
        {
            (int Least, int Greatest) a = Range(-9);
            if (a.Least == a.Greatest)
            {
                // Nothing would be left.
                Assert.False(Declared.TryBuild(Type(a), [$"{libfunc}<{Type(a)}>"], out _, out _));
                continue;
            }

            string rest = Type((a.Least + fromBelow, a.Greatest - fromAbove));
            ConcreteLibfunc concrete = Build([Type(a), rest], $"{libfunc}<{Type(a)}>", out SierraRegistry registry);
            Assert.Empty(concrete.Branches[0].Variables);
            Assert.Equal([rest], concrete.Branches[1].Variables.Select(v => Declared.Name(registry, v.Type)));
        }
    }

    [Fact]
    public void OnlyATypeWithZeroIsAskedForIt()
    {
        for (int round = 0; round < 100; round++)
        {
            (int Least, int Greatest) a = Range(-9);
            bool hasZero = All(a).Contains(0);
            string types = $"{Type(a)}; NonZero<{Type(a)}>";
            Assert.Equal(hasZero, Declared.TryBuild(types, [$"bounded_int_is_zero<{Type(a)}>"], out _, out _));
            Assert.Equal(!hasZero, Declared.TryBuild(types, [$"bounded_int_wrap_non_zero<{Type(a)}>"], out _, out _));
        }
    }

    [Fact]
    public void ProductsOfNonZeroValuesAreNoZero()
    {
        ConcreteLibfunc concrete = Build(
            ["NonZero<BoundedInt<1, 3>>", "NonZero<BoundedInt<2, 5>>", "NonZero<BoundedInt<2, 15>>"],
            "bounded_int_mul<NonZero<BoundedInt<1, 3>>, NonZero<BoundedInt<2, 5>>>", out SierraRegistry registry);
        Assert.Equal("NonZero<BoundedInt<2, 15>>", Declared.Name(registry, concrete.Branches[0].Variables[0].Type));
        Assert.False(Declared.TryBuild(
            "BoundedInt<2, 5>; NonZero<BoundedInt<1, 3>>; BoundedInt<2, 15>",
                ["bounded_int_mul<NonZero<BoundedInt<1, 3>>, BoundedInt<2, 5>>"], out _,
            out SierraError? error));
        Assert.Equal("both operands non-zero types, or none", error!.Expected);
    }

    [Fact]
    public void AConstraintsPartsFitARangeCheck()
    {
        BigInteger limit = BigInteger.One << 128;
        Assert.True(Constrains(0, limit, 1));
        Assert.True(Constrains(-limit, limit - 1, 0));
        Assert.False(Constrains(-limit - 1, limit - 1, 0));
        Assert.False(Constrains(-limit, limit, 0));

        static bool Constrains(BigInteger least, BigInteger greatest, BigInteger boundary)
        {
            string type = $"BoundedInt<{least}, {greatest}>";
            return Declared.TryBuild(
                $"RangeCheck; {type}; BoundedInt<{least}, {boundary - 1}>; BoundedInt<{boundary}, {greatest}>",
                [$"bounded_int_constrain<{type}, {boundary}>"], out _, out _);
        }
    }

    [Fact]
    public void ARangeHasFewerValuesThanTheField()
    {
        BigInteger most = Felt.Modulus - 1;
        Assert.True(Declared.TryBuild($"BoundedInt<0, {most}>", [], out _, out _));
        Assert.True(Declared.TryBuild($"BoundedInt<{-most}, 0>", [], out _, out _));
        Assert.False(Declared.TryBuild($"BoundedInt<{-most}, 1>", [], out _, out _));
        Assert.False(Declared.TryBuild($"BoundedInt<-1, {most}>", [], out _, out _));
        Assert.False(Declared.TryBuild($"BoundedInt<{-most - 1}, 0>", [], out _, out _));
        Assert.False(Declared.TryBuild($"BoundedInt<0, {most + 1}>", [], out _, out _));
    }

    private (int Least, int Greatest) Range(int from)
    {
        int least = random.Next(from, 10);
        return (least, least + random.Next(0, 8));
    }

    private static IEnumerable<int> All((int Least, int Greatest) range) => Enumerable.Range(range.Least, range.Greatest - range.Least + 1);

    private static string Type((int Least, int Greatest) range) => $"BoundedInt<{range.Least}, {range.Greatest}>";

    private static ConcreteLibfunc Build(string[] types, string libfunc, out SierraRegistry registry)
    {
        Assert.True(
            Declared.TryBuild(string.Join("; ", types), [libfunc], out SierraRegistry? built, out SierraError? error),
                $"{libfunc}: {error}");
        registry = built!;
        return registry.Libfuncs[0];
    }
}
