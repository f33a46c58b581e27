using System.Linq;
using System.Numerics;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests.Libfuncs;

/// <summary>
/// M31 and its extension of degree four, by the definition: i*i = -1 and u*u = 2 + i; a packed element has 36 bits for each coordinate.
/// </summary>
public sealed class QM31Tests
{
    private const string M31 = "BoundedInt<0, 2147483646>";
    private static readonly BigInteger P = int.MaxValue;

    private static readonly BigInteger[][] Elements =
    [
        [0, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [2147483646, 2147483646, 2147483646, 2147483646],
        [5, 0, 2147483646, 1], [1234567, 7654321, 1111111111, 2000000000],
    ];

    [Fact]
    public void ArithmeticFollowsTheDefinition()
    {
        LibfuncProgram add = new("qm31_add", "qm31, qm31", "qm31");
        LibfuncProgram subtract = new("qm31_sub", "qm31, qm31", "qm31");
        LibfuncProgram multiply = new("qm31_mul", "qm31, qm31", "qm31");
        LibfuncProgram divide = new("qm31_div", "qm31, NonZero<qm31>", "qm31");
        foreach (BigInteger[] a in Elements)
        {
            foreach (BigInteger[] b in Elements)
            {
                add.Check([Pack(a), Pack(b)], 0, Pack([.. a.Zip(b, (x, y) => (x + y) % P)]));
                subtract.Check([Pack(a), Pack(b)], 0, Pack([.. a.Zip(b, (x, y) => (x - y + P) % P)]));
                multiply.Check([Pack(a), Pack(b)], 0, Pack(Product(a, b)));
                if (b.Any(c => !c.IsZero))
                {
                    divide.Check([Pack(Product(a, b)), Pack(b)], 0, Pack(a));
                }
            }
        }
    }

    [Fact]
    public void TheBaseFieldHasItsOwnArithmetic()
    {
        LibfuncProgram add = new("m31_add", $"{M31}, {M31}", M31);
        LibfuncProgram subtract = new("m31_sub", $"{M31}, {M31}", M31);
        LibfuncProgram multiply = new("m31_mul", $"{M31}, {M31}", M31);
        LibfuncProgram divide = new("m31_div", $"{M31}, NonZero<{M31}>", M31);
        foreach ((BigInteger a, BigInteger b) in EdgeValues.Pairs([0, 1, 2, 65536, P / 2, P - 2, P - 1]))
        {
            add.Check([a, b], 0, (a + b) % P);
            subtract.Check([a, b], 0, (a - b + P) % P);
            multiply.Check([a, b], 0, a * b % P);
            if (!b.IsZero)
            {
                divide.Check([a, b], 0, a * BigInteger.ModPow(b, P - 2, P) % P);
            }
        }
    }

    [Fact]
    public void CoordinatesArePackedAndUnpacked()
    {
        LibfuncProgram pack = new("qm31_pack", $"{M31}, {M31}, {M31}, {M31}", "qm31");
        LibfuncProgram unpack = new("qm31_unpack", "RangeCheck, qm31", $"RangeCheck, {M31}, {M31}, {M31}, {M31}");
        LibfuncProgram zero = new("qm31_is_zero", "qm31", "", "NonZero<qm31>");
        foreach (BigInteger[] a in Elements)
        {
            pack.Check([.. a.Select(c => (Argument)c)], 0, Pack(a));
            unpack.Check([Pack(a)], 0, a);
            zero.Check([Pack(a)], a.All(c => c.IsZero) ? 0 : 1, Pack(a));
            new LibfuncProgram($"qm31_const<{string.Join(", ", a)}>", "", "qm31").Check([], 0, Pack(a));
        }

        new LibfuncProgram("qm31_from_m31", M31, "qm31").Check([P - 1], 0, P - 1);
    }

    [Theory]
    [InlineData("qm31_const<2147483647, 0, 0, 0>")]
    [InlineData("qm31_const<0, 0, 0, -1>")]
    [InlineData("qm31_const<0, 0, 0>")]
    public void ConstantsOutsideOfTheFieldDoNotCompile(string libfunc) =>
        Assert.Equal(SierraErrorKind.InvalidLibfunc, SierraMachine.Refusal(LibfuncProgram.Source(libfunc, "", "qm31"))?.Kind);

    private static BigInteger Pack(BigInteger[] coordinates) => coordinates.Select((c, i) => c << (36 * i)).Aggregate(BigInteger.Add);

    // (a0 + a1 i) + (a2 + a3 i) u times (b0 + b1 i) + (b2 + b3 i) u.
    private static BigInteger[] Product(BigInteger[] a, BigInteger[] b)
    {
        (BigInteger Re, BigInteger Im) low = Add(Times((a[0], a[1]), (b[0], b[1])), Times((2, 1), Times((a[2], a[3]), (b[2], b[3]))));
        (BigInteger Re, BigInteger Im) high = Add(Times((a[0], a[1]), (b[2], b[3])), Times((a[2], a[3]), (b[0], b[1])));
        return [low.Re, low.Im, high.Re, high.Im];
    }

    private static (BigInteger Re, BigInteger Im) Times((BigInteger Re, BigInteger Im) a, (BigInteger Re, BigInteger Im) b) =>
        ((((a.Re * b.Re) - (a.Im * b.Im)) % P + P) % P, ((a.Re * b.Im) + (a.Im * b.Re)) % P);

    private static (BigInteger Re, BigInteger Im) Add((BigInteger Re, BigInteger Im) a, (BigInteger Re, BigInteger Im) b) =>
        ((a.Re + b.Re) % P, (a.Im + b.Im) % P);
}
