using System.Collections.Generic;
using System.Linq;

namespace Kraken.Cairo0.Syntax;

/// <summary>
/// A statement or a definition. Elements that the genuine compiler gives no place carry that of their line, from their first token to the
/// end of the comment behind them. The compiler tells elements apart by reference.
/// </summary>
internal abstract record CodeElement : SyntaxNode;

/// <summary>The elements between two braces, or of a file; empty lines are left out.</summary>
internal sealed record CodeBlock(NodeList<CodeElement> Elements) : SyntaxNode
{
    public override IEnumerable<SyntaxNode> Children => Elements;
}

/// <summary>Elements that are handled in a scope of their own; no source contains it.</summary>
internal sealed record ScopedElement(ScopedName Scope, NodeList<CodeElement> Elements) : CodeElement
{
    public override IEnumerable<SyntaxNode> Children => Elements;
}

/// <summary>A line of assembly.</summary>
internal sealed record InstructionElement(Instruction Instruction) : CodeElement
{
    public override IEnumerable<SyntaxNode> Children => [Instruction];
}

/// <summary><c>const x = e;</c>.</summary>
internal sealed record ConstElement(IdentifierExpression Identifier, Expression Value) : CodeElement
{
    public override IEnumerable<SyntaxNode> Children => [Identifier, Value];
}

/// <summary>A member of a struct.</summary>
internal sealed record MemberElement(TypedIdentifier TypedIdentifier) : CodeElement
{
    public override IEnumerable<SyntaxNode> Children => [TypedIdentifier];
}

/// <summary><c>let x = e;</c> where e is no call.</summary>
internal sealed record ReferenceElement(TypedIdentifier TypedIdentifier, Expression Value) : CodeElement
{
    public override IEnumerable<SyntaxNode> Children => [TypedIdentifier, Value];
}

/// <summary><c>let x = f(…);</c>, <c>let x = call f;</c>.</summary>
internal sealed record ReturnValueElement(TypedIdentifier TypedIdentifier, CallRvalue Call) : CodeElement
{
    public override IEnumerable<SyntaxNode> Children => [TypedIdentifier, Call];
}

/// <summary><c>let (x, y) = e;</c>.</summary>
internal sealed record UnpackElement(IdentifierList Identifiers, Rvalue Value) : CodeElement
{
    public override IEnumerable<SyntaxNode> Children => [Identifiers, Value];
}

/// <summary><c>local x [= e];</c>.</summary>
internal sealed record LocalElement(TypedIdentifier TypedIdentifier, Expression? Value) : CodeElement
{
    public override IEnumerable<SyntaxNode> Children => Present(TypedIdentifier, Value);
}

/// <summary><c>tempvar x [= e];</c>.</summary>
internal sealed record TempVarElement(TypedIdentifier TypedIdentifier, Expression? Value) : CodeElement
{
    public override IEnumerable<SyntaxNode> Children => Present(TypedIdentifier, Value);
}

/// <summary><c>assert a = b;</c>.</summary>
internal sealed record AssertEqualElement(Expression Left, Expression Right) : CodeElement
{
    public override IEnumerable<SyntaxNode> Children => [Left, Right];
}

/// <summary><c>static_assert a == b;</c>.</summary>
internal sealed record StaticAssertElement(Expression Left, Expression Right) : CodeElement
{
    public override IEnumerable<SyntaxNode> Children => [Left, Right];
}

/// <summary><c>return e;</c> where e is no call.</summary>
internal sealed record ReturnElement(Expression Value) : CodeElement
{
    public override IEnumerable<SyntaxNode> Children => [Value];
}

/// <summary><c>return f(…);</c>.</summary>
internal sealed record TailCallElement(FunctionCall Call) : CodeElement
{
    public override IEnumerable<SyntaxNode> Children => [Call];
}

/// <summary><c>f(…);</c>.</summary>
internal sealed record CallElement(FunctionCall Call) : CodeElement
{
    public override IEnumerable<SyntaxNode> Children => [Call];
}

/// <summary><c>name:</c>.</summary>
internal sealed record LabelElement(IdentifierExpression Identifier) : CodeElement
{
    public override IEnumerable<SyntaxNode> Children => [Identifier];
}

/// <summary>Code of another language that runs before the next instruction.</summary>
internal sealed record HintElement(HintExpression Hint) : CodeElement
{
    public override IEnumerable<SyntaxNode> Children => [Hint];
}

/// <summary>Moves ap behind the local variables; once, at the start of a function.</summary>
internal sealed record AllocLocalsElement : CodeElement
{
    public override IEnumerable<SyntaxNode> Children => [];
}

/// <summary><c>using x = T;</c>.</summary>
internal sealed record TypeAliasElement(IdentifierExpression Identifier, CairoType Type) : CodeElement
{
    public override IEnumerable<SyntaxNode> Children => [Identifier, Type];
}

internal enum DefinitionKind
{
    Function,
    Struct,
    Namespace,
}

/// <summary>A function, struct or namespace.</summary>
/// <param name="Kind">Which of the three; only functions have arguments.</param>
/// <param name="Identifier">Its name.</param>
/// <param name="Arguments">The explicit ones.</param>
/// <param name="ImplicitArguments">Null where there are no braces.</param>
/// <param name="Returns">Null where there is no arrow.</param>
/// <param name="Body">Between the braces; that of a struct holds members only.</param>
/// <param name="Decorators">In order.</param>
internal sealed record DefinitionElement(
    DefinitionKind Kind,
    IdentifierExpression Identifier,
    IdentifierList Arguments,
    IdentifierList? ImplicitArguments,
    CairoType? Returns,
    CodeBlock Body,
    NodeList<IdentifierExpression> Decorators) : CodeElement
{
    public const string ArgumentScope = "Args";
    public const string ImplicitArgumentScope = "ImplicitArgs";
    public const string ReturnScope = "Return";

    public string Name => Identifier.Name;

    /// <summary>The decorators are not among them.</summary>
    public override IEnumerable<SyntaxNode> Children => Present(Identifier, Arguments, ImplicitArguments, Returns, Body);
}

/// <summary><c>with x, y as z { … }</c>.</summary>
internal sealed record WithElement(NodeList<AliasedIdentifier> Identifiers, CodeBlock Body) : CodeElement
{
    public override IEnumerable<SyntaxNode> Children => [.. Identifiers, Body];
}

/// <summary><c>with_attr name("…") { … }</c>.</summary>
/// <param name="Name">Of the attribute.</param>
/// <param name="Parts">The strings in order, with their quotes.</param>
/// <param name="Body">What it covers.</param>
internal sealed record WithAttributeElement(IdentifierExpression Name, NodeList<string> Parts, CodeBlock Body) : CodeElement
{
    /// <summary>The strings without their quotes, joined.</summary>
    public string Value => string.Concat(Parts.Select(part => part[1..^1]));

    public override IEnumerable<SyntaxNode> Children => [Name, Body];
}

/// <summary><c>if (c) { … } else { … }</c>; its place is the keyword.</summary>
internal sealed record IfElement(Condition Condition, CodeBlock Then, CodeBlock? Else) : CodeElement
{
    /// <summary>Label of the branch that is taken where the condition's sides differ; set by the lowering.</summary>
    public string? LabelNotEqual { get; init; }

    /// <summary>Label behind both branches; set by the lowering.</summary>
    public string? LabelEnd { get; init; }

    public override IEnumerable<SyntaxNode> Children => Present(Condition, Then, Else);
}

/// <summary>A line that begins with a percent sign and a word.</summary>
internal abstract record DirectiveElement : CodeElement
{
    public override IEnumerable<SyntaxNode> Children => [];
}

/// <summary><c>%builtins a b</c>.</summary>
internal sealed record BuiltinsDirective(NodeList<string> Builtins) : DirectiveElement;

/// <summary><c>%lang name</c>.</summary>
internal sealed record LangDirective(string Name) : DirectiveElement;

/// <summary><c>from path import a, b as c</c>.</summary>
internal sealed record ImportElement(IdentifierExpression Path, NodeList<AliasedIdentifier> Items) : CodeElement
{
    public override IEnumerable<SyntaxNode> Children => [Path, .. Items];
}

/// <summary>A file in the scope of its name.</summary>
/// <param name="Name"><c>__main__</c> for the main files and the start code.</param>
/// <param name="Body">All of the file.</param>
internal sealed record CairoModule(ScopedName Name, CodeBlock Body) : SyntaxNode
{
    public override IEnumerable<SyntaxNode> Children => [Body];
}
