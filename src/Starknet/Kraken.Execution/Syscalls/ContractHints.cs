using System.Numerics;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Hints;
using Kraken.Casm.Operands;
using Kraken.Execution.Classes;
using Kraken.Execution.Errors;
using Kraken.Fields;

namespace Kraken.Execution.Syscalls;

/// <summary>Runs the hints of a contract.</summary>
internal sealed class ContractHints(RunnableClass runnable, SyscallHandler syscalls) : IHintProcessor
{
    private static readonly Felt X = Felt.Parse("0x49ee3eba8c1600700ee1b87eb599f16716b0b1022947733551fde4050ca6804");
    private static readonly Felt Y = Felt.Parse("0x3ca0cfe4b3bc6ddf346d49d06ea0ed34e621062c0e056c1d0405d266e10268a");

    private Relocatable? constants;

    public bool HasHints(long offset) => runnable.Hints.ContainsKey(offset);

    public void Execute(VirtualMachine machine)
    {
        foreach (Hint hint in runnable.Hints[machine.Pc.Offset])
        {
            Execute(machine, hint);
        }
    }

    private void Execute(VirtualMachine machine, Hint hint)
    {
        switch (hint)
        {
            case SystemCall call:
                try
                {
                    syscalls.Execute(Value(machine, call.System).Address);
                }
                catch (SyscallException exception)
                {
                    throw new HintException("syscall", "a system call stopped the run", exception.Error);
                }

                break;
            case AllocSegment alloc:
                Write(machine, alloc.Dst, machine.Memory.AddSegment());
                break;
            case AllocConstantSize alloc:
                Relocatable start = constants ??= machine.Memory.AddSegment();
                Write(machine, alloc.Dst, start);
                constants = start + (long)Value(machine, alloc.Size).Felt.ToBigInteger();
                break;
            case TestLessThan test:
                Write(machine, test.Dst, (Felt)(Value(machine, test.Lhs).Felt < Value(machine, test.Rhs).Felt ? 1 : 0));
                break;
            case TestLessThanOrEqual test:
                Write(machine, test.Dst, (Felt)(Value(machine, test.Lhs).Felt <= Value(machine, test.Rhs).Felt ? 1 : 0));
                break;
            case LinearSplit split:
                BigInteger scalar = Value(machine, split.Scalar).Felt.ToBigInteger();
                BigInteger value = Value(machine, split.Value).Felt.ToBigInteger();
                BigInteger x = BigInteger.Min(value / scalar, Value(machine, split.MaxX).Felt.ToBigInteger());
                Write(machine, split.X, Felt.FromBigInteger(x));
                Write(machine, split.Y, Felt.FromBigInteger(value - (x * scalar)));
                break;
            case DivMod div:
                BigInteger quotient = BigInteger.DivRem(Value(machine, div.Lhs).Felt.ToBigInteger(), Value(machine, div.Rhs).Felt.ToBigInteger(), out BigInteger remainder);
                Write(machine, div.Quotient, Felt.FromBigInteger(quotient));
                Write(machine, div.Remainder, Felt.FromBigInteger(remainder));
                break;
            case FieldSqrt sqrt:
                Felt square = Value(machine, sqrt.Val).Felt;
                Write(machine, sqrt.Sqrt, square.TrySqrt(out Felt root) || (square * (Felt)3).TrySqrt(out root) ? root : default);
                break;
            case RandomEcPoint point:
                Write(machine, point.X, X);
                Write(machine, point.Y, Y);
                break;
            default:
                throw new HintException("unsupported", $"hint {hint.GetType().Name} is not supported");
        }
    }

    private static MaybeRelocatable Value(VirtualMachine machine, ResOperand operand) => operand switch
    {
        Deref deref => machine.Memory.Get(Address(machine, deref.Cell)),
        Immediate immediate => immediate.Felt,
        DoubleDeref twice => machine.Memory.Get(machine.Memory.GetAddress(Address(machine, twice.Cell)) + twice.Offset),
        BinOp { Operation: CellOperation.Add } sum when machine.Memory.Get(Address(machine, sum.A)) is { IsAddress: true } cell =>
            cell.Address + (long)(BigInteger)Signed(Value(machine, sum.B).Felt),
        BinOp binary when binary.Operation == CellOperation.Add => machine.Memory.GetFelt(Address(machine, binary.A)) + Value(machine, binary.B).Felt,
        BinOp binary => machine.Memory.GetFelt(Address(machine, binary.A)) * Value(machine, binary.B).Felt,
        _ => throw new HintException("operand", $"operand {operand} is not supported"),
    };

    private static BigInteger Signed(Felt value)
    {
        BigInteger number = value.ToBigInteger();
        return number > Felt.Modulus / 2 ? number - Felt.Modulus : number;
    }

    private static Relocatable Address(VirtualMachine machine, CellRef cell) => (cell.Register == Register.AP ? machine.Ap : machine.Fp) + cell.Offset;

    private static void Write(VirtualMachine machine, CellRef cell, in MaybeRelocatable value) => machine.Memory.Insert(Address(machine, cell), value);
}
