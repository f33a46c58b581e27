using System;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Instructions;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Execution;

/// <summary>Programs that write instructions into the execution segment and run them there.</summary>
public sealed class CodeInDataTests
{
    private const int Rounds = 30_000;

    // jmp abs [fp - 3].
    private static readonly DecodedInstruction Back = new(
        -1, -1, -3, true, true, Op1Source.FP, ResLogic.Op1, PcUpdate.Jump, ApUpdate.Regular, Opcode.Nop);

    [Fact]
    public void EachNewInstructionIsDecodedWithoutAnewAllBefore()
    {
        VirtualMachine machine = Machine();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(machine.RunSteps(4L * Rounds, NoHints.Instance, null));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
        Assert.Equal(3 + (2L * Rounds), machine.Ap.Offset);
    }

    [Fact]
    public void DecodedInstructionsCountAsMemory()
    {
        Counter counter = new();
        VirtualMachine machine = Machine(counter);
        Assert.Null(machine.RunSteps(4L * Rounds, NoHints.Instance, null));

        // Some 60,000 cells of memory, and about as much again for what was decoded.
        Assert.InRange(counter.Cells, 110_000, 400_000);
        machine.Memory.Release();
        Assert.Equal(0, counter.Cells);
    }

    [Fact]
    public void PcBehindTheWrittenCellsIsAnUnknownCell()
    {
        VirtualMachine machine = Machine();
        Assert.Null(machine.RunSteps(4 * 100, NoHints.Instance, null));
        machine.Pc = machine.Ap;
        VmError? error = machine.RunSteps(1, NoHints.Instance, null);
        Assert.Equal((VmErrorKind.UnknownMemoryCell, $"Unknown memory cell at address {machine.Ap}"), (error!.Kind, error.Message));
        machine.Pc = new Relocatable(9, 0);
        error = machine.RunSteps(1, NoHints.Instance, null);
        Assert.Equal((VmErrorKind.InvalidProgramCounter, "there is no code in segment 9"), (error!.Kind, error.Message));
    }

    // Each round writes the word of a jump and its address at ap, and jumps there; the jump leads back.
    private static VirtualMachine Machine(IRunLimits? limits = null)
    {
        DecodedInstruction store = new(0, -1, 1, false, true, Op1Source.Immediate, ResLogic.Op1, PcUpdate.Regular, ApUpdate.AddOne,
            Opcode.AssertEq);
        DecodedInstruction next = new(0, -2, 1, false, false, Op1Source.Immediate, ResLogic.Add, PcUpdate.Regular, ApUpdate.AddOne,
            Opcode.AssertEq);
        DecodedInstruction jump = new(-1, -1, -1, true, true, Op1Source.AP, ResLogic.Op1, PcUpdate.Jump, ApUpdate.Regular, Opcode.Nop);
        VirtualMachine machine = new(new VmMemory(limits: limits));
        machine.Memory.Load(
            new Relocatable(0, 0), [Word(store), Word(Back), Word(next), (Felt)2, Word(jump)]);
        machine.Memory.Load(new Relocatable(1, 0), [new Relocatable(0, 0), Felt.Zero, new Relocatable(1, 1)]);
        machine.Ap = machine.Fp = new Relocatable(1, 3);
        return machine;
    }

    private static Felt Word(DecodedInstruction instruction) => ((UInt128Word)instruction).Value;

    private sealed class Counter : IRunLimits
    {
        public long Cells { get; private set; }

        public void Check()
        {
        }

        public void Allocate(long cells) => Cells += cells;

        public void Free(long cells) => Cells -= cells;
    }
}
