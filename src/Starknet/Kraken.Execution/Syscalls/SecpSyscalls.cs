using System.Collections.Generic;
using System.Numerics;
using Kraken.Cairo.Vm.Memory;
using Kraken.Curves;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Fields;

namespace Kraken.Execution.Syscalls;

/// <summary>
/// The system calls on secp256k1 and secp256r1. A point is an address of one segment, which stands for it; its cells stay empty.
/// </summary>
internal sealed class SecpSyscalls(CallFrame frame, SyscallMemory memory)
{
    private const int CellsPerPoint = 6;
    private const int BitsPerWord = 128;

    private readonly Dictionary<Relocatable, SecpPoint> k1 = [];
    private readonly Dictionary<Relocatable, SecpPoint> r1 = [];
    private Relocatable? segment;

    internal void Execute(SyscallSelector selector, ulong gas, ref SyscallCursor cursor)
    {
        (SecpCurve curve, Dictionary<Relocatable, SecpPoint> points) = selector >= SyscallSelector.Secp256r1Add
            ? (SecpCurve.R1, r1)
            : (SecpCurve.K1, k1);
        switch (selector)
        {
            case SyscallSelector.Secp256k1New or SyscallSelector.Secp256r1New:
                New(selector, curve, points, gas, ref cursor);
                break;
            case SyscallSelector.Secp256k1GetPointFromX or SyscallSelector.Secp256r1GetPointFromX:
                FromX(selector, curve, points, gas, ref cursor);
                break;
            case SyscallSelector.Secp256k1Add or SyscallSelector.Secp256r1Add:
                Add(selector, curve, points, gas, ref cursor);
                break;
            case SyscallSelector.Secp256k1Mul or SyscallSelector.Secp256r1Mul:
                Multiply(selector, curve, points, gas, ref cursor);
                break;
            case SyscallSelector.Secp256k1GetXy or SyscallSelector.Secp256r1GetXy:
                GetXy(selector, points, gas, ref cursor);
                break;
            default:
                throw CallFrame.Fault($"Unsupported syscall selector {selector}.");
        }
    }

    private void New(
        SyscallSelector selector,
        SecpCurve curve,
        Dictionary<Relocatable, SecpPoint> points,
        ulong gas,
        ref SyscallCursor cursor)
    {
        BigInteger x = Word256(ref cursor);
        BigInteger y = Word256(ref cursor);
        if (!SyscallGas.TryPay(frame, selector, 0, ref gas, ref cursor))
        {
            return;
        }

        if (x >= curve.Prime || y >= curve.Prime)
        {
            cursor.Fail(gas, frame.Context.Constants.Failures.InvalidArgument);
            return;
        }

        SecpPoint point = new(x, y);
        Answer(curve.IsOnCurve(point) ? point : null, points, gas, ref cursor);
    }

    private void FromX(
        SyscallSelector selector,
        SecpCurve curve,
        Dictionary<Relocatable, SecpPoint> points,
        ulong gas,
        ref SyscallCursor cursor)
    {
        BigInteger x = Word256(ref cursor);
        Felt parity = cursor.Felt();
        if (!parity.IsZero && parity != Felt.One)
        {
            throw CallFrame.Fault($"Invalid syscall input: {parity}; Invalid y parity");
        }

        if (!SyscallGas.TryPay(frame, selector, 0, ref gas, ref cursor))
        {
            return;
        }

        if (x >= curve.Prime)
        {
            cursor.Fail(gas, frame.Context.Constants.Failures.InvalidArgument);
            return;
        }

        Answer(curve.FromX(x, !parity.IsZero), points, gas, ref cursor);
    }

    private void Add(
        SyscallSelector selector,
        SecpCurve curve,
        Dictionary<Relocatable, SecpPoint> points,
        ulong gas,
        ref SyscallCursor cursor)
    {
        Relocatable left = cursor.Pointer();
        Relocatable right = cursor.Pointer();
        if (SyscallGas.TryPay(frame, selector, 0, ref gas, ref cursor))
        {
            SecpPoint sum = curve.Add(Find(points, left), Find(points, right));
            cursor.Succeed(gas);
            cursor.Write(Allocate(sum, points));
        }
    }

    private void Multiply(
        SyscallSelector selector,
        SecpCurve curve,
        Dictionary<Relocatable, SecpPoint> points,
        ulong gas,
        ref SyscallCursor cursor)
    {
        Relocatable point = cursor.Pointer();
        BigInteger scalar = Word256(ref cursor);
        if (SyscallGas.TryPay(frame, selector, 0, ref gas, ref cursor))
        {
            SecpPoint product = curve.Multiply(Find(points, point), scalar);
            cursor.Succeed(gas);
            cursor.Write(Allocate(product, points));
        }
    }

    private void GetXy(SyscallSelector selector, Dictionary<Relocatable, SecpPoint> points, ulong gas, ref SyscallCursor cursor)
    {
        Relocatable address = cursor.Pointer();
        if (SyscallGas.TryPay(frame, selector, 0, ref gas, ref cursor))
        {
            SecpPoint point = Find(points, address);
            cursor.Succeed(gas);
            WriteWord256(point.X, ref cursor);
            WriteWord256(point.Y, ref cursor);
        }
    }

    // An option of Cairo 1: 0 and the point, or 1 and nothing.
    private void Answer(SecpPoint? point, Dictionary<Relocatable, SecpPoint> points, ulong gas, ref SyscallCursor cursor)
    {
        cursor.Succeed(gas);
        if (point is { } found)
        {
            cursor.Write(Felt.Zero);
            cursor.Write(Allocate(found, points));
            return;
        }

        cursor.Write(Felt.One);
        cursor.Write(Felt.Zero);
    }

    private Relocatable Allocate(SecpPoint point, Dictionary<Relocatable, SecpPoint> points)
    {
        segment ??= memory.Allocate([]);
        Relocatable address = segment.Value + (CellsPerPoint * (long)(k1.Count + r1.Count));
        points[address] = point;
        return address;
    }

    private static SecpPoint Find(Dictionary<Relocatable, SecpPoint> points, Relocatable address) =>
        points.TryGetValue(address, out SecpPoint point)
            ? point
            : throw CallFrame.Fault($"Invalid syscall input: {address.Segment}; Invalid Secp point address");

    private static BigInteger Word256(ref SyscallCursor cursor)
    {
        BigInteger low = Word128(ref cursor);
        return low + (Word128(ref cursor) << BitsPerWord);
    }

    private static BigInteger Word128(ref SyscallCursor cursor)
    {
        Felt half = cursor.Felt();
        return half.TryToUInt128(out _)
            ? half.ToBigInteger()
            : throw CallFrame.Fault($"Invalid syscall input: {half}; expected half of a u256");
    }

    private static void WriteWord256(BigInteger value, ref SyscallCursor cursor)
    {
        cursor.Write(Felt.FromBigInteger(value & ((BigInteger.One << BitsPerWord) - 1)));
        cursor.Write(Felt.FromBigInteger(value >> BitsPerWord));
    }
}
