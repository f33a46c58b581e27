using Kraken.Cairo.Vm.Memory;
using Kraken.Execution.Calls;
using Kraken.Execution.Errors;
using Kraken.Execution.Limits;
using Kraken.Execution.Syscalls;
using Kraken.Fields;
using Xunit;

namespace Kraken.Execution.Tests.Limits;

public sealed class PassedFeltsTests
{
    private const int Length = 1 << 16;

    [Fact]
    public void SystemCallsPassAsManyFeltsAsTheChainAllowsAndNotOneMore()
    {
        VmMemory memory = new();
        Relocatable array = Array(memory);
        SyscallMemory passing = new(memory, new PassedFelts(null));
        for (long passed = 0; passed < PassedFelts.Max; passed += Length)
        {
            Assert.Equal(Length, passing.ReadRange(array, array + Length).Length);
        }

        Assert.Empty(passing.ReadRange(array, array));
        var refused = Assert.Throws<SyscallException>(() => passing.ReadRange(array, array + 1));
        Assert.Equal(new SyscallFault(PassedFelts.Excess), refused.Error);
    }

    [Fact]
    public void PassedFeltsCountInTheBudgetsMemory()
    {
        VmMemory memory = new();
        Relocatable array = Array(memory);
        using ExecutionBudget budget = new(maxCells: Length + 10);
        SyscallMemory passing = new(memory, new PassedFelts(budget));
        passing.ReadRange(array, array + Length);
        Assert.Equal(Length, budget.UsedCells);
        var stopped = Assert.Throws<ExecutionInterruptedException>(() => passing.ReadRange(array, array + 11));
        Assert.Equal(InterruptionKind.OutOfMemory, stopped.Kind);
    }

    private static Relocatable Array(VmMemory memory)
    {
        Relocatable array = memory.AddSegment();
        for (int i = 0; i < Length; i++)
        {
            memory.Insert(array + i, (Felt)i);
        }

        return array;
    }
}
