using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Instructions;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Tests.Execution;

/// <summary>A machine on one instruction, with the given cells at the start of the execution segment and ap and fp behind them.</summary>
internal sealed class OneStep
{
    private readonly int cells;

    public OneStep(UInt128Word word, params MaybeRelocatable[] stack)
    {
        cells = stack.Length;
        Machine = new VirtualMachine(new VmMemory());
        Machine.Memory.Insert(new Relocatable(VirtualMachine.ProgramSegment, 0), word.Value);
        for (int i = 0; i < cells; i++)
        {
            if (!stack[i].IsEmpty)
            {
                Machine.Memory.Insert(new Relocatable(VirtualMachine.ExecutionSegment, i), stack[i]);
            }
        }

        Machine.Ap = Machine.Fp = new Relocatable(VirtualMachine.ExecutionSegment, cells);
    }

    public VirtualMachine Machine { get; }

    /// <summary>A cell counted from fp.</summary>
    public MaybeRelocatable this[int offset] => Machine.Memory.Get(new Relocatable(VirtualMachine.ExecutionSegment, cells + offset));

    public VmError? Run() => Machine.RunSteps(1, NoHints.Instance, null);
}

/// <summary>The felt of an instruction.</summary>
internal readonly record struct UInt128Word(Felt Value)
{
    public static implicit operator UInt128Word(DecodedInstruction instruction) =>
        new(Felt.FromBigInteger((System.Numerics.BigInteger)InstructionWord.Encode(instruction)));
}
