using System.Numerics;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Operands;
using Kraken.Fields;

namespace Kraken.BlockProof.Runs;

/// <summary>Evaluates the operands of hints.</summary>
internal static class HintOperands
{
    public static Felt Value(VirtualMachine machine, ResOperand operand) =>
        Evaluate(machine, operand) is { IsFelt: true } cell ? cell.Felt : throw new HintException("operand", $"expected a field element at {operand}");

    public static BigInteger Integer(VirtualMachine machine, ResOperand operand) => Value(machine, operand).ToBigInteger();

    public static Relocatable Address(VirtualMachine machine, ResOperand operand) =>
        Evaluate(machine, operand) is { IsAddress: true } cell ? cell.Address : throw new HintException("operand", $"expected an address at {operand}");

    public static Relocatable Cell(VirtualMachine machine, CellRef cell) =>
        (cell.Register == Register.AP ? machine.Ap : machine.Fp) + cell.Offset;

    private static MaybeRelocatable Evaluate(VirtualMachine machine, ResOperand operand) => operand switch
    {
        Deref deref => machine.Memory.Get(Cell(machine, deref.Cell)),
        Immediate immediate => immediate.Felt,
        DoubleDeref twice => machine.Memory.Get(machine.Memory.GetAddress(Cell(machine, twice.Cell)) + twice.Offset),
        BinOp { Operation: CellOperation.Add } sum => Sum(machine.Memory.Get(Cell(machine, sum.A)), Value(machine, sum.B)),
        BinOp product => machine.Memory.GetFelt(Cell(machine, product.A)) * Value(machine, product.B),
        _ => throw new HintException("operand", $"operand {operand} is not supported"),
    };

    // An address moves by a signed offset.
    private static MaybeRelocatable Sum(in MaybeRelocatable left, Felt right)
    {
        if (!left.IsAddress)
        {
            return left.Felt + right;
        }

        BigInteger offset = right.ToBigInteger();
        return left.Address + (long)(offset > Felt.Modulus / 2 ? offset - Felt.Modulus : offset);
    }
}
