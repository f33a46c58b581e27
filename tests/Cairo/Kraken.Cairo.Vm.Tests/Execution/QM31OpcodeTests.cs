using System;
using System.Linq;
using System.Numerics;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Instructions;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Execution;

/// <summary>The QM31 instructions against the field written down over integers: (a + bi) + (c + di)u with i² = -1 and u² = 2 + i.</summary>
public sealed class QM31OpcodeTests
{
    private const long P = (1L << 31) - 1;
    private readonly Random random = new(31);

    [Theory]
    [InlineData(ResLogic.Add)]
    [InlineData(ResLogic.Mul)]
    public void ResultsAndMissingOperandsAreThoseOfTheField(ResLogic logic)
    {
        for (int round = 0; round < 200; round++)
        {
            long[] a = Element(round);
            long[] b = Element(round + 1);
            MaybeRelocatable[] cells = [Pack(logic == ResLogic.Add ? Add(a, b) : Multiply(a, b)), Pack(a), Pack(b)];
            for (int missing = 0; missing < 3; missing++)
            {
                if (logic == ResLogic.Mul && missing > 0 && (a.All(c => c == 0) || b.All(c => c == 0)))
                {
                    continue;
                }

                OneStep step = new(Instruction(logic), [.. cells.Select((cell, i) => i == missing ? default : cell)]);
                Assert.Null(step.Run());
                Assert.Equal(cells, Enumerable.Range(-3, 3).Select(i => step[i]));
            }

            OneStep wrong = new(Instruction(logic), Pack([.. a.Select(c => (c + 1) % P)]), Pack(a), Pack([1, 1, 1, 0]));
            Assert.Equal(VmErrorKind.DiffAssertValues, wrong.Run()?.Kind);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(36)]
    [InlineData(72)]
    [InlineData(108)]
    public void CoordinatesAreReduced(int slot)
    {
        Felt most = Felt.FromBigInteger((BigInteger)(P - 1) << slot);
        Assert.Null(new OneStep(Instruction(ResLogic.Add), default, most, Felt.Zero).Run());
        foreach (BigInteger coordinate in (BigInteger[])[P, P + 1, (1L << 36) - 1])
        {
            Felt packed = Felt.FromBigInteger(coordinate << slot);
            foreach (OneStep step in (OneStep[])[new(Instruction(ResLogic.Add), default, packed, Felt.Zero),
                new(Instruction(ResLogic.Add), default, Felt.Zero, packed), new(Instruction(ResLogic.Mul), default, packed, Felt.One)])
            {
                VmError? error = step.Run();
                Assert.Equal(VmErrorKind.QM31Operand, error?.Kind);
                Assert.Equal($"{packed.ToBigInteger()} is not a packing of a QM31 in reduced form", error!.Message);
            }
        }
    }

    [Fact]
    public void NothingStandsAboveTheFourSlotsAndAddressesAreNoElements()
    {
        foreach (int bit in (int[])[144, 200, 250])
        {
            Assert.Equal(
                VmErrorKind.QM31Operand,
                new OneStep(Instruction(ResLogic.Add), default, Felt.FromBigInteger(BigInteger.One << bit), Felt.Zero).Run()?.Kind);
        }

        Assert.Equal(VmErrorKind.QM31Operand, new OneStep(Instruction(ResLogic.Add), default, new Relocatable(1, 0), Felt.Zero)
            .Run()?.Kind);
    }

    [Fact]
    public void NothingIsDividedByZero()
    {
        VmError? error = new OneStep(Instruction(ResLogic.Mul), Pack([1, 2, 3, 4]), default, Felt.Zero).Run();
        Assert.Equal(VmErrorKind.FailedToComputeOperands, error?.Kind);
        Assert.Equal("Failed to compute or deduce op0 at 1:1", error!.Message);
    }

    private static DecodedInstruction Instruction(ResLogic logic) => new(
        -3, -2, -1, true, true, Op1Source.FP, logic, PcUpdate.Regular, ApUpdate.Regular, Opcode.AssertEq, OpcodeExtension.QM31);

    private long[] Element(int round) => round % 7 == 0 ? [round % 2, 0, 0, P - 1]
        : [.. Enumerable.Range(0, 4).Select(_ => random.NextInt64(P))];

    private static MaybeRelocatable Pack(long[] c) =>
        Felt.FromBigInteger(c[0] + ((BigInteger)c[1] << 36) + ((BigInteger)c[2] << 72) + ((BigInteger)c[3] << 108));

    private static long[] Add(long[] a, long[] b) => [.. a.Zip(b, (x, y) => (x + y) % P)];

    private static long[] Multiply(long[] a, long[] b)
    {
        (BigInteger, BigInteger) low = Complex((a[0], a[1]), (b[0], b[1]));
        (BigInteger re, BigInteger im) = Complex((a[2], a[3]), (b[2], b[3]));
        (BigInteger, BigInteger) left = Complex((a[0], a[1]), (b[2], b[3]));
        (BigInteger, BigInteger) right = Complex((a[2], a[3]), (b[0], b[1]));
        return [Mod(low.Item1 + (2 * re) - im), Mod(low.Item2 + (2 * im) + re), Mod(left.Item1 + right.Item1),
            Mod(left.Item2 + right.Item2)];
    }

    private static (BigInteger, BigInteger) Complex((BigInteger Re, BigInteger Im) x, (BigInteger Re, BigInteger Im) y) =>
        ((x.Re * y.Re) - (x.Im * y.Im), (x.Re * y.Im) + (x.Im * y.Re));

    private static long Mod(BigInteger value) => (long)(((value % P) + P) % P);
}
