using Kraken.Casm.Operands;

namespace Kraken.Casm.Hints;

/// <summary>Writes whether Lhs is below Rhs, as integers.</summary>
public sealed record TestLessThan(ResOperand Lhs, ResOperand Rhs, CellRef Dst) : CoreHint;

/// <summary>Writes whether Lhs is at most Rhs, as integers.</summary>
public sealed record TestLessThanOrEqual(ResOperand Lhs, ResOperand Rhs, CellRef Dst) : CoreHint;

/// <summary>Writes whether the address Lhs is at most the address Rhs.</summary>
public sealed record TestLessThanOrEqualAddress(ResOperand Lhs, ResOperand Rhs, CellRef Dst) : CoreHint;

/// <summary>Writes the two 128-bit halves of the product of two 128-bit integers.</summary>
public sealed record WideMul128(ResOperand Lhs, ResOperand Rhs, CellRef High, CellRef Low) : CoreHint;

/// <summary>Writes quotient and remainder of Lhs / Rhs; the cells may hold these values already.</summary>
public sealed record DivMod(ResOperand Lhs, ResOperand Rhs, CellRef Quotient, CellRef Remainder) : CoreHint;

/// <summary>Divides 256-bit integers given as two 128-bit limbs each; limb 0 is the lowest.</summary>
public sealed record Uint256DivMod(
    ResOperand Dividend0,
    ResOperand Dividend1,
    ResOperand Divisor0,
    ResOperand Divisor1,
    CellRef Quotient0,
    CellRef Quotient1,
    CellRef Remainder0,
    CellRef Remainder1) : CoreHint;

/// <summary>Divides a 512-bit integer by a 256-bit one, both in 128-bit limbs; limb 0 is the lowest.</summary>
public sealed record Uint512DivModByUint256(
    ResOperand Dividend0,
    ResOperand Dividend1,
    ResOperand Dividend2,
    ResOperand Dividend3,
    ResOperand Divisor0,
    ResOperand Divisor1,
    CellRef Quotient0,
    CellRef Quotient1,
    CellRef Quotient2,
    CellRef Quotient3,
    CellRef Remainder0,
    CellRef Remainder1) : CoreHint;

/// <summary>Writes the integer square root, rounded down.</summary>
public sealed record SquareRoot(ResOperand Value, CellRef Dst) : CoreHint;

/// <summary>
/// Square root of a 256-bit integer: 64-bit limbs of the root, 128-bit limbs of value - root^2, and whether 2*root - remainder is at
/// least 2^128.
/// </summary>
public sealed record Uint256SquareRoot(
    ResOperand ValueLow,
    ResOperand ValueHigh,
    CellRef Sqrt0,
    CellRef Sqrt1,
    CellRef RemainderLow,
    CellRef RemainderHigh,
    CellRef SqrtMul2MinusRemainderGeU128) : CoreHint;

/// <summary>Finds x and y with x * Scalar + y = Value and x at most MaxX.</summary>
public sealed record LinearSplit(ResOperand Value, ResOperand Scalar, ResOperand MaxX, CellRef X, CellRef Y) : CoreHint;

/// <summary>
/// Inverse of B modulo N with its cofactor, or a factorisation that shows there is none; 128-bit limbs, limb 0 the lowest.
/// </summary>
public sealed record U256InvModN(
    ResOperand B0,
    ResOperand B1,
    ResOperand N0,
    ResOperand N1,
    CellRef G0OrNoInv,
    CellRef G1Option,
    CellRef SOrR0,
    CellRef SOrR1,
    CellRef TOrK0,
    CellRef TOrK1) : CoreHint;
