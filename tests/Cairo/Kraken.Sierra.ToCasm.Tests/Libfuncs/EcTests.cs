using System.Globalization;
using System.Linq;
using System.Numerics;
using Kraken.Cairo.Vm.Errors;
using Kraken.Fields;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests.Libfuncs;

/// <summary>The Stark curve y^2 = x^3 + x + beta against the chord and tangent rule over integers.</summary>
public sealed class EcTests
{
    private const string Point = "NonZero<EcPoint>";
    private static readonly BigInteger P = Felt.Modulus;
    private static readonly BigInteger Beta = Hex("06f21413efbe40de150e596d72f7a8c5609ad26c15c915c1f4cdfcb99cee9e89");

    private static readonly (BigInteger X, BigInteger Y) Generator = (
        Hex("01ef15c18599971b7beced415a40f0c7deacfd9b0d1819e03d723d8bc943cfca"),
            Hex("005668060aa49730b7be4801df46ec62de53ecd11abe43a32873000c36e8dc1f"));

    private static readonly BigInteger Order = Hex("0800000000000010ffffffffffffffffb781126dcae7b2321e66a241adc64d2f");

    [Fact]
    public void OnlyPointsOfTheCurveAreTaken()
    {
        LibfuncProgram create = new("ec_point_try_new_nz", "felt252, felt252", Point, "");
        LibfuncProgram unwrap = new("ec_point_unwrap", Point, "felt252, felt252");
        (BigInteger x, BigInteger y) = Multiply(12345);
        create.Check([x, y], 0, x, y);
        create.Check([x, P - y], 0, x, P - y);
        create.Check([x, y + 1], 1);
        create.Check([y, x], 1);
        create.Check([0, 0], 1);
        unwrap.Check([Argument.Cells(x, y)], 0, x, y);
    }

    [Fact]
    public void AnXGivesTheSmallerRootWhereThereIsOne()
    {
        LibfuncProgram create = new("ec_point_from_x_nz", "RangeCheck, felt252", $"RangeCheck, {Point}", "RangeCheck");
        int found = 0;
        foreach (BigInteger x in Enumerable.Range(0, 24).Select(i => (BigInteger)i).Concat([P - 1, Generator.X, EdgeValues.Power(128)]))
        {
            BigInteger square = ((x * x * x) + x + Beta) % P;
            bool exists = BigInteger.ModPow(square, (P - 1) / 2, P) != P - 1;
            (int branch, _, SierraRun run) = create.Run(x);
            Assert.Equal(exists ? 0 : 1, branch);
            if (exists)
            {
                found++;
                Assert.Equal(x, run.Numbers[1]);
                Assert.Equal(square, run.Numbers[2] * run.Numbers[2] % P);
                Assert.InRange(run.Numbers[2], 0, (P - 1) / 2);
            }
        }

        Assert.InRange(found, 5, 22);
    }

    [Fact]
    public void NegationMirrorsAndZeroIsNoPoint()
    {
        (BigInteger x, BigInteger y) = Multiply(7);
        new LibfuncProgram("ec_neg", "EcPoint", "EcPoint").Check([Argument.Cells(x, y)], 0, x, P - y);
        new LibfuncProgram("ec_neg_nz", Point, Point).Check([Argument.Cells(x, y)], 0, x, P - y);
        LibfuncProgram zero = new("ec_point_is_zero", "EcPoint", "", Point);
        zero.Check([Argument.Cells(0, 0)], 0);
        zero.Check([Argument.Cells(x, y)], 1, x, y);
        new LibfuncProgram("ec_point_zero", "", "EcPoint").Check([], 0, 0, 0);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 1)]
    [InlineData(5, 100)]
    [InlineData(3, -3)]
    [InlineData(9, -10)]
    public void AStateAddsUpPoints(int first, int second)
    {
        SierraMachine machine = new($"""
            fn main(p: {Point}, q: {Point}) -> (Enum<ut@Sum, {Point}, Struct<ut@Tuple>>)
            ec_state_init() -> (state)
            ec_state_add(state, p) -> (state)
            store_temp<EcState>(state) -> (state)
            ec_state_add(state, q) -> (state)
            store_temp<EcState>(state) -> (state)
            ec_state_try_finalize_nz(state) {"{ fallthrough(sum) infinity() }"}
            enum_init<Enum<ut@Sum, {Point}, Struct<ut@Tuple>>, 0>(sum) -> (result)
            return(result)
            infinity:
            struct_construct<Struct<ut@Tuple>>() -> (nothing)
            enum_init<Enum<ut@Sum, {Point}, Struct<ut@Tuple>>, 1>(nothing) -> (result)
            return(result)
            """);
        SierraRun run = machine.Call(Cells(Multiply(first)), Cells(Multiply(second)));
        (BigInteger X, BigInteger Y) expected = Multiply(first + second);
        Assert.Equal(first + second == 0 ? [1, 0, 0] : [0, expected.X, expected.Y], run.Numbers);
    }

    [Fact]
    public void MultiplesComeFromTheBuiltin()
    {
        SierraMachine machine = MultiplicationProgram();
        foreach (BigInteger scalar in (BigInteger[])[1, 2, 3, EdgeValues.Power(128), Order - 1, Order + 1, EdgeValues.Power(251) - 1,
            .. EdgeValues.Random(250, 2)])
        {
            (BigInteger X, BigInteger Y) expected = Multiply(77 * scalar);
            Assert.Equal([expected.X, expected.Y], machine.Call(scalar, Cells(Multiply(77))).Numbers);
        }
    }

    [Fact]
    public void AMultipleThatIsNoPointPanics()
    {
        foreach (BigInteger scalar in (BigInteger[])[0, Order])
        {
            (_, VmError? error) = MultiplicationProgram().TryCall(0, scalar, Cells(Multiply(77)));
            Assert.Equal(VmErrorKind.DiffAssertValues, error!.Kind);
        }
    }

    // Where the sum is infinity the program runs into an assertion that fails.
    private static SierraMachine MultiplicationProgram() => new($"""
        fn main(ec: EcOp, scalar: felt252, p: {Point}) -> (EcOp, {Point})
        ec_state_init() -> (state)
        ec_state_add_mul(ec, state, scalar, p) -> (ec, state)
        store_temp<EcOp>(ec) -> (ec)
        store_temp<EcState>(state) -> (state)
        ec_state_try_finalize_nz(state) {"{ fallthrough(product) infinity() }"}
        return(ec, product)
        infinity:
        unsafe_panic() {"{ }"}
        """);

    private static Argument Cells((BigInteger X, BigInteger Y) point) => Argument.Cells(point.X, point.Y);

    private static (BigInteger X, BigInteger Y) Multiply(BigInteger scalar)
    {
        BigInteger left = ((scalar % Order) + Order) % Order;
        (BigInteger X, BigInteger Y)? sum = null;
        (BigInteger X, BigInteger Y) power = Generator;
        for (; left > 0; left >>= 1)
        {
            sum = left.IsEven ? sum : sum is { } known ? Add(known, power) : power;
            power = Add(power, power);
        }

        return sum ?? (0, 0);
    }

    private static (BigInteger X, BigInteger Y) Add((BigInteger X, BigInteger Y) a, (BigInteger X, BigInteger Y) b)
    {
        BigInteger slope = a == b ? ((3 * a.X * a.X) + 1) * Inverse(2 * a.Y) : (a.Y - b.Y) * Inverse(a.X - b.X);
        BigInteger x = Modulo((slope * slope) - a.X - b.X);
        return (x, Modulo((slope * (a.X - x)) - a.Y));
    }

    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(Modulo(value), P - 2, P);

    private static BigInteger Modulo(BigInteger value) => ((value % P) + P) % P;

    private static BigInteger Hex(string digits) => BigInteger.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
