using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Instructions;

namespace Kraken.Cairo.Vm.Execution;

/// <content>The general step: [CAIRO 4.5], with the deductions of the reference machine in its order.</content>
public sealed partial class VirtualMachine
{
    private void StepGeneral(in DecodedInstruction i)
    {
        Operands operands = ComputeOperands(i, out bool op0Deduced, out bool op1Deduced, out bool dstDeduced);
        if (op0Deduced)
        {
            Memory.Insert(operands.Op0Address, operands.Op0);
        }

        if (op1Deduced)
        {
            Memory.Insert(operands.Op1Address, operands.Op1);
        }

        if (dstDeduced)
        {
            Memory.Insert(operands.DstAddress, operands.Dst);
        }

        Assert(i, operands);
        Trace?.Add(pcSegment, pcOffset, ap, fp);
        Memory.MarkAccessed(operands.DstAddress);
        Memory.MarkAccessed(operands.Op0Address);
        Memory.MarkAccessed(operands.Op1Address);
        if (i.Extension is OpcodeExtension.Blake or OpcodeExtension.BlakeFinalize)
        {
            BlakeOpcode.Execute(Memory, operands, Ap, i.Extension == OpcodeExtension.BlakeFinalize);
            BlakeSteps++;
        }

        long newFp = NextFp(i, operands);
        long newAp = NextAp(i, operands);
        Pc = NextPc(i, operands);
        ap = newAp;
        fp = newFp;
    }

    private Operands ComputeOperands(in DecodedInstruction i, out bool op0Deduced, out bool op1Deduced, out bool dstDeduced)
    {
        Operands o = default;
        o.DstAddress = CellArithmetic.Checked(i.DstIsFp ? Fp : Ap, i.OffDst);
        o.Op0Address = CellArithmetic.Checked(i.Op0IsFp ? Fp : Ap, i.OffOp0);
        o.Dst = Memory.Get(o.DstAddress);
        o.Op0 = Memory.Get(o.Op0Address);
        o.Op1Address = Op1Address(i, o.Op0);
        o.Op1 = Memory.Get(o.Op1Address);
        op0Deduced = o.Op0.IsEmpty;
        op1Deduced = o.Op1.IsEmpty;
        dstDeduced = o.Dst.IsEmpty;
        if (op0Deduced)
        {
            o.Op0 = DeducedByBuiltin(o.Op0Address);
            o.Op0 = o.Op0.IsEmpty ? DeducedOp0(i, ref o) : o.Op0;
            Require(o.Op0, "op0", o.Op0Address);
        }

        if (op1Deduced)
        {
            o.Op1 = DeducedByBuiltin(o.Op1Address);
            o.Op1 = o.Op1.IsEmpty ? DeducedOp1(i, ref o) : o.Op1;
            Require(o.Op1, "op1", o.Op1Address);
        }

        if (o.Res.IsEmpty)
        {
            o.Res = Result(i, o);
        }

        if (dstDeduced)
        {
            o.Dst = DeducedDst(i, o);
        }

        return o;
    }

    private Relocatable Op1Address(in DecodedInstruction i, in MaybeRelocatable op0)
    {
        switch (i.Op1)
        {
            case Op1Source.Immediate:
                return i.OffOp1 == 1
                    ? Pc + 1
                    : throw new VmException(VmErrorKind.ImmShouldBe1, "In immediate mode, off2 should be 1");
            case Op1Source.FP:
                return CellArithmetic.Checked(Fp, i.OffOp1);
            case Op1Source.AP:
                return CellArithmetic.Checked(Ap, i.OffOp1);
            default:
                return op0.IsAddress
                    ? CellArithmetic.Checked(op0.Address, i.OffOp1)
                    : throw (op0.IsEmpty
                        ? new VmException(VmErrorKind.UnknownOp0, "op0 must be known in double dereference")
                        : new VmException(VmErrorKind.AddressNotRelocatable, $"Failed to add to {op0}: it is no address"));
        }
    }

    private MaybeRelocatable DeducedByBuiltin(Relocatable address)
    {
        if (Memory.Find(address.Segment)?.Builtin is not { } builtin)
        {
            return default;
        }

        if (++deductions >= DeductionsBetweenChecks)
        {
            deductions = 0;
            Memory.Limits?.Check();
        }

        return builtin.Deduce(Memory, address.Offset);
    }

    private MaybeRelocatable DeducedOp0(in DecodedInstruction i, ref Operands o)
    {
        if (i.Opcode == Opcode.Call)
        {
            return Pc + i.Size;
        }

        if (i.Opcode != Opcode.AssertEq || o.Dst.IsEmpty || o.Op1.IsEmpty)
        {
            return default;
        }

        MaybeRelocatable op0 = i.Res switch
        {
            ResLogic.Add when i.Extension == OpcodeExtension.QM31 => PackedQM31.Subtract(o.Dst, o.Op1),
            ResLogic.Add => CellArithmetic.Subtract(o.Dst, o.Op1),
            ResLogic.Mul => Quotient(i, o.Dst, o.Op1),
            _ => default,
        };
        o.Res = op0.IsEmpty ? default : o.Dst;
        return op0;
    }

    private static MaybeRelocatable DeducedOp1(in DecodedInstruction i, ref Operands o)
    {
        if (i.Opcode != Opcode.AssertEq || o.Dst.IsEmpty)
        {
            return default;
        }

        MaybeRelocatable op1 = i.Res switch
        {
            ResLogic.Op1 => o.Dst,
            ResLogic.Add => Difference(i, o.Dst, o.Op0),
            ResLogic.Mul => Quotient(i, o.Dst, o.Op0),
            _ => default,
        };
        o.Res = o.Res.IsEmpty && !op1.IsEmpty ? o.Dst : o.Res;
        return op1;
    }

    /// <summary>dst - op0, or nothing where these cannot be subtracted.</summary>
    private static MaybeRelocatable Difference(in DecodedInstruction i, in MaybeRelocatable dst, in MaybeRelocatable op0)
    {
        try
        {
            return i.Extension == OpcodeExtension.QM31 ? PackedQM31.Subtract(dst, op0) : CellArithmetic.Subtract(dst, op0);
        }
        catch (VmException)
        {
            return default;
        }
    }

    private static MaybeRelocatable Quotient(in DecodedInstruction i, in MaybeRelocatable dst, in MaybeRelocatable divisor)
    {
        if (!dst.IsFelt || !divisor.IsFelt || divisor.Felt.IsZero)
        {
            return default;
        }

        return i.Extension == OpcodeExtension.QM31 ? PackedQM31.Divide(dst, divisor) : dst.Felt / divisor.Felt;
    }

    private static MaybeRelocatable Result(in DecodedInstruction i, in Operands o) => (i.Res, i.Extension) switch
    {
        (ResLogic.Op1, _) => o.Op1,
        (ResLogic.Add, OpcodeExtension.QM31) => PackedQM31.Add(o.Op0, o.Op1),
        (ResLogic.Mul, OpcodeExtension.QM31) => PackedQM31.Multiply(o.Op0, o.Op1),
        (ResLogic.Add, _) => CellArithmetic.Add(o.Op0, o.Op1),
        (ResLogic.Mul, _) => CellArithmetic.Multiply(o.Op0, o.Op1),
        _ => default,
    };

    private MaybeRelocatable DeducedDst(in DecodedInstruction i, in Operands o) => i.Opcode switch
    {
        Opcode.AssertEq when !o.Res.IsEmpty => o.Res,
        Opcode.Call => Fp,
        _ => throw new VmException(VmErrorKind.NoDst, $"Couldn't compute or load dst at {o.DstAddress}"),
    };

    private void Assert(in DecodedInstruction i, in Operands o)
    {
        if (i.Opcode == Opcode.AssertEq)
        {
            if (o.Res.IsEmpty)
            {
                throw new VmException(VmErrorKind.UnconstrainedResAssertEq, "Res.UNCONSTRAINED cannot be used with Opcode.ASSERT_EQ");
            }

            if (o.Res != o.Dst)
            {
                throw new VmException(VmErrorKind.DiffAssertValues, $"An ASSERT_EQ instruction failed: {o.Dst} != {o.Res}.");
            }
        }
        else if (i.Opcode == Opcode.Call)
        {
            MaybeRelocatable returnPc = Pc + i.Size;
            if (o.Op0 != returnPc)
            {
                throw new VmException(
                    VmErrorKind.CantWriteReturnPc,
                    $"Call failed to write return-pc (inconsistent op0): {o.Op0} != {returnPc}. Did you forget to increment ap?");
            }

            if (o.Dst != (MaybeRelocatable)Fp)
            {
                throw new VmException(
                    VmErrorKind.CantWriteReturnFp,
                    $"Call failed to write return-fp (inconsistent dst): {o.Dst} != {Fp}. Did you forget to increment ap?");
            }
        }
    }

    private long NextFp(in DecodedInstruction i, in Operands o) => i.Opcode switch
    {
        Opcode.Call => ap + 2,
        Opcode.Ret when o.Dst.IsAddress => o.Dst.Offset,
        Opcode.Ret => o.Dst.Felt.TryToUInt64(out ulong offset) && offset < (ulong)Relocatable.OffsetLimit
            ? (long)offset
            : throw new VmException(VmErrorKind.Felt252ToUsizeConversion, $"fp cannot become {o.Dst}"),
        _ => fp,
    };

    private long NextAp(in DecodedInstruction i, in Operands o) => i.Ap switch
    {
        ApUpdate.AddResult when o.Res.IsEmpty =>
            throw new VmException(VmErrorKind.UnconstrainedResAdd, "Res.UNCONSTRAINED cannot be used with ApUpdate.ADD"),
        ApUpdate.AddResult => CellArithmetic.Add(Ap, o.Res).Offset,
        ApUpdate.AddOne => ap + 1,
        ApUpdate.AddTwo => ap + 2,
        _ => ap,
    };

    private Relocatable NextPc(in DecodedInstruction i, in Operands o)
    {
        switch (i.Pc)
        {
            case PcUpdate.Jump:
                return o.Res.IsAddress
                    ? o.Res.Address
                    : throw new VmException(VmErrorKind.UnconstrainedResJump, $"a jump's target must be an address, got {o.Res}");
            case PcUpdate.JumpRelative:
                return o.Res.IsFelt
                    ? CellArithmetic.Shift(Pc, o.Res.Felt)
                    : throw new VmException(VmErrorKind.JumpRelNotInt, $"a relative jump's distance must be an integer, got {o.Res}");
            case PcUpdate.JumpNonZero:
                return o.Dst.IsFelt && o.Dst.Felt.IsZero ? Pc + i.Size : CellArithmetic.Add(Pc, o.Op1).Address;
            default:
                return Pc + i.Size;
        }
    }

    private static void Require(in MaybeRelocatable operand, string name, Relocatable at)
    {
        if (operand.IsEmpty)
        {
            throw new VmException(VmErrorKind.FailedToComputeOperands, $"Failed to compute or deduce {name} at {at}");
        }
    }
}
