using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Modules;
using Kraken.Cairo0.Names;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Lowering;

/// <summary>
/// Finds the functions that are compiled: those of the main scope, those imported into it, and all that their bodies name. Conditions of
/// branches, types, and names in a <c>with</c> are not looked at, as in the genuine compiler, whose choice is part of the program.
/// </summary>
internal sealed class UnusedFunctions
{
    private readonly IdentifierTable identifiers;
    private readonly List<ScopedName> scopes = [];
    private readonly Dictionary<ScopedName, List<ScopedName>> uses = [];
    private List<ScopedName>? current;

    private UnusedFunctions(IdentifierTable identifiers) => this.identifiers = identifiers;

    /// <summary>The full names of the functions to compile.</summary>
    /// <exception cref="CairoException">A name is unknown, or <c>new</c> stands outside of functions.</exception>
    public static IReadOnlySet<ScopedName> FindUsed(IReadOnlyList<CairoModule> modules, IdentifierTable identifiers)
    {
        var finder = new UnusedFunctions(identifiers);
        foreach (var module in modules)
        {
            finder.Visit(module.Name, module.Body);
        }

        return finder.Reach(finder.Roots());
    }

    private IEnumerable<ScopedName> Roots()
    {
        IdentifierScope main;
        try
        {
            main = identifiers.Scope(ScopedName.Main);
        }
        catch (UnknownNameException)
        {
            return [];
        }

        return main.Subscopes.Select(name => ScopedName.Main + name)
            .Concat(main.Definitions.OfType<AliasDefinition>().Select(alias => alias.Destination))
            .Where(uses.ContainsKey);
    }

    private HashSet<ScopedName> Reach(IEnumerable<ScopedName> roots)
    {
        var reached = new HashSet<ScopedName>();
        var open = new Stack<ScopedName>(roots);
        while (open.TryPop(out var name))
        {
            while (!name.IsRoot && !uses.ContainsKey(name))
            {
                name = name.Parent;
            }

            if (!name.IsRoot && reached.Add(name))
            {
                foreach (var used in uses[name])
                {
                    open.Push(used);
                }
            }
        }

        return reached;
    }

    private void Visit(ScopedName scope, CodeBlock block)
    {
        scopes.Add(scope);
        Visit(block);
        scopes.RemoveAt(scopes.Count - 1);
    }

    private void Visit(CodeBlock block)
    {
        foreach (var element in block.Elements)
        {
            Visit(element);
        }
    }

    private void Visit(SyntaxNode node)
    {
        switch (node)
        {
            case DefinitionElement definition:
                Visit(definition);
                break;
            case IfElement branch:
                Visit(branch.Then);
                if (branch.Else is not null)
                {
                    Visit(branch.Else);
                }

                break;
            case WithElement with:
                Visit(with.Body);
                break;
            case WithAttributeElement attribute:
                Visit(attribute.Body);
                break;
            case ImportElement import:
                foreach (var item in import.Items)
                {
                    Use(import.Path.ScopedName + item.Original.Name);
                }

                break;
            case DotExpression dot:
                Visit(dot.Operand);
                break;
            case Argument argument:
                Visit(argument.Value);
                break;
            case NewExpression creation when current is null:
                throw new CairoException("The new operator is not supported outside of a function.", creation.Location);
            case NewExpression creation:
                Visit(creation.Operand);
                Use(ScopedName.Parse(BuiltInModules.RegistersName) + "get_ap");
                break;
            case IdentifierExpression identifier:
                Use(identifier);
                break;
            default:
                foreach (var child in node.Children)
                {
                    Visit(child);
                }

                break;
        }
    }

    private void Visit(DefinitionElement definition)
    {
        if (definition.Kind == DefinitionKind.Struct)
        {
            return;
        }

        var outer = current;
        var name = scopes[^1] + definition.Name;
        if (definition.Kind == DefinitionKind.Function)
        {
            if (!uses.TryGetValue(name, out current))
            {
                current = [];
                uses.Add(name, current);
            }
        }

        Visit(name, definition.Body);
        current = outer;
    }

    private void Use(IdentifierExpression identifier)
    {
        var name = identifier.ScopedName;
        if (name.Last == "_")
        {
            return;
        }

        try
        {
            Use(identifiers.Search(scopes, name).CanonicalName);
        }
        catch (NameException exception)
        {
            // Names of the compiler's own are not known yet.
            if (!name.Last.StartsWith("__", System.StringComparison.Ordinal))
            {
                throw new CairoException(exception.Message, identifier.Location);
            }
        }
    }

    private void Use(ScopedName name) => current?.Add(name);
}
