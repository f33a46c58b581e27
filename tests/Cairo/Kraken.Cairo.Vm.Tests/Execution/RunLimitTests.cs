using System;
using System.Collections.Generic;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Runs;
using Kraken.Casm.Builtins;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Execution;

/// <summary>What ends a run, at its bound and one past it, and what the error tells.</summary>
public sealed class RunLimitTests
{
    // [ap] = [fp - 3] + 1, ap++; jmp rel 2 if [ap - 1] != 0 back at the first; written as words of the whitepaper's encoding.
    private static readonly Felt Increment = Felt.Parse("0x482680017ffd8000");
    private static readonly Felt Return = Felt.Parse("0x208b7fff7fff7ffe");
    private static readonly Felt CallRelative = Felt.Parse("0x1104800180018000");
    private static readonly Felt AssertImmediate = Felt.Parse("0x480680017fff8000");

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(5000)]
    public void TheStepBudgetIsExact(int increments)
    {
        Felt[] program = Straight(increments);
        RunResources exact = new(increments + 1);
        Assert.Null(Run(program, exact).Error);
        Assert.True(exact.IsConsumed);
        (FunctionRunner runner, VmError? error) = Run(program, new RunResources(increments));
        Assert.Equal(VmErrorKind.UnfinishedExecution, error?.Kind);
        Assert.Equal(increments, error!.Step);
        Assert.Equal(increments, runner.Machine.Steps);
        Assert.Equal(VmErrorKind.UnfinishedExecution, Run(program, new RunResources(0)).Error?.Kind);
    }

    [Fact]
    public void MachinesMayShareABudget()
    {
        RunResources shared = new(10);
        Assert.Null(Run(Straight(5), shared).Error);
        Assert.Equal(4, shared.RemainingSteps);
        Assert.NotNull(Run(Straight(4), shared).Error);
    }

    [Fact]
    public void AnErrorTellsWhereAndThroughWhichCalls()
    {
        // 0: call rel 3; 2: ret; 3: call rel 3; 5: ret; 6: [ap] = 1, ap++; 8: [ap - 1] = 2 by the same word one cell back.
        Felt check = Felt.Parse("0x400680017fff7fff");
        Felt[] program = [CallRelative, (Felt)3, Return, CallRelative, (Felt)3, Return, AssertImmediate, (Felt)1, check, (Felt)2, Return];
        (_, VmError? error) = Run(program, new RunResources());
        Assert.Equal(VmErrorKind.DiffAssertValues, error?.Kind);
        Assert.Equal(new Relocatable(0, 8), error!.Pc);
        Assert.Equal(3, error.Step);
        Assert.Equal([new Relocatable(0, 0), new Relocatable(0, 3)], error.CallStack);
        Assert.Contains("1 != 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PcOutsideOfTheCodeIsAnErrorWithItsPlace()
    {
        (_, VmError? error) = Run([AssertImmediate, (Felt)1], new RunResources());
        Assert.Equal(VmErrorKind.UnknownMemoryCell, error?.Kind);
        Assert.Equal(new Relocatable(0, 2), error!.Pc);
        Assert.Contains("0:2", error.Message, StringComparison.Ordinal);
        (_, error) = Run([Felt.MinusOne], new RunResources());
        Assert.Equal(VmErrorKind.InvalidInstruction, error?.Kind);
    }

    [Fact]
    public void ALimitOfTheHostStopsTheRunWithItsOwnException()
    {
        Assert.Throws<TimeoutException>(() => LimitedRun(new Limits(patience: 0, cells: long.MaxValue)));
        Assert.Throws<InsufficientMemoryException>(() => LimitedRun(new Limits(patience: int.MaxValue, cells: 1000)));
        Limits generous = new(patience: int.MaxValue, cells: 1_000_000);
        LimitedRun(generous);
        Assert.InRange(generous.Peak, 10_000, 1_000_000);
    }

    [Fact]
    public void ResourcesCountStepsInstancesAndHoles()
    {
        FunctionRunner runner = new(Straight(3), [BuiltinName.RangeCheck, BuiltinName.Bitwise]);
        runner.Memory.Load(runner.BuiltinBases[0], [(Felt)1, (Felt)2]);
        runner.Memory.Load(runner.BuiltinBases[1], [(Felt)1, (Felt)2]);
        Relocatable data = runner.Memory.AddSegment();
        runner.Memory.Insert(data + 9, Felt.One);
        Assert.Null(runner.Run(0, [(Felt)5], NoHints.Instance, new RunResources()));
        ExecutionResources used = runner.CountResources();
        Assert.Equal(4, used.Steps);
        Assert.Equal(2, used.BuiltinInstances[BuiltinName.RangeCheck]);
        Assert.Equal(1, used.BuiltinInstances[BuiltinName.Bitwise]);

        // A segment that no instruction touched counts none; one cell of ten touched leaves nine.
        Assert.Equal(0, used.MemoryHoles);
        runner.Memory.MarkAccessed(data + 9);
        Assert.Equal(9, runner.CountResources().MemoryHoles);
    }

    [Fact]
    public void AFinishedRunIsCheckedForTheSafetyOfItsUser()
    {
        FunctionRunner runner = new(Straight(2), [BuiltinName.Bitwise]);
        runner.Memory.Insert(runner.BuiltinBases[0] + 1, (Felt)3);
        Assert.Null(runner.Run(0, [(Felt)5], NoHints.Instance, new RunResources()));
        Assert.Equal(VmErrorKind.MissingMemoryCells, runner.VerifySecure(5)?.Kind);
        Assert.Equal(VmErrorKind.OutOfBoundsProgramSegmentAccess, runner.VerifySecure(4)?.Kind);
        runner.Memory.Insert(runner.BuiltinBases[0], (Felt)3);
        Assert.Null(runner.VerifySecure(5));
    }

    private static void LimitedRun(Limits limits)
    {
        VmMemory memory = new(limits: limits);
        VirtualMachine machine = new(memory);
        memory.Load(new Relocatable(0, 0), Straight(20_000));
        Relocatable end = memory.AddSegment();
        memory.Load(new Relocatable(1, 0), [Felt.Zero, Felt.Zero, end]);
        machine.Ap = machine.Fp = new Relocatable(1, 3);
        Assert.Null(machine.RunUntil(end, NoHints.Instance, new RunResources()));
    }

    private static Felt[] Straight(int increments)
    {
        List<Felt> words = [];
        for (int i = 0; i < increments; i++)
        {
            words.Add(Increment);
            words.Add(Felt.One);
        }

        return [.. words, Return];
    }

    private static (FunctionRunner Runner, VmError? Error) Run(Felt[] program, RunResources resources)
    {
        FunctionRunner runner = new(program, []);
        return (runner, runner.Run(0, [(Felt)5], NoHints.Instance, resources));
    }

    private sealed class Limits(int patience, long cells) : IRunLimits
    {
        private long taken;
        private int checks;

        public long Peak { get; private set; }

        public void Check()
        {
            if (++checks > patience)
            {
                throw new TimeoutException();
            }
        }

        public void Allocate(long count)
        {
            taken += count;
            Peak = Math.Max(Peak, taken);
            if (taken > cells)
            {
                throw new InsufficientMemoryException();
            }
        }

        public void Free(long count) => taken -= count;
    }
}
