using System.Numerics;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Hints;
using Kraken.Casm.Operands;
using Kraken.Fields;

namespace Kraken.BlockProof.Runs;

/// <summary>The core hints of entry points that can be proved; any other is refused by its name.</summary>
internal static class ClassHints
{
    public static void Execute(VirtualMachine machine, Hint hint)
    {
        switch (hint)
        {
            case AllocSegment alloc:
                Write(machine, alloc.Dst, machine.Memory.AddSegment());
                break;
            case TestLessThan test:
                Write(machine, test.Dst, HintOperands.Integer(machine, test.Lhs) < HintOperands.Integer(machine, test.Rhs) ? Felt.One : Felt.Zero);
                break;
            case TestLessThanOrEqual test:
                Write(machine, test.Dst, HintOperands.Integer(machine, test.Lhs) <= HintOperands.Integer(machine, test.Rhs) ? Felt.One : Felt.Zero);
                break;
            case LinearSplit split:
                Split(machine, split);
                break;
            default:
                throw new HintException("unsupported", $"hint {hint.GetType().Name} cannot be proved");
        }
    }

    private static void Split(VirtualMachine machine, LinearSplit split)
    {
        BigInteger value = HintOperands.Integer(machine, split.Value);
        BigInteger scalar = HintOperands.Integer(machine, split.Scalar);
        BigInteger x = BigInteger.Min(value / scalar, HintOperands.Integer(machine, split.MaxX));
        Write(machine, split.X, Felt.FromBigInteger(x));
        Write(machine, split.Y, Felt.FromBigInteger(value - (x * scalar)));
    }

    private static void Write(VirtualMachine machine, CellRef cell, in MaybeRelocatable value) =>
        machine.Memory.Insert(HintOperands.Cell(machine, cell), value);
}
