using System.Runtime.CompilerServices;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Instructions;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Execution;

/// <content>
/// Direct paths of the common instruction shapes. Each looks at its cells first and gives way (false, nothing changed) to the general
/// step as soon as something is unusual: a cell beyond the array, a deduction other than the shape's own, a temporary address, an error.
/// </content>
public sealed partial class VirtualMachine
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryStep(in CachedInstruction i) => i.Shape switch
    {
        StepShape.AssertOp1 => TryAssertOp1(i),
        StepShape.AssertDeref => TryAssertDeref(i),
        StepShape.AssertAdd => TryAssertAdd(i),
        StepShape.AssertMul => TryAssertMul(i),
        StepShape.CallRelative => TryCall(i),
        StepShape.Return => TryReturn(i),
        StepShape.JumpNonZero => TryJumpNonZero(i),
        StepShape.JumpRelative => TryJump(i),
        _ => false,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long DstOffset(in DecodedInstruction i) => (i.DstIsFp ? fp : ap) + i.OffDst;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Op0Offset(in DecodedInstruction i) => (i.Op0IsFp ? fp : ap) + i.OffOp0;

    /// <summary>The array and index of an operand that is an immediate or of a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private MaybeRelocatable[] Op1Cells(in DecodedInstruction i, MaybeRelocatable[] cells, out long offset)
    {
        if (i.Op1 == Op1Source.Immediate)
        {
            offset = pcOffset + 1;
            return Memory.Segment(pcSegment).Cells;
        }

        offset = (i.Op1 == Op1Source.FP ? fp : ap) + i.OffOp1;
        return cells;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryAssertOp1(in CachedInstruction i)
    {
        MaybeRelocatable[] cells = execution.Cells;
        long dst = DstOffset(i.Fields);
        long op0 = Op0Offset(i.Fields);
        MaybeRelocatable[] op1Cells = Op1Cells(i.Fields, cells, out long op1);
        if ((ulong)op0 >= (ulong)cells.Length || (ulong)op1 >= (ulong)op1Cells.Length || cells[op0].IsEmpty)
        {
            return false;
        }

        if (!TryAssign(cells, dst, ref op1Cells[op1]))
        {
            return false;
        }

        cells[op0].MarkAccessed();
        Advance(i.Fields);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryAssertDeref(in CachedInstruction i)
    {
        MaybeRelocatable[] cells = execution.Cells;
        long op0 = Op0Offset(i.Fields);
        if ((ulong)op0 >= (ulong)cells.Length || !cells[op0].IsAddress || Memory.Find(cells[op0].Segment) is not { } segment)
        {
            return false;
        }

        MaybeRelocatable[] target = segment.Cells;
        long op1 = cells[op0].Offset + i.Fields.OffOp1;
        if (cells[op0].IsTemporaryAddress || op1 < 0)
        {
            return false;
        }

        if (op1 >= target.Length || target[op1].IsEmpty)
        {
            return TryStore(i.Fields, segment, cells[op0].Address, op1);
        }

        if (!TryAssign(cells, DstOffset(i.Fields), ref target[op1]))
        {
            return false;
        }

        cells[op0].MarkAccessed();
        Advance(i.Fields);
        return true;
    }

    /// <summary>Writes a known dst to an empty cell at an address, as programs write arrays and range checks.</summary>
    private bool TryStore(in DecodedInstruction i, MemorySegment segment, Relocatable pointer, long offset)
    {
        MaybeRelocatable[] cells = execution.Cells;
        long dst = DstOffset(i);
        if ((ulong)dst >= (ulong)cells.Length
            || cells[dst].IsEmpty || cells[dst].IsTemporaryAddress || segment.Builtin is not (null or RangeCheckBuiltin))
        {
            return false;
        }

        cells[dst].MarkAccessed();
        cells[Op0Offset(i)].MarkAccessed();
        Memory.InsertAccessed(new Relocatable(pointer.Segment, offset), cells[dst]);
        Advance(i);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryAssertAdd(in CachedInstruction i)
    {
        MaybeRelocatable[] cells = execution.Cells;
        long dst = DstOffset(i.Fields);
        long op0 = Op0Offset(i.Fields);
        MaybeRelocatable[] op1Cells = Op1Cells(i.Fields, cells, out long op1);
        if ((ulong)dst >= (ulong)cells.Length || (ulong)op0 >= (ulong)cells.Length || (ulong)op1 >= (ulong)op1Cells.Length)
        {
            return false;
        }

        ref MaybeRelocatable sum = ref cells[dst];
        ref MaybeRelocatable left = ref cells[op0];
        ref MaybeRelocatable right = ref op1Cells[op1];
        if (!TryAdd(i, ref sum, ref left, ref right, out long written))
        {
            return false;
        }

        sum.MarkAccessed();
        left.MarkAccessed();
        right.MarkAccessed();
        Written(written switch { 0 => dst, 1 => op0, 2 => op1, _ => 0 });
        Advance(i.Fields);
        return true;
    }

    /// <summary>Checks or completes sum = left + right.</summary>
    /// <param name="i">The instruction.</param>
    /// <param name="sum">dst.</param>
    /// <param name="left">op0.</param>
    /// <param name="right">op1.</param>
    /// <param name="written">0, 1, 2 when sum, left, right was completed; -1 when all were known.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryAdd(
        in CachedInstruction i,
        ref MaybeRelocatable sum,
        ref MaybeRelocatable left,
        ref MaybeRelocatable right,
        out long written)
    {
        written = -1;
        if (left.IsFelt && right.IsFelt)
        {
            Felt.Add(left.FeltRef, right.FeltRef, out Felt total);
            if (sum.IsEmpty)
            {
                sum.SetAccessed(total);
                written = 0;
                return true;
            }

            return sum.IsFelt && sum.FeltRef == total;
        }

        if (left.IsAddress)
        {
            return TryShift(i, ref sum, left, out written);
        }

        if (!sum.IsFelt)
        {
            return false;
        }

        if (left.IsFelt && right.IsEmpty && i.Fields.Op1 != Op1Source.Immediate)
        {
            Felt.Subtract(sum.FeltRef, left.FeltRef, out Felt difference);
            right.SetAccessed(difference);
            written = 2;
            return true;
        }

        if (left.IsEmpty && right.IsFelt)
        {
            Felt.Subtract(sum.FeltRef, right.FeltRef, out Felt difference);
            left.SetAccessed(difference);
            written = 1;
            return true;
        }

        return false;
    }

    /// <summary>sum = address + small immediate.</summary>
    private static bool TryShift(in CachedInstruction i, ref MaybeRelocatable sum, in MaybeRelocatable left, out long written)
    {
        written = -1;
        long offset = left.Offset + i.Immediate;
        if (!i.HasImmediate || left.IsTemporaryAddress || (ulong)offset >= (ulong)Relocatable.OffsetLimit)
        {
            return false;
        }

        var shifted = new MaybeRelocatable(left.Segment, offset);
        if (!sum.IsEmpty)
        {
            return sum.Same(shifted);
        }

        sum.SetAccessed(shifted);
        written = 0;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryAssertMul(in CachedInstruction i)
    {
        MaybeRelocatable[] cells = execution.Cells;
        long dst = DstOffset(i.Fields);
        long op0 = Op0Offset(i.Fields);
        MaybeRelocatable[] op1Cells = Op1Cells(i.Fields, cells, out long op1);
        if ((ulong)dst >= (ulong)cells.Length || (ulong)op0 >= (ulong)cells.Length || (ulong)op1 >= (ulong)op1Cells.Length)
        {
            return false;
        }

        ref MaybeRelocatable product = ref cells[dst];
        ref MaybeRelocatable left = ref cells[op0];
        ref MaybeRelocatable right = ref op1Cells[op1];
        if (!left.IsFelt || !right.IsFelt || product.IsAddress)
        {
            return false;
        }

        Felt.Multiply(left.FeltRef, right.FeltRef, out Felt value);
        if (product.IsEmpty)
        {
            product.SetAccessed(value);
            Written(dst);
        }
        else if (product.FeltRef != value)
        {
            return false;
        }

        product.MarkAccessed();
        left.MarkAccessed();
        right.MarkAccessed();
        Advance(i.Fields);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryCall(in CachedInstruction i)
    {
        MaybeRelocatable[] cells = execution.Cells;
        if ((ulong)(ap + 1) >= (ulong)cells.Length || !cells[ap].IsEmpty || !cells[ap + 1].IsEmpty || pcOffset + i.Immediate < 0)
        {
            return false;
        }

        Trace?.Add(pcSegment, pcOffset, ap, fp);
        cells[ap].SetAccessed(new MaybeRelocatable(ExecutionSegment, fp));
        cells[ap + 1].SetAccessed(new MaybeRelocatable(pcSegment, pcOffset + 2));
        Written(ap + 1);
        ap += 2;
        fp = ap;
        pcOffset += i.Immediate;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryReturn(in CachedInstruction i)
    {
        MaybeRelocatable[] cells = execution.Cells;
        long at = fp - 1;
        if (at < 1 || at >= cells.Length || !cells[at].IsAddress || !cells[at - 1].IsAddress || cells[at].IsTemporaryAddress
            || cells[at - 1].IsTemporaryAddress)
        {
            return false;
        }

        Trace?.Add(pcSegment, pcOffset, ap, fp);
        cells[at].MarkAccessed();
        cells[at - 1].MarkAccessed();
        fp = cells[at - 1].Offset;
        pcSegment = cells[at].Segment;
        pcOffset = cells[at].Offset;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryJumpNonZero(in CachedInstruction i)
    {
        MaybeRelocatable[] cells = execution.Cells;
        long dst = DstOffset(i.Fields);
        if (!TryDummies(cells, dst, Op0Offset(i.Fields)))
        {
            return false;
        }

        bool isZero = cells[dst].IsFelt && cells[dst].FeltRef.IsZero;
        return Branch(i.Fields, isZero ? 2 : i.Immediate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryJump(in CachedInstruction i) =>
        TryDummies(execution.Cells, DstOffset(i.Fields), Op0Offset(i.Fields)) && Branch(i.Fields, i.Immediate);

    private bool Branch(in DecodedInstruction i, long distance)
    {
        if (pcOffset + distance < 0)
        {
            return false;
        }

        Trace?.Add(pcSegment, pcOffset, ap, fp);
        pcOffset += distance;
        ap += i.Ap == ApUpdate.AddOne ? 1 : 0;
        return true;
    }

    /// <summary>Marks two operands that need only be known.</summary>
    private static bool TryDummies(MaybeRelocatable[] cells, long dst, long op0)
    {
        if ((ulong)dst >= (ulong)cells.Length || (ulong)op0 >= (ulong)cells.Length || cells[dst].IsEmpty || cells[op0].IsEmpty)
        {
            return false;
        }

        cells[dst].MarkAccessed();
        cells[op0].MarkAccessed();
        return true;
    }

    /// <summary>Writes or compares dst = source and marks both.</summary>
    private bool TryAssign(MaybeRelocatable[] cells, long dst, ref MaybeRelocatable source)
    {
        if ((ulong)dst >= (ulong)cells.Length || source.IsEmpty)
        {
            return false;
        }

        ref MaybeRelocatable target = ref cells[dst];
        if (target.IsEmpty)
        {
            if (source.IsTemporaryAddress)
            {
                return false;
            }

            target.SetAccessed(source);
            Written(dst);
        }
        else if (!target.Same(source))
        {
            return false;
        }

        target.MarkAccessed();
        source.MarkAccessed();
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Written(long offset)
    {
        if (offset >= execution.Length)
        {
            execution.Length = (int)offset + 1;
        }
    }

    /// <summary>Traces the step and moves to the next instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Advance(in DecodedInstruction i)
    {
        Trace?.Add(pcSegment, pcOffset, ap, fp);
        pcOffset += i.Size;
        ap += i.Ap == ApUpdate.AddOne ? 1 : 0;
    }
}
