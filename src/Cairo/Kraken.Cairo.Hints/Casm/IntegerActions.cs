using System;
using System.Numerics;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Hints;
using Kraken.Casm.Operands;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Casm;

/// <summary>Integer hints. Inputs are taken as canonical integers of any size; 128-bit operands take the direct paths.</summary>
internal static class IntegerActions
{
    private static readonly BigInteger Mask128 = (BigInteger.One << 128) - 1;

    public static void TestLessThan(CasmHintContext c, TestLessThan h) => c.Write(h.Dst, c.Value(h.Lhs) < c.Value(h.Rhs));

    public static void TestLessThanOrEqual(CasmHintContext c, TestLessThanOrEqual h) => c.Write(h.Dst, c.Value(h.Lhs) <= c.Value(h.Rhs));

    public static void TestLessThanOrEqualAddress(CasmHintContext c, TestLessThanOrEqualAddress h)
    {
        Relocatable left = c.Pointer(h.Lhs);
        Relocatable right = c.Pointer(h.Rhs);
        bool isLess = left.Segment != right.Segment ? left.Segment < right.Segment : left.Offset <= right.Offset;
        c.Write(h.Dst, isLess);
    }

    public static void WideMul128(CasmHintContext c, WideMul128 h)
    {
        if (c.Value(h.Lhs).TryToUInt128(out UInt128 left) && c.Value(h.Rhs).TryToUInt128(out UInt128 right))
        {
            UInt128 high = Math128.BigMul(left, right, out UInt128 low);
            c.Write(h.High, high);
            c.Write(h.Low, low);
            return;
        }

        BigInteger product = Integer(c, h.Lhs) * Integer(c, h.Rhs);
        c.Write(h.High, Felt.FromBigInteger(product >> 128));
        c.Write(h.Low, Felt.FromBigInteger(product & Mask128));
    }

    public static void DivMod(CasmHintContext c, DivMod h)
    {
        Felt divisor = NotZero(c.Value(h.Rhs));
        if (c.Value(h.Lhs).TryToUInt128(out UInt128 left) && divisor.TryToUInt128(out UInt128 right))
        {
            (UInt128 quotient, UInt128 remainder) = UInt128.DivRem(left, right);
            c.Write(h.Quotient, quotient);
            c.Write(h.Remainder, remainder);
            return;
        }

        BigInteger wide = BigInteger.DivRem(Integer(c, h.Lhs), divisor.ToBigInteger(), out BigInteger rest);
        c.Write(h.Quotient, Felt.FromBigInteger(wide));
        c.Write(h.Remainder, Felt.FromBigInteger(rest));
    }

    public static void Uint256DivMod(CasmHintContext c, Uint256DivMod h)
    {
        BigInteger quotient = BigInteger.DivRem(
            Number(c, h.Dividend0, h.Dividend1),
            NotZero(Number(c, h.Divisor0, h.Divisor1)),
            out BigInteger remainder);
        Write(c, quotient, h.Quotient0, h.Quotient1);
        Write(c, remainder, h.Remainder0, h.Remainder1);
    }

    public static void Uint512DivModByUint256(CasmHintContext c, Uint512DivModByUint256 h)
    {
        BigInteger dividend = Number(c, h.Dividend0, h.Dividend1) + (Number(c, h.Dividend2, h.Dividend3) << 256);
        BigInteger quotient = BigInteger.DivRem(dividend, NotZero(Number(c, h.Divisor0, h.Divisor1)), out BigInteger remainder);
        Write(c, quotient & ((BigInteger.One << 256) - 1), h.Quotient0, h.Quotient1);
        Write(c, quotient >> 256, h.Quotient2, h.Quotient3);
        Write(c, remainder, h.Remainder0, h.Remainder1);
    }

    public static void SquareRoot(CasmHintContext c, SquareRoot h) =>
        c.Write(h.Dst, Felt.FromBigInteger(IntegerRoot.Floor(Integer(c, h.Value))));

    public static void Uint256SquareRoot(CasmHintContext c, Uint256SquareRoot h)
    {
        BigInteger value = Number(c, h.ValueLow, h.ValueHigh);
        BigInteger root = IntegerRoot.Floor(value);
        BigInteger remainder = value - (root * root);
        c.Write(h.Sqrt0, Felt.FromBigInteger(root & ulong.MaxValue));
        c.Write(h.Sqrt1, Felt.FromBigInteger(root >> 64));
        Write(c, remainder, h.RemainderLow, h.RemainderHigh);
        c.Write(h.SqrtMul2MinusRemainderGeU128, (2 * root) - remainder > Mask128);
    }

    public static void LinearSplit(CasmHintContext c, LinearSplit h)
    {
        BigInteger scalar = NotZero(c.Value(h.Scalar)).ToBigInteger();
        BigInteger value = Integer(c, h.Value);
        BigInteger x = BigInteger.Min(value / scalar, Integer(c, h.MaxX));
        c.Write(h.X, Felt.FromBigInteger(x));
        c.Write(h.Y, Felt.FromBigInteger(value - (x * scalar)));
    }

    public static void U256InvModN(CasmHintContext c, U256InvModN h)
    {
        BigInteger b = Number(c, h.B0, h.B1);
        BigInteger n = Number(c, h.N0, h.N1);
        if (n.IsOne)
        {
            Write(c, b, h.SOrR0, h.SOrR1);
            Write(c, BigInteger.One, h.TOrK0, h.TOrK1);
            Write(c, BigInteger.One, h.G0OrNoInv, h.G1Option);
            return;
        }

        BigInteger g = ModularArithmetic.ExtendedGcd(n, b, out _, out BigInteger r);
        if (!g.IsOne)
        {
            // An even gcd is cut down to 2 so that its low limb tells that there is no inverse.
            g = g.IsEven ? 2 : g;
            Write(c, b / g, h.SOrR0, h.SOrR1);
            Write(c, n / g, h.TOrK0, h.TOrK1);
            Write(c, g, h.G0OrNoInv, h.G1Option);
            return;
        }

        r = ModularArithmetic.FloorMod(r, n);
        Write(c, r, h.SOrR0, h.SOrR1);
        Write(c, ((r * b) - 1) / n, h.TOrK0, h.TOrK1);
        c.Write(h.G0OrNoInv, false);
    }

    private static BigInteger Integer(CasmHintContext c, ResOperand operand) => c.Value(operand).ToBigInteger();

    private static BigInteger Number(CasmHintContext c, ResOperand low, ResOperand high) => Integer(c, low) + (Integer(c, high) << 128);

    private static void Write(CasmHintContext c, BigInteger value, CellRef low, CellRef high)
    {
        c.Write(low, Felt.FromBigInteger(value & Mask128));
        c.Write(high, Felt.FromBigInteger(value >> 128));
    }

    private static Felt NotZero(Felt divisor) => divisor.IsZero ? throw DividedByZero() : divisor;

    private static BigInteger NotZero(BigInteger divisor) => divisor.IsZero ? throw DividedByZero() : divisor;

    private static HintException DividedByZero() => new("DividedByZero", "Attempted to divide by zero");
}
