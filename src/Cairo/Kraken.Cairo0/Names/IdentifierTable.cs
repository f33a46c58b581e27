using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Names;

/// <summary>
/// All names of a program and what they stand for. Names hang in a tree of scopes; a change can be taken back to an earlier point, since a
/// function may be compiled more than once.
/// </summary>
internal sealed class IdentifierTable
{
    private readonly IdentifierScope root = new(ScopedName.Root);
    private readonly Dictionary<ScopedName, IdentifierDefinition> all = [];
    private readonly Stack<(ScopedName Name, IdentifierDefinition? Before)> changes = new();

    /// <summary>Every full name with its definition, in no order.</summary>
    public IEnumerable<KeyValuePair<ScopedName, IdentifierDefinition>> All => all;

    /// <summary>How many names there are.</summary>
    public int Count => all.Count;

    /// <summary>The point that <see cref="RollBack"/> returns to.</summary>
    public int Point => changes.Count;

    /// <summary>Defines a name, in place of what stood there.</summary>
    public void Add(ScopedName name, IdentifierDefinition definition)
    {
        changes.Push((name, all.GetValueOrDefault(name)));
        Set(name, definition);
    }

    /// <summary>Takes back every <see cref="Add"/> behind a point.</summary>
    public void RollBack(int point)
    {
        while (changes.Count > point)
        {
            (ScopedName name, IdentifierDefinition? before) = changes.Pop();
            if (before is not null)
            {
                Set(name, before);
                continue;
            }

            all.Remove(name);
            root.Remove(name.Path, 0);
        }
    }

    /// <summary>What a full name stands for, aliases not followed; null if it is no name or only the beginning of one.</summary>
    public IdentifierDefinition? ByFullName(ScopedName name) => all.GetValueOrDefault(name);

    /// <summary>Finds a full name; aliases are followed, and what follows a definition is returned as the rest.</summary>
    /// <exception cref="NameException">Unknown, a scope, or aliases in a ring.</exception>
    public IdentifierSearch Get(ScopedName name) =>
        Find(name, out ScopedName unknown) ?? throw new UnknownNameException(unknown);

    /// <summary>Finds a name as it is written, in the innermost of the scopes that has its first part.</summary>
    /// <exception cref="NameException">Unknown, a scope, or aliases in a ring.</exception>
    public IdentifierSearch Search(IReadOnlyList<ScopedName> accessibleScopes, ScopedName name)
    {
        for (int i = accessibleScopes.Count - 1; i >= 0; i--)
        {
            ScopedName full = accessibleScopes[i] + name;
            if (Find(full, out ScopedName unknown) is { } result)
            {
                return result;
            }

            if (unknown.Length > accessibleScopes[i].Length + 1 || !full.StartsWith(unknown))
            {
                throw new UnknownNameException(unknown);
            }
        }

        throw new UnknownNameException(ScopedName.Parse(name.First));
    }

    /// <summary>The names directly below a scope that are scopes themselves, and the definitions directly in it.</summary>
    /// <exception cref="NameException">There is no such scope.</exception>
    public IdentifierScope Scope(ScopedName name)
    {
        ScopedName current = name;
        List<ScopedName> visited = [];
        try
        {
            while (!visited.Contains(current))
            {
                visited.Add(current);
                if (root.Descend(current, out IdentifierDefinition? blocked, out ScopedName rest) is { } scope)
                {
                    return scope;
                }

                var inTheWay = rest.IsRoot ? current.Text : current.Text[..^(rest.Text.Length + 1)];
                current = blocked is AliasDefinition alias
                    ? alias.Destination + rest
                    : throw new NameException($"Identifier '{inTheWay}' is {blocked!.Kind.Text()}, expected a scope.");
            }
        }
        catch (NameException e) when (visited.Count > 1)
        {
            throw new NameException($"Alias resolution failed: {string.Join(" -> ", visited)}. {e.Message}");
        }

        throw new NameException($"Cyclic aliasing detected: {string.Join(" -> ", visited.Append(current))}");
    }

    /// <summary>Forgets every name that begins with one of the prefixes.</summary>
    public void Prune(IReadOnlyCollection<ScopedName> prefixes)
    {
        HashSet<ScopedName> pruned = [.. prefixes];
        foreach (ScopedName name in all.Keys.ToList())
        {
            for (ScopedName parent = name; !parent.IsRoot; parent = parent.Parent)
            {
                if (pruned.Contains(parent))
                {
                    all.Remove(name);
                    root.Remove(name.Path, 0);
                    break;
                }
            }
        }
    }

    private IdentifierSearch? Find(ScopedName name, out ScopedName unknown)
    {
        if (root.Find(name, out unknown) is not { } result)
        {
            return null;
        }

        List<ScopedName>? visited = null;
        while (result.Definition is AliasDefinition alias)
        {
            ScopedName current = alias.Destination + result.Rest;
            visited ??= [name];
            bool ring = visited.Contains(current);
            visited.Add(current);
            if (ring)
            {
                throw new NameException($"Cyclic aliasing detected: {string.Join(" -> ", visited)}");
            }

            result = root.Find(current, out ScopedName missing) ?? throw new NameException(
                $"Alias resolution failed: {string.Join(" -> ", visited)}. {new UnknownNameException(missing).Message}");
        }

        return result;
    }

    private void Set(ScopedName name, IdentifierDefinition definition)
    {
        all[name] = definition;
        root.Set(name.Path, 0, definition);
    }
}
