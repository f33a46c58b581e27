using System.Collections.Generic;
using System.Collections.Immutable;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Names;

/// <summary>Lays out every struct of the modules, among them the arguments of functions, and resolves the named types.</summary>
internal sealed class StructCollector(NameResolver names)
{
    /// <summary>Lays out the structs of a module.</summary>
    /// <exception cref="CairoException">A type is unknown, used too early, or a member stands twice.</exception>
    public void Collect(CairoModule module) => names.Within(module.Name, () => Collect(module.Body.Elements));

    private void Collect(IEnumerable<CodeElement> elements)
    {
        foreach (var element in elements)
        {
            Collect(element);
        }
    }

    private void Collect(CodeElement element)
    {
        switch (element)
        {
            case DefinitionElement { Kind: DefinitionKind.Struct } e:
                Struct(e);
                break;
            case DefinitionElement e:
                Function(e);
                break;
            case TypeAliasElement e:
                names.Define(names.Current + e.Identifier.Name, new TypeDefinition(names.Resolve(e.Type)), e.Location);
                break;
            case IfElement e:
                Collect(e.Then.Elements);
                Collect(e.Else?.Elements ?? []);
                break;
            case WithElement e:
                Collect(e.Body.Elements);
                break;
            case WithAttributeElement e:
                Collect(e.Body.Elements);
                break;
            case ScopedElement e:
                names.Within(e.Scope, () => Collect(e.Elements));
                break;
        }
    }

    private void Function(DefinitionElement e)
    {
        var scope = names.Current + e.Name;
        names.Within(scope, () =>
        {
            Arguments(scope + DefinitionElement.ArgumentScope, e.Arguments, e.Identifier.Location);
            Arguments(scope + DefinitionElement.ImplicitArgumentScope, e.ImplicitArguments, e.Identifier.Location);
            var returns = names.Resolve(e.Returns ?? new TupleType([]) { Location = e.Identifier.Location });
            names.Define(scope + DefinitionElement.ReturnScope, new TypeDefinition(returns), e.Identifier.Location);
            Collect(e.Body.Elements);
        });
    }

    private void Arguments(ScopedName name, IdentifierList? arguments, Location? location)
    {
        List<(string Name, CairoType Type, Location? Location)> members = [];
        foreach (var argument in arguments?.Identifiers ?? [])
        {
            argument.RefuseModifier();
            members.Add((argument.Name, argument.Type, argument.Location));
        }

        Add(name, members, arguments is null ? location : arguments.Location);
    }

    private void Struct(DefinitionElement e)
    {
        if (e.Decorators is [var decorator, ..])
        {
            throw new CairoException("Decorators for structs are not supported.", decorator.Location);
        }

        List<(string Name, CairoType Type, Location? Location)> members = [];
        foreach (var element in e.Body.Elements)
        {
            if (element is not MemberElement { TypedIdentifier: var member })
            {
                throw new CairoException("Unexpected statement inside a struct definition.", element.Location ?? e.Identifier.Location);
            }

            member.RefuseModifier();
            var type = member.DeclaredType
                ?? throw new CairoException("Struct members must be explicitly typed (e.g., x: felt).", member.Location);
            members.Add((member.Name, type, member.Identifier.Location));
        }

        Add(names.Current + e.Name, members, e.Identifier.Location);
    }

    private void Add(ScopedName name, List<(string Name, CairoType Type, Location? Location)> members, Location? location)
    {
        var layout = ImmutableArray.CreateBuilder<KeyValuePair<string, MemberDefinition>>();
        HashSet<string> seen = [];
        var offset = 0;
        foreach (var (member, written, place) in members)
        {
            var type = names.Resolve(written);
            if (!seen.Add(member))
            {
                throw new CairoException($"Redefinition of '{name + member}'.", place);
            }

            layout.Add(new(member, new MemberDefinition(offset, type, place)));
            offset = NameResolver.Total([offset, names.Size(type)], place);
        }

        names.Define(name, new StructDefinition(name, layout.ToImmutable(), offset, location), location);
    }
}
