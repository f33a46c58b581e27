using System;
using System.Linq;
using System.Numerics;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Hints;
using Kraken.Casm.Operands;
using Xunit;
using static Kraken.Cairo.Hints.Tests.Casm.HintMachine;

namespace Kraken.Cairo.Hints.Tests.Casm;

/// <summary>Comparisons, wide arithmetic, operands and allocations, each hint alone.</summary>
public sealed class ComparisonHintTests
{
    private static readonly BigInteger P = Fields.Felt.Modulus;
    private static readonly BigInteger[] Edges = [0, 1, 2, (BigInteger.One << 128) - 1, BigInteger.One << 128, (P - 1) / 2, P - 2, P - 1];

    [Fact]
    public void ElementsAreComparedAsIntegers()
    {
        foreach ((BigInteger a, BigInteger b) in Edges.SelectMany(a => Edges.Select(b => (a, b))))
        {
            HintMachine machine = new HintMachine(
                new TestLessThan(In(a), In(b), CellRef.Ap(0)), new TestLessThanOrEqual(In(a), In(b), CellRef.Ap(1))).RunAll();
            Assert.Equal(a < b ? 1 : 0, machine.Number(0));
            Assert.Equal(a <= b ? 1 : 0, machine.Number(1));
        }
    }

    [Theory]
    [InlineData(2, 5, 2, 5, true)]
    [InlineData(2, 5, 2, 6, true)]
    [InlineData(2, 6, 2, 5, false)]
    [InlineData(2, 9, 3, 0, true)]
    [InlineData(3, 0, 2, 9, false)]
    public void AddressesAreComparedBySegmentAndOffset(int leftSegment, int left, int rightSegment, int right, bool expected)
    {
        HintMachine machine = new(new TestLessThanOrEqualAddress(Cell(0), Cell(1), CellRef.Ap(2)));
        machine.Put(0, new Relocatable(leftSegment, left));
        machine.Put(1, new Relocatable(rightSegment, right));
        Assert.Equal(expected ? 1 : 0, machine.RunAll().Number(2));
    }

    [Fact]
    public void ProductsAndQuotientsOfWholeElementsAreExact()
    {
        // Operands of compiled code have 128 bits; the hints take whole elements as the reference does, products modulo the prime.
        foreach ((BigInteger a, BigInteger b) in Edges.SelectMany(a => Edges.Select(b => (a, b))))
        {
            HintMachine product = new HintMachine(new WideMul128(In(a), In(b), CellRef.Ap(0), CellRef.Ap(1))).RunAll();
            Assert.Equal((a * b >> 128) % P, product.Number(0));
            Assert.Equal(a * b & ((BigInteger.One << 128) - 1), product.Number(1));
            if (!b.IsZero)
            {
                HintMachine quotient = new HintMachine(new DivMod(In(a), In(b), CellRef.Ap(0), CellRef.Ap(1))).RunAll();
                Assert.Equal(a / b, quotient.Number(0));
                Assert.Equal(a % b, quotient.Number(1));
            }
        }
    }

    [Fact]
    public void EveryDivisionRefusesZero()
    {
        CellRef[] cells = [.. Enumerable.Range(0, 6).Select(i => CellRef.Ap(i))];
        Hint[] divisions =
        [
            new DivMod(In(1), In(0), cells[0], cells[1]),
            new Uint256DivMod(In(1), In(0), In(0), In(0), cells[0], cells[1], cells[2], cells[3]),
            new Uint512DivModByUint256(
                In(1), In(0), In(0), In(0), In(0), In(0), cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]),
            new LinearSplit(In(1), In(0), In(5), cells[0], cells[1]),
        ];
        Assert.All(divisions, hint => Assert.Equal("DividedByZero", new HintMachine(hint).Failure().Code));
    }

    [Theory]
    [InlineData(3, 7, false)]
    [InlineData(7, 7, true)]
    [InlineData(8, 7, true)]
    public void AWrongOrderIsRefusedByTheAssertion(int a, int b, bool refused)
    {
        HintMachine machine = new(new AssertLtAssertValidInput(In(a), In(b)));
        if (refused)
        {
            HintException error = machine.Failure();
            Assert.Equal("AssertLtFelt252", error.Code);
        }
        else
        {
            machine.RunAll();
        }
    }

    [Fact]
    public void OperandsReadCellsPointersSumsAndProducts()
    {
        ResOperand[] operands =
        [
            Cell(0), new DoubleDeref(CellRef.Ap(1), 2), new BinOp(CellOperation.Add, CellRef.Ap(0), new Immediate(5)),
            new BinOp(CellOperation.Mul, CellRef.Ap(0), Cell(2)), new Immediate(-3),
        ];
        BigInteger[] expected = [10, 77, 15, 40, P - 3];
        for (int i = 0; i < operands.Length; i++)
        {
            HintMachine machine = new(new DivMod(operands[i], In(P - 1), CellRef.Ap(8), CellRef.Ap(9)));
            Relocatable data = machine.Memory.AddSegment();
            machine.Memory.Insert(data + 2, Felt(77));
            machine.Put(0, Felt(10));
            machine.Put(1, data);
            machine.Put(2, Felt(4));
            Assert.Equal(expected[i], machine.RunAll().Number(9));
        }
    }

    [Fact]
    public void MemoryOfTheWrongKindIsNamedWithItsPlace()
    {
        HintMachine machine = new(new TestLessThan(Cell(0), In(1), CellRef.Ap(5)), new TestLessThan(Cell(1), In(1), CellRef.Ap(5)),
            new TestLessThanOrEqualAddress(Cell(2), Cell(0), CellRef.Ap(5)), new AllocSegment(CellRef.Ap(2)));
        machine.Put(0, machine.At(3));
        machine.Put(2, Felt(9));
        VmException address = Assert.Throws<VmException>(machine.Run);
        Assert.Equal(VmErrorKind.ExpectedInteger, address.Kind);
        Assert.Contains("1:0", address.Message, StringComparison.Ordinal);
        Assert.Equal(VmErrorKind.UnknownMemoryCell, Assert.Throws<VmException>(machine.Run).Kind);
        VmException number = Assert.Throws<VmException>(machine.Run);
        Assert.Equal(VmErrorKind.ExpectedRelocatable, number.Kind);
        Assert.Contains("1:2", number.Message, StringComparison.Ordinal);
        Assert.Equal(VmErrorKind.InconsistentMemory, Assert.Throws<VmException>(machine.Run).Kind);
    }

    [Fact]
    public void SegmentsAreFreshAndConstantSizesLieBehindEachOther()
    {
        HintMachine machine = new HintMachine(
            new AllocSegment(CellRef.Ap(0)), new AllocSegment(CellRef.Ap(1)), new AllocConstantSize(In(3), CellRef.Ap(2)),
            new AllocConstantSize(In(1), CellRef.Ap(3)), new AllocConstantSize(In(0), CellRef.Ap(4))).RunAll();
        Relocatable[] starts = [.. Enumerable.Range(0, 5).Select(i => machine.Memory.GetAddress(machine.At(i)))];
        Assert.NotEqual(starts[0].Segment, starts[1].Segment);
        Assert.Equal((0, 0), (starts[0].Offset, starts[1].Offset));
        Assert.Equal(starts[2] + 3, starts[3]);
        Assert.Equal(starts[3] + 1, starts[4]);
    }

    [Fact]
    public void HintsThatNeedAnEarlierOneSayWhichIsMissing()
    {
        Hint[] hints =
        [
            new AssertLeIsFirstArcExcluded(CellRef.Ap(0)),
            new AssertLeIsSecondArcExcluded(CellRef.Ap(0)), new AssertLeAssertThirdArcExcluded(),
            new GetCurrentAccessIndex(Cell(1)), new ShouldSkipSquashLoop(CellRef.Ap(0)), new GetCurrentAccessDelta(CellRef.Ap(0)),
            new ShouldContinueSquashLoop(CellRef.Ap(0)), new GetNextDictKey(CellRef.Ap(0)),
            new AssertCurrentAccessIndicesIsEmpty(), new AssertAllKeysUsed(),
        ];
        foreach (Hint hint in hints)
        {
            HintMachine machine = new(hint);
            machine.Put(1, machine.Memory.AddSegment());
            Assert.Equal("VariableNotInScopeError", machine.Failure().Code);
        }
    }
}
