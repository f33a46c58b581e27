using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Flow;
using Kraken.Cairo0.Names;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Preprocessing;

/// <summary>Functions and namespaces; a function that loses references is compiled again with locals for them.</summary>
/// <param name="statements">Compiles the statements within.</param>
/// <param name="used">The functions that are used; null for all.</param>
internal sealed class FunctionCompiler(StatementCompiler statements, IReadOnlySet<ScopedName>? used)
{
    // It asks that the function's change of ap be known.
    private const string KnownApChange = "known_ap_change";
    private readonly Compilation compilation = statements.Compilation;
    private readonly HashSet<ScopedName> removed = [];

    /// <summary>The functions that were left out.</summary>
    public IReadOnlyCollection<ScopedName> Removed => removed;

    private NameResolver Names => compilation.Names;

    /// <summary>Compiles a definition.</summary>
    /// <exception cref="CairoException">It may not stand here, or a statement in it is wrong.</exception>
    public void Compile(DefinitionElement e)
    {
        statements.Instructions.RefuseHints("Hints before functions are not allowed.");
        if (e.Kind == DefinitionKind.Struct)
        {
            return;
        }

        var isFunction = e.Kind == DefinitionKind.Function;
        var knownApChange = KnownApChangeDecorator(e);
        compilation.Flow.Stop();
        var scope = Names.Current + e.Name;
        RefuseNesting(e);
        if (isFunction && used is not null && !used.Contains(scope))
        {
            removed.Add(scope);
            return;
        }

        if (isFunction)
        {
            FunctionDefinition definition = new(compilation.Pc, [.. e.Decorators.Select(d => d.Name)]);
            compilation.Define(scope, definition, e.Identifier.Location);
            compilation.Functions[scope] = new FunctionProgress(compilation.Flow.State.Ap);
        }
        else
        {
            compilation.Define(scope, new NamespaceDefinition(), e.Identifier.Location);
        }

        BindArguments(scope, e);
        var outer = compilation.Implicit;
        compilation.Implicit = outer.Union((e.ImplicitArguments?.Identifiers ?? []).Select(i => scope + i.Name));
        Names.Within(scope, () => Body(e.Body, e.Identifier.Location));
        compilation.Implicit = outer;
        if (isFunction)
        {
            Finish(scope, e, knownApChange);
        }
    }

    private static IdentifierExpression? KnownApChangeDecorator(DefinitionElement e)
    {
        IdentifierExpression? known = null;
        foreach (var decorator in e.Decorators)
        {
            known = decorator.Name == KnownApChange && e.Kind == DefinitionKind.Function
                ? decorator
                : throw new CairoException($"Unsupported decorator: '{decorator.Name}'.", decorator.Location);
        }

        return known;
    }

    private void RefuseNesting(DefinitionElement e)
    {
        if (compilation.Function is null)
        {
            return;
        }

        var error = new CairoError(
            e.Kind == DefinitionKind.Function
                ? "Nested functions are not supported."
                : "Cannot define a namespace inside a function.",
            e.Identifier.Location);
        throw new CairoException(Names.LocationOf(Names.Current) is { } place
            ? error.WithNote($"Outer function was defined here: {place.DescribeWithSource()}")
            : error);
    }

    // Arguments lie below the frame: the explicit ones next to it, the implicit ones below them.
    private void BindArguments(ScopedName scope, DefinitionElement e)
    {
        var arguments = Names.StructByFullName(scope + DefinitionElement.ArgumentScope, e.Location);
        var hidden = Names.StructByFullName(scope + DefinitionElement.ImplicitArgumentScope, e.Location);
        BindMembers(scope, e.Arguments, arguments, -(2 + arguments.Size));
        BindMembers(scope, e.ImplicitArguments, hidden, -(2 + arguments.Size + hidden.Size));
    }

    private void BindMembers(ScopedName scope, IdentifierList? arguments, StructDefinition members, int start)
    {
        foreach (var (argument, (_, member)) in (arguments?.Identifiers ?? []).Zip(members.Members))
        {
            argument.RefuseModifier();
            compilation.BindCells(scope + argument.Name, Register.Fp, start + member.Offset, member.Type, argument.Location);
        }
    }

    private void Finish(ScopedName scope, DefinitionElement e, IdentifierExpression? knownApChange)
    {
        if (compilation.Flow.Reached is not null)
        {
            throw new CairoException("Function must end with a return instruction or a jump.", e.Identifier.Location);
        }

        var function = compilation.Functions[scope];
        function.IsCompiled = true;
        if (knownApChange is not null && !function.Change.IsKnown)
        {
            throw new CairoException(
                "The compiler was unable to deduce the change of the ap register, as required by this decorator.", knownApChange.Location);
        }

        if (function.Change == ApChange.Unconstrained)
        {
            function.Change = ApChange.Unknown;
        }
    }

    private void Body(CodeBlock body, Location? place)
    {
        for (var retries = 0; ; retries++)
        {
            var point = compilation.Point();
            var (elements, hasAllocLocals) = LocalVariables.Lower(statements, body, place);
            if (!hasAllocLocals)
            {
                // There is no room for more locals.
                statements.Block(elements);
                return;
            }

            ReferenceTrial trial = new();
            compilation.Trial = trial;
            statements.Block(elements);
            compilation.Trial = null;
            if (trial.Lost.Count == 0)
            {
                return;
            }

            if (retries >= CompilerLimits.Retries)
            {
                throw trial.Lost[0].Error;
            }

            compilation.RollBack(point);
            body = AddLocals(body, trial);
        }
    }

    // Behind each statement that bound a lost reference x comes local x: T = x.
    private CodeBlock AddLocals(CodeBlock body, ReferenceTrial trial)
    {
        Injection injection = new();
        foreach (var lost in trial.Lost)
        {
            var (_, type) = statements.Reader.Read(lost.Reference.Value);
            if (lost.Reference.Statement is not { } statement)
            {
                throw lost.Error;
            }

            var name = lost.Name.Last;
            var location = lost.Reference.Locations is [.., var last]
                ? last.WithParent(last, $"While auto generating local variable for '{name}'.")
                : null;
            IdentifierExpression identifier = new(name) { Location = location };
            TypedIdentifier typed = new(identifier, type) { Location = location };
            injection.After(statement, new LocalElement(typed, identifier) { Location = location });
        }

        return injection.Into(body) ?? throw trial.Lost[0].Error;
    }
}
