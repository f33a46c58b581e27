using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Names;

/// <summary>Collects every name of the modules before any of them is compiled, so that names may be used above their definition.</summary>
internal sealed class IdentifierCollector(IdentifierTable identifiers)
{
    /// <summary>Felts of a function's locals, a constant in every function and namespace.</summary>
    public const string SizeOfLocals = "SIZEOF_LOCALS";

    /// <summary>Collects the names of a module; those that it imports must have been collected.</summary>
    /// <exception cref="CairoException">A name is defined twice, or an import leads nowhere.</exception>
    public void Collect(CairoModule module)
    {
        if (module.Body.Elements.OfType<LangDirective>().Skip(1).FirstOrDefault() is { } second)
        {
            throw new CairoException("Found two %lang directives", second.Location);
        }

        Collect(module.Name, module.Body);
    }

    private void Collect(ScopedName scope, CodeBlock block)
    {
        foreach (var element in block.Elements)
        {
            Collect(scope, element);
        }
    }

    private void Collect(ScopedName scope, CodeElement element)
    {
        switch (element)
        {
            case ConstElement e:
                Future(scope + e.Identifier.Name, IdentifierKind.Const, e.Identifier.Location);
                break;
            case LabelElement e:
                Future(scope + e.Identifier.Name, IdentifierKind.Label, e.Identifier.Location);
                break;
            case TypeAliasElement e:
                Future(scope + e.Identifier.Name, IdentifierKind.TypeDefinition, e.Identifier.Location);
                break;
            case ReferenceElement e:
                Reference(scope, e.TypedIdentifier);
                break;
            case LocalElement e:
                Reference(scope, e.TypedIdentifier);
                break;
            case TempVarElement e:
                Reference(scope, e.TypedIdentifier);
                break;
            case ReturnValueElement e:
                Reference(scope, e.TypedIdentifier);
                break;
            case UnpackElement e:
                foreach (var identifier in e.Identifiers.Identifiers.Where(i => i.Name != "_"))
                {
                    Reference(scope, identifier);
                }

                break;
            case DefinitionElement e:
                Definition(scope + e.Name, e);
                break;
            case IfElement e:
                Future(scope + e.LabelNotEqual!, IdentifierKind.Label, e.Location);
                Future(scope + e.LabelEnd!, IdentifierKind.Label, e.Location);
                Collect(scope, e.Then);
                if (e.Else is not null)
                {
                    Collect(scope, e.Else);
                }

                break;
            case WithElement e:
                foreach (var local in e.Identifiers.Select(i => i.LocalName).OfType<IdentifierExpression>())
                {
                    Future(scope + local.Name, IdentifierKind.Reference, local.Location);
                }

                Collect(scope, e.Body);
                break;
            case WithAttributeElement e:
                Collect(scope, e.Body);
                break;
            case ScopedElement e:
                Collect(e.Scope, new CodeBlock(e.Elements));
                break;
            case ImportElement e:
                Import(scope, e);
                break;
        }
    }

    private void Reference(ScopedName scope, TypedIdentifier identifier) =>
        Future(scope + identifier.Name, IdentifierKind.Reference, identifier.Location);

    private void Definition(ScopedName scope, DefinitionElement e)
    {
        var place = e.Identifier.Location;
        if (e.Kind == DefinitionKind.Struct)
        {
            Future(scope, IdentifierKind.Struct, place);
            return;
        }

        Future(scope, e.Kind == DefinitionKind.Function ? IdentifierKind.Function : IdentifierKind.Namespace, place);
        Arguments(scope, DefinitionElement.ArgumentScope, e.Arguments, place);
        Arguments(scope, DefinitionElement.ImplicitArgumentScope, e.ImplicitArguments, place);
        Future(scope + DefinitionElement.ReturnScope, IdentifierKind.TypeDefinition, e.Returns is null ? place : e.Returns.Location);
        if (e.ImplicitArguments is { } hidden)
        {
            var names = hidden.Identifiers.Select(i => i.Name).ToHashSet();
            if (e.Arguments.Identifiers.FirstOrDefault(i => names.Contains(i.Name)) is { } twice)
            {
                throw new CairoException("An argument cannot have the same name as an implicit argument.", twice.Identifier.Location);
            }
        }

        Future(scope + SizeOfLocals, IdentifierKind.Const, place);
        Collect(scope, e.Body);
    }

    private void Arguments(ScopedName scope, string structName, IdentifierList? arguments, Location? place)
    {
        Future(scope + structName, IdentifierKind.Struct, arguments is null ? place : arguments.Location);
        foreach (var argument in arguments?.Identifiers ?? [])
        {
            if (argument.Name == SizeOfLocals)
            {
                throw new CairoException(
                    $"The name '{SizeOfLocals}' is reserved and cannot be used as an argument name.", argument.Location);
            }

            Reference(scope, argument);
        }
    }

    private void Import(ScopedName scope, ImportElement e)
    {
        foreach (var item in e.Items)
        {
            var destination = e.Path.ScopedName + item.Original.Name;
            if (identifiers.ByFullName(destination) is null && !IsScope(destination))
            {
                throw new CairoException($"Cannot import '{item.Original.Name}' from '{e.Path.Name}'.", item.Original.Location);
            }

            Add(scope + item.Identifier.Name, new AliasDefinition(destination), item.Identifier.Location);
        }
    }

    private bool IsScope(ScopedName name)
    {
        try
        {
            identifiers.Scope(name);
            return true;
        }
        catch (NameException)
        {
            return false;
        }
    }

    private void Future(ScopedName name, IdentifierKind kind, Location? location) => Add(name, new FutureDefinition(kind), location);

    // Only references may be bound again.
    private void Add(ScopedName name, IdentifierDefinition definition, Location? location)
    {
        if (identifiers.ByFullName(name) is { } existing
            && (existing, definition) is not
                (FutureDefinition { Of: IdentifierKind.Reference }, FutureDefinition { Of: IdentifierKind.Reference }))
        {
            throw new CairoException($"Redefinition of '{name}'.", location);
        }

        if (name.Text.Length > CompilerLimits.NameCharacters)
        {
            throw new CairoException($"The name with its scopes has more than {CompilerLimits.NameCharacters} characters.", location);
        }

        if (identifiers.Count >= CompilerLimits.Identifiers)
        {
            throw new CairoException($"The program has more than {CompilerLimits.Identifiers} identifiers.", location);
        }

        identifiers.Add(name, definition);
    }
}
