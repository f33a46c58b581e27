using System.Collections.Generic;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Names;

/// <summary>The names that begin with one full name.</summary>
internal sealed class IdentifierScope(ScopedName fullName)
{
    private readonly Dictionary<string, IdentifierScope> scopes = [];
    private readonly Dictionary<string, IdentifierDefinition> definitions = [];

    /// <summary>The names below this one that have names below themselves.</summary>
    public IReadOnlyCollection<string> Subscopes => scopes.Keys;

    /// <summary>What stands directly below this name.</summary>
    public IReadOnlyCollection<IdentifierDefinition> Definitions => definitions.Values;

    /// <summary>Defines the name that begins at a part of a path.</summary>
    public void Set(string[] path, int from, IdentifierDefinition definition)
    {
        IdentifierScope scope = this;
        for (int i = from; i < path.Length - 1; i++)
        {
            if (!scope.scopes.TryGetValue(path[i], out IdentifierScope? next))
            {
                next = new IdentifierScope(scope.FullName + path[i]);
                scope.scopes.Add(path[i], next);
            }

            scope = next;
        }

        scope.definitions[path[^1]] = definition;
    }

    /// <summary>Removes a definition and the scopes that become empty.</summary>
    /// <returns>True if this scope is empty now.</returns>
    public bool Remove(string[] path, int from)
    {
        if (from == path.Length - 1)
        {
            definitions.Remove(path[from]);
        }
        else if (scopes.TryGetValue(path[from], out IdentifierScope? next) && next.Remove(path, from + 1))
        {
            scopes.Remove(path[from]);
        }

        return scopes.Count == 0 && definitions.Count == 0;
    }

    /// <summary>Finds the definition that the longest possible beginning of a name leads to.</summary>
    /// <returns>The definition, or null with the beginning that is unknown.</returns>
    /// <exception cref="NameException">The name is that of a scope.</exception>
    public IdentifierSearch? Find(ScopedName name, out ScopedName unknown)
    {
        unknown = default;
        string[] path = name.Path;
        IdentifierScope scope = this;
        for (int i = 0; ; i++)
        {
            string part = path[i];
            if (i < path.Length - 1 && scope.scopes.TryGetValue(part, out IdentifierScope? next))
            {
                scope = next;
                continue;
            }

            if (scope.definitions.TryGetValue(part, out IdentifierDefinition? definition))
            {
                return new IdentifierSearch(definition, scope.FullName + part, name.From(i + 1));
            }

            if (scope.scopes.ContainsKey(part))
            {
                throw new NameException($"Expected '{scope.FullName + part}' to be an identifier, found a scope name.");
            }

            unknown = scope.FullName + part;
            return null;
        }
    }

    /// <summary>Goes down to a scope.</summary>
    /// <returns>The scope, or null where a definition that is no scope stands in the way.</returns>
    /// <exception cref="UnknownNameException">A part is unknown.</exception>
    public IdentifierScope? Descend(ScopedName name, out IdentifierDefinition? blocked, out ScopedName rest)
    {
        blocked = null;
        rest = ScopedName.Root;
        string[] path = name.Path;
        IdentifierScope scope = this;
        for (int i = 0; i < path.Length; i++)
        {
            string part = path[i];
            if (scope.scopes.TryGetValue(part, out IdentifierScope? next))
            {
                scope = next;
            }
            else if (scope.definitions.TryGetValue(part, out blocked))
            {
                rest = name.From(i + 1);
                return null;
            }
            else
            {
                throw new UnknownNameException(scope.FullName + part);
            }
        }

        return scope;
    }

    private ScopedName FullName { get; } = fullName;
}
