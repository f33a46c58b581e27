using System;
using System.Linq;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Classes;
using Kraken.Casm.Hints;
using Kraken.Casm.Operands;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Hints.Tests.Casm;

/// <summary>What the integer and field hints write, against the equations that compiled code checks.</summary>
public sealed class CoreHintLawTests
{
    private static readonly BigInteger Word = BigInteger.One << 128;

    private static readonly Gen<BigInteger> Words = Gen.OneOf(
        Gen.Choose(0, 3).Select(n => (BigInteger)n),
        Gen.Choose(0, 255).ArrayOf(16).Select(bytes => new BigInteger(Array.ConvertAll(bytes, b => (byte)b), isUnsigned: true)),
        Gen.Choose(1, 4).Select(n => Word - n));

    [Fact]
    public void DivisionsGiveQuotientAndRemainder() => Check(4, v =>
    {
        (BigInteger a, BigInteger b) = (v[0], v[2].IsZero ? 1 : v[2]);
        BigInteger[] small = Run(new DivMod(In(a), In(b), Cell(0), Cell(1)), 2);
        BigInteger wide = a + (v[1] << 128);
        BigInteger[] large = Run(new Uint256DivMod(In(a), In(v[1]), In(b), In(v[3]), Cell(0), Cell(1), Cell(2), Cell(3)), 4);
        BigInteger divisor = b + (v[3] << 128);
        return (small[0] * b) + small[1] == a && small[1] < b
            && (Join(large[0], large[1]) * divisor) + Join(large[2], large[3]) == wide && Join(large[2], large[3]) < divisor;
    });

    [Fact]
    public void WideDivisionGivesQuotientAndRemainder() => Check(6, v =>
    {
        BigInteger low = v[4].IsZero ? 1 : v[4];
        BigInteger[] w = Run(
            new Uint512DivModByUint256(
                In(v[0]), In(v[1]), In(v[2]), In(v[3]), In(low), In(v[5]), Cell(0), Cell(1), Cell(2), Cell(3), Cell(4), Cell(5)),
            6);
        BigInteger divisor = Join(low, v[5]);
        BigInteger quotient = Join(w[0], w[1]) + (Join(w[2], w[3]) << 256);
        return (quotient * divisor) + Join(w[4], w[5]) == Join(v[0], v[1]) + (Join(v[2], v[3]) << 256) && Join(w[4], w[5]) < divisor;
    });

    [Fact]
    public void ProductsAndSplitsRecompose() => Check(3, v =>
    {
        BigInteger[] product = Run(new WideMul128(In(v[0]), In(v[1]), Cell(0), Cell(1)), 2);
        BigInteger scalar = v[1].IsZero ? 1 : v[1];
        BigInteger[] split = Run(new LinearSplit(In(v[0]), In(scalar), In(v[2]), Cell(0), Cell(1)), 2);
        return (product[0] << 128) + product[1] == v[0] * v[1] && product[1] < Word
            && (split[0] * scalar) + split[1] == v[0] && split[0] <= v[2];
    });

    [Fact]
    public void RootsAreTheGreatestWhoseSquareFits() => Check(2, v =>
    {
        BigInteger root = Run(new SquareRoot(In(v[0]), Cell(0)), 1)[0];
        BigInteger[] w = Run(new Uint256SquareRoot(In(v[0]), In(v[1]), Cell(0), Cell(1), Cell(2), Cell(3), Cell(4)), 5);
        BigInteger wide = Join(v[0], v[1]);
        BigInteger wideRoot = w[0] + (w[1] << 64);
        BigInteger rest = Join(w[2], w[3]);
        return root * root <= v[0] && (root + 1) * (root + 1) > v[0]
            && (wideRoot * wideRoot) + rest == wide && rest <= 2 * wideRoot
            && w[4] == ((2 * wideRoot) - rest >= Word ? 1 : 0);
    });

    [Fact]
    public void InversesComeWithTheirCofactorOrACommonDivisor() => Check(4, v =>
    {
        (BigInteger b, BigInteger n) = (Join(v[0], v[1]), Join(v[2], v[3]));
        if (n.IsZero)
        {
            return true;
        }

        BigInteger[] w =
            Run(new U256InvModN(In(v[0]), In(v[1]), In(v[2]), In(v[3]), Cell(0), Cell(1), Cell(2), Cell(3), Cell(4), Cell(5)), 6);
        (BigInteger first, BigInteger second) = (Join(w[2], w[3]), Join(w[4], w[5]));
        return w[0].IsZero
            ? (first * b) - (second * n) == 1 && first < n
            : Join(w[0], w[1]) * first == b && Join(w[0], w[1]) * second == n && (n.IsOne || Join(w[0], w[1]) > 1);
    });

    [Fact]
    public void ASquareRootIsOfTheValueOrItsTriple() => Check(1, v =>
    {
        Felt value = Felt.FromBigInteger(v[0] * v[0] * v[0]);
        var root = Felt.FromBigInteger(Run(new FieldSqrt(In(value.ToBigInteger()), Cell(0)), 1)[0]);
        return root.Square() == value || root.Square() == value * (Felt)3;
    });

    [Fact]
    public void TheTwoSmallerArcsRecomposeTheirLengths() => Check(2, v =>
    {
        BigInteger a = BigInteger.Min(v[0] * v[1], v[0]);
        BigInteger b = (BigInteger.Max(v[0], v[1]) << 120) % Felt.Modulus;
        if (a > b)
        {
            return true;
        }

        var machine = new VirtualMachine(new VmMemory());
        machine.Fp = machine.Ap + 40;
        Relocatable cells = machine.Memory.AddSegment();
        machine.Memory.Insert(machine.Fp + -1, cells);
        Execute(
            machine,
            new AssertLeFindSmallArcs(CellRef.Fp(-1), In(a), In(b)),
            new AssertLeIsFirstArcExcluded(Cell(0)),
            new AssertLeIsSecondArcExcluded(Cell(1)));
        BigInteger[] w = [.. Enumerable.Range(0, 4).Select(i => machine.Memory.GetInteger(cells + i))];
        BigInteger smallest =
            w[0] + (w[1] * BigInteger.Parse("3544607988759775765608368578435044694", System.Globalization.CultureInfo.InvariantCulture));
        BigInteger middle =
            w[2] + (w[3] * BigInteger.Parse("5316911983139663648412552867652567041", System.Globalization.CultureInfo.InvariantCulture));
        BigInteger[] arcs = [a, b - a, Felt.Modulus - 1 - b];
        Array.Sort(arcs);
        int excluded = machine.Memory.GetFelt(machine.Ap).IsZero ? 0 : machine.Memory.GetFelt(machine.Ap + 1).IsZero ? 1 : 2;
        BigInteger[] unsorted = [a, b - a, Felt.Modulus - 1 - b];
        return smallest == arcs[0] && middle == arcs[1] && unsorted[excluded] == arcs[2];
    });

    [Fact]
    public void DivisionByZeroIsAnErrorOfTheHint()
    {
        var machine = new VirtualMachine(new VmMemory());
        HintException error = Assert.Throws<HintException>(() => Execute(machine, new DivMod(In(1), In(0), Cell(0), Cell(1))));
        Assert.Equal("DividedByZero", error.Code);
    }

    private static void Check(int count, Func<BigInteger[], bool> law) =>
        Prop.ForAll(Words.ArrayOf(count).ToArbitrary(), law).QuickCheckThrowOnFailure();

    private static BigInteger Join(BigInteger low, BigInteger high) => low + (high << 128);

    private static Immediate In(BigInteger value) => new(value);

    private static CellRef Cell(int offset) => CellRef.Ap(offset);

    private static BigInteger[] Run(Hint hint, int cells)
    {
        var machine = new VirtualMachine(new VmMemory());
        Execute(machine, hint);
        return [.. Enumerable.Range(0, cells)
            .Select(i => machine.Memory.Get(machine.Ap + i) is { IsFelt: true } cell ? cell.Felt.ToBigInteger() : 0)];
    }

    private static void Execute(VirtualMachine machine, params Hint[] hints)
    {
        machine.Pc = new Relocatable(VirtualMachine.ProgramSegment, 0);
        new CasmHintProcessor(new CasmHints([new CasmHintSite(0, [.. hints])])).Execute(machine);
    }
}
