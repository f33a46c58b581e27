using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Names;

/// <summary>Names and types as a place in the source sees them: its scopes are searched from the inner to the outer.</summary>
internal sealed class NameResolver(IdentifierTable identifiers)
{
    private readonly Dictionary<ScopedName, Location?> locations = [];
    private List<ScopedName> scopes = [];

    public IdentifierTable Identifiers { get; } = identifiers;

    /// <summary>The scopes, outermost first.</summary>
    public IReadOnlyList<ScopedName> Scopes => scopes;

    /// <summary>The innermost scope.</summary>
    public ScopedName Current => scopes[^1];

    /// <summary>Enters a scope for the duration of an action.</summary>
    public void Within(ScopedName scope, Action action)
    {
        scopes.Add(scope);
        action();
        scopes.RemoveAt(scopes.Count - 1);
    }

    /// <summary>Sees names as another place did.</summary>
    public void Enter(IEnumerable<ScopedName> others) => scopes = [.. others];

    /// <summary>Where a name was defined, if it is known.</summary>
    public Location? LocationOf(ScopedName name) => locations.GetValueOrDefault(name);

    /// <summary>Defines a name that was seen before.</summary>
    /// <param name="name">The full name.</param>
    /// <param name="definition">What it stands for.</param>
    /// <param name="location">Where.</param>
    /// <param name="isTemporary">True for names that the compiler makes and so has not seen.</param>
    /// <exception cref="CairoException">It is defined already, or was seen as something else.</exception>
    public void Define(ScopedName name, IdentifierDefinition definition, Location? location, bool isTemporary = false)
    {
        switch (Identifiers.ByFullName(name))
        {
            case null when isTemporary:
                break;
            case null:
                throw new CairoException($"Identifier '{name}' not found by IdentifierCollector.", location);
            case FutureDefinition future when !Is(definition, future.Of):
                throw new CairoException(
                    $"Identifier '{name}' expected to be '{future.Of.Text()}', not '{definition.Kind.Text()}'.", location);
            case not FutureDefinition:
                throw new CairoException($"Redefinition of '{name}'.", location);
        }

        Identifiers.Add(name, definition);
        locations[name] = location;
    }

    /// <summary>What a name as it is written leads to.</summary>
    /// <exception cref="CairoException">Nothing, or a scope.</exception>
    public IdentifierSearch Search(ScopedName name, Location? location)
    {
        try
        {
            return Identifiers.Search(scopes, name);
        }
        catch (NameException e)
        {
            throw new CairoException(e.Message, location);
        }
    }

    /// <summary>What a name as it is written leads to, if nothing follows it.</summary>
    /// <exception cref="CairoException">Nothing, a scope, or something followed by members.</exception>
    public IdentifierSearch SearchWhole(ScopedName name, Location? location)
    {
        var result = Search(name, location);
        try
        {
            return result.Whole();
        }
        catch (NameException e)
        {
            throw new CairoException(e.Message, location);
        }
    }

    /// <summary>The struct of a name.</summary>
    /// <exception cref="CairoException">It is something else.</exception>
    public StructDefinition Struct(ScopedName name, Location? location) =>
        (StructDefinition)Definition(name, location, IdentifierKind.Struct);

    /// <summary>The named type of a name.</summary>
    /// <exception cref="CairoException">It is something else.</exception>
    public TypeDefinition Type(ScopedName name, Location? location) =>
        (TypeDefinition)Definition(name, location, IdentifierKind.TypeDefinition);

    /// <summary>True if a name as it is written is that of a struct.</summary>
    public bool IsStruct(ScopedName name)
    {
        try
        {
            return SearchWhole(name, null).Definition is StructDefinition;
        }
        catch (CairoException)
        {
            return false;
        }
    }

    /// <summary>The members of a struct or of a named tuple type.</summary>
    /// <exception cref="CairoException">It is something else.</exception>
    public IReadOnlyList<(string? Name, CairoType Type)> Members(ScopedName name, Location? location)
    {
        var definition = Definition(name, location, IdentifierKind.TypeDefinition, IdentifierKind.Struct);
        if (definition is StructDefinition found)
        {
            return [.. found.Members.Select(m => ((string?)m.Key, m.Value.Type))];
        }

        return ((TypeDefinition)definition).Type is TupleType tuple
            ? [.. tuple.Members.Select(m => (m.Name, Resolve(m.Type)))]
            : throw new CairoException("Only tuple types are currently supported.", location);
    }

    /// <summary>What a function returns.</summary>
    public CairoType ReturnType(FunctionCall call) =>
        Type(call.Function.ScopedName + DefinitionElement.ReturnScope, call.Location).Type;

    /// <summary>The struct of a full name; a named type that is a struct counts too.</summary>
    /// <exception cref="CairoException">It is something else.</exception>
    public StructDefinition StructByFullName(ScopedName name, Location? location)
    {
        var definition = Identifiers.ByFullName(name);
        if (definition is TypeDefinition { Type: StructType { Scope: var scope } })
        {
            definition = Identifiers.ByFullName(scope);
        }

        return definition switch
        {
            StructDefinition found => found,
            null => throw new CairoException(new UnknownNameException(name).Message, location),
            _ => throw new CairoException($"Expected '{name}' to be struct. Found: '{definition.Kind.Text()}'.", location),
        };
    }

    /// <summary>The type with every name in it full and every alias followed.</summary>
    /// <exception cref="CairoException">A name is unknown or no type, or a tuple's names are wrong.</exception>
    public CairoType Resolve(CairoType type)
    {
        var nodes = 0;
        return Resolve(type, ref nodes);
    }

    /// <summary>Felts that a value of a type takes, at most <see cref="CompilerLimits.TypeFelts"/>.</summary>
    /// <exception cref="CairoException">A struct is not known yet, or the type is too large.</exception>
    public int Size(CairoType type) => type switch
    {
        FeltType or PointerType or CodeOffsetType => 1,
        NamedType named => SizeByName(named.Name, named.Location),
        StructType known => StructByFullName(known.Scope, known.Location).Size,
        TupleType tuple => Total(tuple.Types.Select(Size), tuple.Location),
        _ => throw new CairoException($"Type {SyntaxText.Write(type)} is not supported.", type.Location),
    };

    /// <summary>Felts that the struct or named type of a name takes.</summary>
    /// <exception cref="CairoException">It is something else.</exception>
    public int SizeByName(ScopedName name, Location? location) =>
        Definition(name, location, IdentifierKind.Struct, IdentifierKind.TypeDefinition) is StructDefinition found
            ? found.Size
            : Size(Type(name, location).Type);

    /// <summary>The sum of sizes.</summary>
    /// <exception cref="CairoException">It is above <see cref="CompilerLimits.TypeFelts"/>.</exception>
    public static int Total(IEnumerable<int> sizes, Location? location)
    {
        long total = 0;
        foreach (var size in sizes)
        {
            total += size;
            if (total > CompilerLimits.TypeFelts)
            {
                throw new CairoException($"The type takes more than {CompilerLimits.TypeFelts} felts.", location);
            }
        }

        return (int)total;
    }

    private static bool Is(IdentifierDefinition definition, IdentifierKind kind) =>
        definition.Kind == kind || (definition is LabelDefinition && kind == IdentifierKind.Label);

    private static void CheckMemberNames(TupleType tuple)
    {
        var named = tuple.Members.Count(m => m.Name is not null);
        if (named != 0 && named != tuple.Members.Count)
        {
            throw new CairoException("All fields in a named tuple must have a name.", tuple.Location);
        }

        HashSet<string> names = [];
        foreach (var member in tuple.Members)
        {
            if (member.Name is not null && !names.Add(member.Name))
            {
                throw new CairoException("Named tuple cannot have two entries with the same name.", member.Location);
            }
        }
    }

    // An alias may hold the one before it twice, and so on: what comes out is counted.
    private CairoType Resolve(CairoType type, ref int nodes)
    {
        if (++nodes > CompilerLimits.TypeNodes)
        {
            throw new CairoException($"The type has more than {CompilerLimits.TypeNodes} nodes.", type.Location);
        }

        switch (type)
        {
            case FeltType or CodeOffsetType or StructType:
                return type;
            case PointerType pointer:
                return pointer with { Pointee = Resolve(pointer.Pointee, ref nodes) };
            case NamedType named:
                return Resolve(named, ref nodes);
            case TupleType tuple:
                CheckMemberNames(tuple);
                List<TupleMember> members = [];
                foreach (var member in tuple.Members)
                {
                    members.Add(member with { Type = Resolve(member.Type, ref nodes) });
                }

                return tuple with { Members = members.ToNodeList() };
            default:
                throw new CairoException($"Type {SyntaxText.Write(type)} is not supported.", type.Location);
        }
    }

    private CairoType Resolve(NamedType named, ref int nodes)
    {
        var result = SearchWhole(named.Name, named.Location);
        switch (result.Definition)
        {
            case TypeDefinition alias:
                return Resolve(alias.Type, ref nodes);
            case FunctionDefinition:
                return new FunctionType(result.CanonicalName);
            case FutureDefinition { Of: IdentifierKind.TypeDefinition }:
                throw new CairoException("Cannot use a type before its definition.", named.Location);
        }

        // A struct may point to itself and to those below it.
        var kind = result.Definition is FutureDefinition future ? future.Of : result.Definition.Kind;
        return kind == IdentifierKind.Struct
            ? new StructType(result.CanonicalName) { Location = named.Location }
            : throw new CairoException($"Expected '{named.Name}' to be a struct. Found: '{kind.Text()}'.", named.Location);
    }

    private IdentifierDefinition Definition(ScopedName name, Location? location, params IdentifierKind[] kinds)
    {
        var result = SearchWhole(name, location);
        return kinds.Contains(result.Definition.Kind)
            ? result.Definition
            : throw new CairoException(
                $"Expected '{result.CanonicalName}' to be {string.Join(" or ", kinds.Select(k => k.Text()))}. "
                + $"Found: '{result.Definition.Kind.Text()}'.",
                location);
    }
}
