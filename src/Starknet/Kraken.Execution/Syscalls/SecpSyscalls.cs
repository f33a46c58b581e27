using System.Collections.Generic;
using System.Numerics;
using Kraken.Curves;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Fields;

namespace Kraken.Execution.Syscalls;

/// <summary>
/// The system calls on secp256k1 and secp256r1. The points of a run have numbers, whichever their curve.
/// </summary>
internal sealed class SecpSyscalls(CallFrame frame)
{
    private const int BitsPerWord = 128;

    private readonly Dictionary<int, SecpPoint> k1 = [];
    private readonly Dictionary<int, SecpPoint> r1 = [];

    internal void Execute(SyscallSelector selector, ulong gas, ISyscallWire wire)
    {
        (SecpCurve curve, Dictionary<int, SecpPoint> points) = selector >= SyscallSelector.Secp256r1Add
            ? (SecpCurve.R1, r1)
            : (SecpCurve.K1, k1);
        switch (selector)
        {
            case SyscallSelector.Secp256k1New or SyscallSelector.Secp256r1New:
                New(selector, curve, points, gas, wire);
                break;
            case SyscallSelector.Secp256k1GetPointFromX or SyscallSelector.Secp256r1GetPointFromX:
                FromX(selector, curve, points, gas, wire);
                break;
            case SyscallSelector.Secp256k1Add or SyscallSelector.Secp256r1Add:
                Add(selector, curve, points, gas, wire);
                break;
            case SyscallSelector.Secp256k1Mul or SyscallSelector.Secp256r1Mul:
                Multiply(selector, curve, points, gas, wire);
                break;
            case SyscallSelector.Secp256k1GetXy or SyscallSelector.Secp256r1GetXy:
                GetXy(selector, points, gas, wire);
                break;
            default:
                throw CallFrame.Fault($"Unsupported syscall selector {selector}.");
        }
    }

    private void New(
        SyscallSelector selector,
        SecpCurve curve,
        Dictionary<int, SecpPoint> points,
        ulong gas,
        ISyscallWire wire)
    {
        BigInteger x = Word256(wire);
        BigInteger y = Word256(wire);
        if (!SyscallGas.TryPay(frame, selector, 0, ref gas, wire))
        {
            return;
        }

        if (x >= curve.Prime || y >= curve.Prime)
        {
            wire.Fail(gas, frame.Context.Constants.Failures.InvalidArgument);
            return;
        }

        SecpPoint point = new(x, y);
        Answer(curve.IsOnCurve(point) ? point : null, points, gas, wire);
    }

    private void FromX(
        SyscallSelector selector,
        SecpCurve curve,
        Dictionary<int, SecpPoint> points,
        ulong gas,
        ISyscallWire wire)
    {
        BigInteger x = Word256(wire);
        Felt parity = wire.TakeFelt();
        if (!parity.IsZero && parity != Felt.One)
        {
            throw CallFrame.Fault($"Invalid syscall input: {parity}; Invalid y parity");
        }

        if (!SyscallGas.TryPay(frame, selector, 0, ref gas, wire))
        {
            return;
        }

        if (x >= curve.Prime)
        {
            wire.Fail(gas, frame.Context.Constants.Failures.InvalidArgument);
            return;
        }

        Answer(curve.FromX(x, !parity.IsZero), points, gas, wire);
    }

    private void Add(
        SyscallSelector selector,
        SecpCurve curve,
        Dictionary<int, SecpPoint> points,
        ulong gas,
        ISyscallWire wire)
    {
        PointReference left = wire.TakePoint();
        PointReference right = wire.TakePoint();
        if (SyscallGas.TryPay(frame, selector, 0, ref gas, wire))
        {
            SecpPoint sum = curve.Add(Find(points, left), Find(points, right));
            wire.Succeed(gas);
            wire.GivePoint(Add(sum, points));
        }
    }

    private void Multiply(
        SyscallSelector selector,
        SecpCurve curve,
        Dictionary<int, SecpPoint> points,
        ulong gas,
        ISyscallWire wire)
    {
        PointReference point = wire.TakePoint();
        BigInteger scalar = Word256(wire);
        if (SyscallGas.TryPay(frame, selector, 0, ref gas, wire))
        {
            SecpPoint product = curve.Multiply(Find(points, point), scalar);
            wire.Succeed(gas);
            wire.GivePoint(Add(product, points));
        }
    }

    private void GetXy(SyscallSelector selector, Dictionary<int, SecpPoint> points, ulong gas, ISyscallWire wire)
    {
        PointReference taken = wire.TakePoint();
        if (SyscallGas.TryPay(frame, selector, 0, ref gas, wire))
        {
            SecpPoint point = Find(points, taken);
            wire.Succeed(gas);
            WriteWord256(point.X, wire);
            WriteWord256(point.Y, wire);
        }
    }

    // An option of Cairo 1: 0 and the point, or 1 and nothing.
    private void Answer(SecpPoint? point, Dictionary<int, SecpPoint> points, ulong gas, ISyscallWire wire)
    {
        wire.Succeed(gas);
        if (point is { } found)
        {
            wire.Give(Felt.Zero);
            wire.GivePoint(Add(found, points));
            return;
        }

        wire.Give(Felt.One);
        wire.Give(Felt.Zero);
    }

    private int Add(SecpPoint point, Dictionary<int, SecpPoint> points)
    {
        int number = k1.Count + r1.Count;
        points.Add(number, point);
        return number;
    }

    private static SecpPoint Find(Dictionary<int, SecpPoint> points, PointReference taken) =>
        points.TryGetValue(taken.Number, out SecpPoint point)
            ? point
            : throw CallFrame.Fault($"Invalid syscall input: {taken.Name}; Invalid Secp point address");

    private static BigInteger Word256(ISyscallWire wire)
    {
        BigInteger low = Word128(wire);
        return low + (Word128(wire) << BitsPerWord);
    }

    private static BigInteger Word128(ISyscallWire wire)
    {
        Felt half = wire.TakeFelt();
        return half.TryToUInt128(out _)
            ? half.ToBigInteger()
            : throw CallFrame.Fault($"Invalid syscall input: {half}; expected half of a u256");
    }

    private static void WriteWord256(BigInteger value, ISyscallWire wire)
    {
        wire.Give(Felt.FromBigInteger(value & ((BigInteger.One << BitsPerWord) - 1)));
        wire.Give(Felt.FromBigInteger(value >> BitsPerWord));
    }
}
