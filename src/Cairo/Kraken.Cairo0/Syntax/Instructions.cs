using System.Collections.Generic;

namespace Kraken.Cairo0.Syntax;

/// <summary>An instruction without its <c>ap++</c>.</summary>
internal abstract record InstructionBody : SyntaxNode;

/// <summary><c>a = b</c>.</summary>
internal sealed record AssertEqualInstruction(Expression Left, Expression Right) : InstructionBody
{
    public override IEnumerable<SyntaxNode> Children => [Left, Right];
}

/// <summary><c>jmp rel x</c> or <c>jmp abs x</c>.</summary>
internal sealed record JumpInstruction(Expression Target, bool IsRelative) : InstructionBody
{
    public override IEnumerable<SyntaxNode> Children => [Target];
}

/// <summary><c>jmp label</c> or <c>jmp label if x != 0</c>.</summary>
internal sealed record JumpToLabelInstruction(IdentifierExpression Label, Expression? Condition) : InstructionBody
{
    public override IEnumerable<SyntaxNode> Children => Present(Label, Condition);
}

/// <summary><c>jmp rel x if y != 0</c>.</summary>
internal sealed record JumpNotZeroInstruction(Expression Offset, Expression Condition) : InstructionBody
{
    public override IEnumerable<SyntaxNode> Children => [Offset, Condition];
}

/// <summary><c>call rel x</c> or <c>call abs x</c>.</summary>
internal sealed record CallInstruction(Expression Target, bool IsRelative) : InstructionBody
{
    public override IEnumerable<SyntaxNode> Children => [Target];
}

/// <summary><c>call label</c>.</summary>
/// <param name="Label">Of the function.</param>
/// <param name="IsFullName">Whether the label is a full name; so are those of calls that the compiler makes.</param>
internal sealed record CallLabelInstruction(IdentifierExpression Label, bool IsFullName = false) : InstructionBody
{
    public override IEnumerable<SyntaxNode> Children => [Label];
}

/// <summary><c>ret</c>.</summary>
internal sealed record ReturnInstruction : InstructionBody
{
    public override IEnumerable<SyntaxNode> Children => [];
}

/// <summary><c>ap += x</c>.</summary>
internal sealed record AddApInstruction(Expression Value) : InstructionBody
{
    public override IEnumerable<SyntaxNode> Children => [Value];
}

/// <summary><c>dw x</c>: a word of the code.</summary>
internal sealed record DataWordInstruction(Expression Value) : InstructionBody
{
    public override IEnumerable<SyntaxNode> Children => [Value];
}

/// <summary>An instruction with its flag.</summary>
/// <param name="Body">What it does.</param>
/// <param name="IncrementsAp">Whether <c>ap++</c> follows.</param>
internal sealed record Instruction(InstructionBody Body, bool IncrementsAp) : SyntaxNode
{
    public override IEnumerable<SyntaxNode> Children => [Body];
}

/// <summary>The right side of a <c>let</c>.</summary>
internal abstract record Rvalue : SyntaxNode;

/// <summary>An expression; calls are never wrapped so.</summary>
internal sealed record ExpressionRvalue(Expression Value) : Rvalue
{
    public override IEnumerable<SyntaxNode> Children => [Value];
}

/// <summary>A call of either kind.</summary>
internal abstract record CallRvalue : Rvalue;

/// <summary><c>call f</c>, <c>call rel x</c> or <c>call abs x</c>; its place is the instruction's.</summary>
/// <param name="Call">A <see cref="CallInstruction"/> or a <see cref="CallLabelInstruction"/>.</param>
internal sealed record InstructionRvalue(InstructionBody Call) : CallRvalue
{
    public override IEnumerable<SyntaxNode> Children => [Call];
}

/// <summary><c>f{implicit}(arguments)</c>.</summary>
internal sealed record FunctionCall(IdentifierExpression Function, ArgumentList Arguments, ArgumentList? ImplicitArguments) : CallRvalue
{
    public override IEnumerable<SyntaxNode> Children => Present(Function, Arguments, ImplicitArguments);
}
