using System.Collections.Generic;
using System.Numerics;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;
using Kraken.Casm.Operands;

namespace Kraken.Casm.Assembly;

/// <summary>What an instruction of the assembler does; each has one encoding.</summary>
public enum CasmInstructionKind
{
    /// <summary>ap += operand.</summary>
    AddAp,

    /// <summary>cell = operand.</summary>
    AssertEq,

    /// <summary>cell = operand over QM31.</summary>
    QM31AssertEq,

    /// <summary>call rel operand.</summary>
    Call,

    /// <summary>jmp rel operand.</summary>
    Jump,

    /// <summary>jmp rel operand if cell != 0.</summary>
    JumpIfNotZero,

    /// <summary>ret.</summary>
    Return,

    /// <summary>A Blake2s compression of [state], [message] and the byte count in the cell to [ap].</summary>
    Blake2s,
}

/// <summary>An instruction before it is assembled; the constant of its operand may still be relocated.</summary>
public sealed class CasmInstruction
{
    private CasmInstruction(CasmInstructionKind kind, CellRef cell, CellExpression operand)
    {
        Kind = kind;
        Cell = cell;
        Operand = operand;
    }

    /// <summary>What it does, which says the operands it has.</summary>
    public CasmInstructionKind Kind { get; }

    /// <summary>The asserted cell, the condition, or the byte count.</summary>
    public CellRef Cell { get; }

    /// <summary>The operand; its operators are Add and Mul only.</summary>
    public CellExpression Operand { get; private set; }

    /// <summary>Whether ap moves on by one.</summary>
    public bool IncrementsAp { get; set; }

    /// <summary>The state of a Blake2s compression.</summary>
    public CellRef BlakeState { get; private init; }

    /// <summary>The message of a Blake2s compression.</summary>
    public CellRef BlakeMessage { get; private init; }

    /// <summary>Whether a Blake2s compression is the last one.</summary>
    public bool BlakeFinalizes { get; private init; }

    /// <summary>The hints that run before it.</summary>
    public IReadOnlyList<Hint> Hints { get; set; } = [];

    /// <summary>The number of words: two with a constant, else one.</summary>
    public int Size => Operand.HasConstant ? 2 : 1;

    /// <summary>ap += cells.</summary>
    public static CasmInstruction AddAp(BigInteger cells) => new(CasmInstructionKind.AddAp, default, CellExpression.Immediate(cells));

    /// <summary>cell = expression. A difference or quotient is turned into the sum or product that it inverts.</summary>
    public static CasmInstruction AssertEq(CellRef cell, CellExpression expression) =>
        Assert(CasmInstructionKind.AssertEq, cell, expression);

    /// <summary>cell = expression over QM31.</summary>
    public static CasmInstruction QM31AssertEq(CellRef cell, CellExpression expression) =>
        Assert(CasmInstructionKind.QM31AssertEq, cell, expression);

    /// <summary>call rel offset.</summary>
    public static CasmInstruction Call(BigInteger offset) => new(CasmInstructionKind.Call, default, CellExpression.Immediate(offset));

    /// <summary>jmp rel offset.</summary>
    public static CasmInstruction Jump(CellExpression offset) => new(CasmInstructionKind.Jump, default, offset);

    /// <summary>jmp rel offset if condition != 0.</summary>
    public static CasmInstruction JumpIfNotZero(CellRef condition, BigInteger offset) =>
        new(CasmInstructionKind.JumpIfNotZero, condition, CellExpression.Immediate(offset));

    /// <summary>ret.</summary>
    public static CasmInstruction Return() => new(CasmInstructionKind.Return, default, default);

    /// <summary>A Blake2s compression.</summary>
    public static CasmInstruction Blake2s(CellRef state, CellRef byteCount, CellRef message, bool finalizes) =>
        new(
            CasmInstructionKind.Blake2s,
            byteCount,
            default) { BlakeState = state, BlakeMessage = message, BlakeFinalizes = finalizes, IncrementsAp = true };

    /// <summary>Adds to the constant of the operand.</summary>
    public void Relocate(BigInteger delta) => Operand = Operand.Kind == CellExpressionKind.Immediate
        ? CellExpression.Immediate(Operand.Value + delta)
        : CellExpression.BinOp(Operand.Operator, Operand.Cell, Operand.Value + delta);

    private static CasmInstruction Assert(CasmInstructionKind kind, CellRef cell, CellExpression expression)
    {
        bool inverse = expression.Kind == CellExpressionKind.BinOp && expression.Operator is CellOperator.Sub or CellOperator.Div;
        if (!inverse)
        {
            return new CasmInstruction(kind, cell, expression);
        }

        CellOperator op = expression.Operator == CellOperator.Sub ? CellOperator.Add : CellOperator.Mul;
        CellExpression operand = expression.Right is { } right
            ? CellExpression.BinOp(op, cell, right)
            : CellExpression.BinOp(op, cell, expression.Value);
        return new CasmInstruction(kind, expression.Cell, operand);
    }
}
