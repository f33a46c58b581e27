using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Names;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Preprocessing;

/// <summary>Calls, returns, and what is made of results.</summary>
internal sealed class CallCompiler(StatementCompiler statements)
{
    private readonly Compilation compilation = statements.Compilation;

    private NameResolver Names => compilation.Names;

    /// <summary>f(…): arguments are pushed, the function is called, its implicit results are bound.</summary>
    /// <exception cref="CairoException">No such function, or other arguments.</exception>
    public void Call(FunctionCall call)
    {
        var function = call.Function.ScopedName;
        var definition = Names.SearchWhole(function, call.Function.Location).Definition;
        var kind = definition is FutureDefinition future ? future.Of : definition.Kind;
        if (kind != IdentifierKind.Function)
        {
            throw new CairoException(
                $"Expected {function} to be a function name. Found: {definition.Kind.Text()}.", call.Function.Location);
        }

        var implicitArguments = Names.Struct(function + DefinitionElement.ImplicitArgumentScope, call.Location);
        var bindings = Bindings(call.ImplicitArguments?.Items ?? [], implicitArguments);
        statements.Stack.PushArguments(
            call.Arguments.Items,
            bindings,
            Names.Members(function + DefinitionElement.ArgumentScope, call.Arguments.Location),
            implicitArguments,
            call.Location);
        statements.Instructions.Emit(new CallLabelInstruction(call.Function) { Location = call.Location }, call.Location);
        BindImplicitResults(bindings, implicitArguments, function, call.Location);
    }

    /// <summary>return e;</summary>
    /// <exception cref="CairoException">Outside of functions, or another type.</exception>
    public void Return(ReturnElement e)
    {
        RequireFunction(e.Location);
        var returns = Names.Type(ScopedName.Parse(DefinitionElement.ReturnScope), e.Location).Type;
        statements.Stack.PushArguments(
            [new Argument(null, e.Value) { Location = e.Location }],
            null,
            [(null, returns)],
            Names.Struct(ScopedName.Parse(DefinitionElement.ImplicitArgumentScope), e.Location),
            e.Location);
        statements.Instructions.Emit(new ReturnInstruction(), e.Location);
    }

    /// <summary>return f(…);</summary>
    /// <exception cref="CairoException">Outside of functions, or the function returns something else.</exception>
    public void TailCall(TailCallElement e)
    {
        RequireFunction(e.Location);
        Call(e.Call);
        var caller = Names.Current;
        var callee = e.Call.Function.ScopedName;
        if (Names.Identifiers.ByFullName(caller + DefinitionElement.ReturnScope) is not TypeDefinition { Type: var expected }
            || !Fits(Names.ReturnType(e.Call), expected, e.Location))
        {
            throw new CairoException(
                $"Cannot convert the return type of {callee} to the return type of {caller.Last}.", e.Location);
        }

        var given = Names.Struct(callee + DefinitionElement.ImplicitArgumentScope, e.Location);
        var wanted = Names.StructByFullName(caller + DefinitionElement.ImplicitArgumentScope, e.Location);
        if (!given.Members.Select(Shape).SequenceEqual(wanted.Members.Select(Shape)))
        {
            var error = new CairoError(
                "Tail calls require the implicit arguments of the callee to match the caller. "
                + "Consider separating the function call and the return statement.",
                e.Location);
            if (given.Location is not null && wanted.Location is not null)
            {
                error = error
                    .WithNote($"The implicit arguments of '{callee}' were defined here:\n{given.Location.DescribeWithSource()}")
                    .WithNote($"The implicit arguments of '{caller.Last}' were defined here:\n{wanted.Location.DescribeWithSource()}");
            }

            throw new CairoException(error);
        }

        statements.Instructions.Emit(new ReturnInstruction(), e.Location);
    }

    /// <summary>let x = f(…); or let x = call f;</summary>
    /// <exception cref="CairoException">The call is wrong, or the name cannot be bound.</exception>
    public void ReturnValue(ReturnValueElement e)
    {
        e.TypedIdentifier.RefuseModifier();
        IdentifierExpression? function = null;
        switch (e.Call)
        {
            case InstructionRvalue { Call: var instruction }:
                function = (instruction as CallLabelInstruction)?.Label;
                break;
            case FunctionCall call when Names.IsStruct(call.Function.ScopedName):
                CallExpression constructor = new(call) { Location = call.Location };
                statements.Variables.Reference(new ReferenceElement(e.TypedIdentifier, constructor));
                return;
            case FunctionCall call:
                function = call.Function;
                break;
        }

        var type = e.TypedIdentifier.DeclaredType ?? (function is null
            ? new FeltType { Location = e.TypedIdentifier.Location }
            : new NamedType(function.ScopedName + DefinitionElement.ReturnScope) { Location = function.Location });
        if (e.Call is InstructionRvalue { Call: var body })
        {
            statements.Instructions.Emit(body, body.Location);
        }
        else
        {
            Call((FunctionCall)e.Call);
        }

        var resolved = Names.Resolve(type);
        compilation.BindCells(
            Names.Current + e.TypedIdentifier.Name, Register.Ap, -Names.Size(resolved), resolved, e.TypedIdentifier.Location);
    }

    /// <summary>let (x, y) = f(…);</summary>
    /// <exception cref="CairoException">The call is wrong, or the names are not what it returns.</exception>
    public void Unpack(UnpackElement e)
    {
        var type = UnpackedType(e);
        Call((FunctionCall)e.Value);
        var offset = -NameResolver.Total(type.Types.Select(Names.Size), e.Value.Location);
        foreach (var (identifier, member) in e.Identifiers.Identifiers.Zip(type.Members))
        {
            identifier.RefuseModifier(compilation.Function is null ? null : "local");
            if (identifier.Name != "_")
            {
                Unpack(identifier, member.Type, offset);
            }

            offset += Names.Size(member.Type);
        }
    }

    /// <summary>The tuple type that an unpacking takes apart.</summary>
    /// <exception cref="CairoException">It is no call, returns no tuple, or one of another length.</exception>
    public TupleType UnpackedType(UnpackElement e)
    {
        if (e.Value is not FunctionCall call)
        {
            throw new CairoException(
                $"Unpack binding is currently only supported for function calls. Got: {SyntaxText.Write(e.Value)}.", e.Value.Location);
        }

        var names = e.Identifiers.Identifiers;
        if (Names.ReturnType(call) is not TupleType type)
        {
            var error = new CairoError(
                $"Cannot unpack the return value of '{call.Function.Name}'. The return type is not a tuple.", call.Location);
            throw new CairoException(Suggestion(names, call) is { } text ? error.WithNote($"Did you mean:\n{text}") : error);
        }

        return names.Count == type.Members.Count
            ? type
            : throw new CairoException(
                $"Expected {type.Members.Count} unpacking identifier{(type.Members.Count > 1 ? "s" : "")}, found {names.Count}.",
                e.Identifiers.Location);
    }

    private static (string Name, int Offset, CairoType Type) Shape(KeyValuePair<string, MemberDefinition> member) =>
        (member.Key, member.Value.Offset, member.Value.Type);

    private static string? Suggestion(NodeList<TypedIdentifier> names, FunctionCall call)
    {
        if (names is not [var name])
        {
            return null;
        }

        var type = name.DeclaredType is { } declared ? ": " + SyntaxText.Write(declared) : "";
        return name.Modifier switch
        {
            null => $"let {name.Name}{type} = {SyntaxText.Write(call)};",
            { Name: "local" } => $"local {name.Name}{type} = {SyntaxText.Write(call)};",
            _ => null,
        };
    }

    private void Unpack(TypedIdentifier identifier, CairoType memberType, int offset)
    {
        var type = identifier.DeclaredType is { } declared ? Names.Resolve(declared) : memberType;
        if (!statements.Reader.Casts.Allows(memberType, type, CastKind.Unpacking, identifier.Location))
        {
            throw new CairoException(
                $"Expected expression of type '{SyntaxText.Write(memberType)}', got '{SyntaxText.Write(type)}'.", identifier.Location);
        }

        compilation.BindCells(Names.Current + identifier.Name, Register.Ap, offset, type, identifier.Location);
    }

    private bool Fits(CairoType source, CairoType target, Location? location)
    {
        try
        {
            return statements.Reader.Casts.Allows(source, target, CastKind.Assignment, location);
        }
        catch (CairoException)
        {
            return false;
        }
    }

    private void RequireFunction(Location? location)
    {
        if (compilation.Function is null)
        {
            throw new CairoException("return cannot be used outside of a function.", location);
        }
    }

    // By implicit argument of the function the name that is bound to it, null where none is; f{y=w}() leaves out what it does not bind.
    private static List<IdentifierExpression?> Bindings(NodeList<Argument> given, StructDefinition implicitArguments)
    {
        List<(IdentifierExpression Name, IdentifierExpression Bound)> pairs = [];
        foreach (var argument in given)
        {
            var name = argument.Name
                ?? throw new CairoException("Implicit argument binding must be of the form: arg_name=var.", argument.Location);
            pairs.Add(argument.Value is IdentifierExpression bound && !bound.Name.Contains('.', System.StringComparison.Ordinal)
                ? (name, bound)
                : throw new CairoException("Implicit argument binding must be an identifier.", argument.Value.Location));
        }

        List<IdentifierExpression?> bindings = [];
        var next = 0;
        foreach (var (member, _) in implicitArguments.Members)
        {
            bindings.Add(next < pairs.Count && pairs[next].Name.Name == member ? pairs[next++].Bound : null);
        }

        return next == pairs.Count
            ? bindings
            : throw new CairoException(
                $"Unexpected implicit argument binding: {pairs[next].Name.Name}.", pairs[next].Name.Location);
    }

    private void BindImplicitResults(
        List<IdentifierExpression?> bindings,
        StructDefinition implicitArguments,
        ScopedName function,
        Location? location)
    {
        var size = Names.SizeByName(function + DefinitionElement.ReturnScope, location) + implicitArguments.Size;
        for (var i = 0; i < bindings.Count; i++)
        {
            var (name, member) = implicitArguments.Members[i];
            var place = bindings[i]?.Location ?? member.Location;
            if (bindings[i] is null && location is not null && place is not null)
            {
                place = place.WithParent(location, $"While trying to update the implicit return value '{name}' in:");
            }

            var full = Names.Current + (bindings[i]?.Name ?? name);
            compilation.BindCells(full, Register.Ap, member.Offset - size, member.Type, place);
            if (bindings[i] is null && !compilation.Implicit.Contains(full))
            {
                throw new CairoException(
                    $"'{name}' cannot be used as an implicit return value. Consider using a 'with' statement.", place);
            }
        }
    }
}
