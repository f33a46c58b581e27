using System.Numerics;
using Kraken.Casm.Instructions;

namespace Kraken.Cairo0.Code;

/// <summary>The part of an instruction that says what its result is.</summary>
/// <param name="First">Offset of the first operand, -1 where it is not used.</param>
/// <param name="Second">Offset of the second operand, 1 for an immediate.</param>
/// <param name="Immediate">The immediate, not reduced.</param>
/// <param name="FirstIsFp">The first operand's base is fp, as where it is not used.</param>
/// <param name="Source">Where the second operand is.</param>
/// <param name="Logic">How the operands make the result.</param>
internal readonly record struct ResultOperand(
    short First,
    short Second,
    BigInteger? Immediate,
    bool FirstIsFp,
    Op1Source Source,
    ResLogic Logic);
