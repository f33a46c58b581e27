using System.Collections.Generic;
using System.Collections.Immutable;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Names;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Preprocessing;

/// <summary>Statements, in the order of the source.</summary>
internal sealed class StatementCompiler
{
    private readonly FunctionCompiler functions;
    private bool directivesAllowed = true;

    /// <summary>A compiler of statements.</summary>
    /// <param name="compilation">The program so far.</param>
    /// <param name="functionsToCompile">The functions that are used; null for all.</param>
    public StatementCompiler(Compilation compilation, IReadOnlySet<ScopedName>? functionsToCompile)
    {
        Compilation = compilation;
        Reader = new ExpressionReader(compilation);
        Instructions = new InstructionCompiler(compilation, Reader);
        Stack = new StackPusher(this);
        Variables = new VariableCompiler(this);
        Calls = new CallCompiler(this);
        functions = new FunctionCompiler(this, functionsToCompile);
    }

    /// <summary>The program so far.</summary>
    public Compilation Compilation { get; }

    /// <summary>Reads expressions.</summary>
    public ExpressionReader Reader { get; }

    public InstructionCompiler Instructions { get; }

    /// <summary>Pushes values.</summary>
    public StackPusher Stack { get; }

    /// <summary>Compiles constants, references, temporaries and assertions.</summary>
    public VariableCompiler Variables { get; }

    /// <summary>Compiles calls and returns.</summary>
    public CallCompiler Calls { get; }

    /// <summary>The functions that were left out.</summary>
    public IReadOnlyCollection<ScopedName> Removed => functions.Removed;

    /// <summary>Compiles a module.</summary>
    /// <exception cref="CairoException">A statement is wrong.</exception>
    public void Compile(CairoModule module)
    {
        directivesAllowed = true;
        if (Compilation.Names.Identifiers.ByFullName(module.Name) is { } taken)
        {
            throw new CairoException(
                $"Scope '{module.Name}' collides with a different identifier of type '{taken.Kind.Text()}'.", null);
        }

        Compilation.Flow.Stop();
        Compilation.Names.Within(module.Name, () => Block(module.Body.Elements));
    }

    /// <summary>Compiles the statements of a block.</summary>
    /// <exception cref="CairoException">A statement is wrong, or hints stand at the end.</exception>
    public void Block(IEnumerable<CodeElement> elements)
    {
        var outer = Compilation.Statement;
        foreach (var element in elements)
        {
            Compilation.Statement = element;
            Compile(element);
            directivesAllowed &= element is DirectiveElement;
        }

        Compilation.Statement = outer;
        Instructions.RefuseHints("Found a hint at the end of a code block. Hints must be followed by an instruction.");
    }

    private void Compile(CodeElement element)
    {
        switch (element)
        {
            case InstructionElement e:
                Instructions.Emit(e.Instruction);
                break;
            case CallElement e:
                Calls.Call(e.Call);
                break;
            case ReturnValueElement e:
                Calls.ReturnValue(e);
                break;
            case UnpackElement e:
                Calls.Unpack(e);
                break;
            case ReturnElement e:
                Calls.Return(e);
                break;
            case TailCallElement e:
                Calls.TailCall(e);
                break;
            case ConstElement e:
                Variables.Const(e);
                break;
            case ReferenceElement e:
                Variables.Reference(e);
                break;
            case TempVarElement e:
                Variables.TempVar(e);
                break;
            case AssertEqualElement e:
                Variables.Assert(e);
                break;
            case StaticAssertElement e:
                Variables.StaticAssert(e);
                break;
            case HintElement e:
                Instructions.Hint(e);
                break;
            case LabelElement e:
                Label(e.Identifier);
                break;
            case DefinitionElement e:
                functions.Compile(e);
                break;
            default:
                Structured(element);
                break;
        }
    }

    private void Structured(CodeElement element)
    {
        switch (element)
        {
            case IfElement e:
                If(e);
                break;
            case WithElement e:
                With(e);
                break;
            case WithAttributeElement e:
                WithAttribute(e);
                break;
            case ScopedElement e:
                Compilation.Names.Within(e.Scope, () => Block(e.Elements));
                break;
            case AllocLocalsElement e:
                AllocLocals(e);
                break;
            case TypeAliasElement:
                Instructions.RefuseHints("Hints before \"using\" statements are not allowed.");
                break;
            case DirectiveElement e:
                Directive(e);
                break;
            case LocalElement e:
                throw new CairoException("Local variables are not supported outside of functions.", e.Location);
            case ImportElement:
                break;
            default:
                throw new CairoException("Unexpected statement.", element.Location);
        }
    }

    private void Directive(DirectiveElement e)
    {
        if (!directivesAllowed)
        {
            throw new CairoException("Directives must appear at the top of the file.", e.Location);
        }

        if (e is LangDirective)
        {
            throw new CairoException("Unsupported %lang directive. Are you using the correct compiler?", e.Location);
        }
    }

    private void Label(IdentifierExpression identifier)
    {
        Instructions.RefuseHints("Hints before labels are not allowed.");
        var name = Compilation.Names.Current + identifier.Name;
        Compilation.Flow.MeetLabel(name);
        Compilation.Define(name, new LabelDefinition(Compilation.Pc), identifier.Location);
    }

    // The difference of the sides is computed; where it is not zero the flow jumps behind the block of equality.
    private void If(IfElement e)
    {
        if (e.Condition is not EqualityCondition condition)
        {
            throw new CairoException("Complex boolean expressions must be simplified at this point.", e.Condition.Location);
        }

        var difference = Reader.ReadFelt(
            new OperatorExpression(condition.Left, BinaryOperator.Subtract, condition.Right) { Location = condition.Location });
        var cell = CompoundExpressions.Reduce(this, [(difference, Simplicity.Cell)])[0];
        IdentifierExpression notEqual = new(e.LabelNotEqual!) { Location = e.Location };
        IdentifierExpression end = new(e.LabelEnd!) { Location = e.Location };
        Instructions.Emit(new JumpToLabelInstruction(notEqual, cell) { Location = e.Location }, e.Location);
        var (whereEqual, whereNot) = condition.IsEqual ? (e.Then, e.Else) : (e.Else, e.Then);
        if (whereEqual is not null)
        {
            Block(whereEqual.Elements);
        }

        if (Compilation.Flow.Reached is not null && whereNot is not null)
        {
            Instructions.Emit(new JumpToLabelInstruction(end, null) { Location = e.Location }, e.Location);
        }

        Label(notEqual);
        if (whereNot is not null)
        {
            Block(whereNot.Elements);
        }

        Label(end);
    }

    private void With(WithElement e)
    {
        var outer = Compilation.Implicit;
        var inner = outer;
        foreach (var identifier in e.Identifiers)
        {
            if (identifier.LocalName is { } local)
            {
                throw new CairoException("The 'as' keyword is not supported in 'with' statements.", local.Location);
            }

            var source = identifier.Original;
            var name = Compilation.Names.Current + source.Name;
            inner = Compilation.Names.Identifiers.ByFullName(name) switch
            {
                ReferenceDefinition => inner.Add(name),
                null => throw new CairoException($"Unknown reference '{source.Name}'.", source.Location),
                var other => throw new CairoException(
                    $"Expected '{source.Name}' to be a reference, found: {other.Kind.Text()}.", source.Location),
            };
        }

        Compilation.Implicit = inner;
        Block(e.Body.Elements);
        Compilation.Implicit = outer;
    }

    private void WithAttribute(WithAttributeElement e)
    {
        var start = Compilation.Pc;
        var state = Compilation.Flow.State;
        ImmutableArray<ScopedName> scopes = [.. Compilation.Names.Scopes];
        Block(e.Body.Elements);
        Compilation.Add(new AttributeScope(e.Name.Name, e.Value, start, Compilation.Pc, state, scopes));
    }

    private void AllocLocals(AllocLocalsElement e)
    {
        if (Compilation.Function is not { } function)
        {
            throw new CairoException("alloc_locals cannot be used outside of a function.", e.Location);
        }

        if (Compilation.Flow.Reached is not { } reached || reached.Ap != function.Entry)
        {
            throw new CairoException(
                "alloc_locals must be used before any instruction that changes the ap register.", e.Location);
        }
    }
}
