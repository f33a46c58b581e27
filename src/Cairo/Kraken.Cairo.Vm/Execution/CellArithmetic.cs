using System.Runtime.CompilerServices;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Execution;

/// <summary>Arithmetic of cell contents: field elements, and addresses as far as it makes sense.</summary>
public static class CellArithmetic
{
    /// <summary>left + right; at most one may be an address.</summary>
    /// <exception cref="VmException">Both are addresses, or the offset leaves its range.</exception>
    public static MaybeRelocatable Add(in MaybeRelocatable left, in MaybeRelocatable right)
    {
        if (left.IsFelt)
        {
            return right.IsFelt ? left.Felt + right.Felt : Shift(right.Address, left.Felt);
        }

        return right.IsFelt
            ? Shift(left.Address, right.Felt)
            : throw new VmException(VmErrorKind.RelocatableAdd, $"Cannot add two relocatable values: {left} + {right}");
    }

    /// <summary>left - right; two addresses of one segment give a field element.</summary>
    /// <exception cref="VmException">An address is subtracted from an element or another segment's address, or
    /// the offset leaves its range.</exception>
    public static MaybeRelocatable Subtract(in MaybeRelocatable left, in MaybeRelocatable right)
    {
        if (right.IsFelt)
        {
            return left.IsFelt ? left.Felt - right.Felt : Shift(left.Address, -right.Felt);
        }

        return left.IsAddress && left.Segment == right.Segment
            ? (Felt)(left.Offset - right.Offset)
            : throw new VmException(VmErrorKind.RelocatableSub, $"Cannot subtract {right} from {left}");
    }

    /// <summary>left * right of field elements.</summary>
    /// <exception cref="VmException">One is an address.</exception>
    public static MaybeRelocatable Multiply(in MaybeRelocatable left, in MaybeRelocatable right) => left.IsFelt && right.IsFelt
        ? left.Felt * right.Felt
        : throw new VmException(VmErrorKind.RelocatableMul, $"Multiplication with relocatable values is not allowed: {left} * {right}");

    /// <summary>The address a signed distance away.</summary>
    /// <exception cref="VmException">The offset leaves its range.</exception>
    public static Relocatable Shift(Relocatable address, in Felt distance)
    {
        if (distance.TryToUInt64(out ulong forward) && forward < (ulong)Relocatable.OffsetLimit)
        {
            return Checked(address, (long)forward);
        }

        if ((-distance).TryToUInt64(out ulong back) && back <= (ulong)address.Offset)
        {
            return address + -(long)back;
        }

        throw new VmException(VmErrorKind.OffsetExceeded, $"Operation failed: {address} + {distance}, maximum offset value exceeded");
    }

    /// <summary>The address a signed distance away.</summary>
    /// <exception cref="VmException">The offset leaves its range.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Relocatable Checked(Relocatable address, long distance)
    {
        long offset = address.Offset + distance;
        return (ulong)offset < (ulong)Relocatable.OffsetLimit
            ? new Relocatable(address.Segment, offset)
            : throw new VmException(VmErrorKind.OffsetExceeded, $"Operation failed: {address} + {distance} is out of range");
    }
}
