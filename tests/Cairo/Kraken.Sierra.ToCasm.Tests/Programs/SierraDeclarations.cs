using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace Kraken.Sierra.ToCasm.Tests.Programs;

/// <summary>
/// The types and library functions of a program's text. Each is named by what it is with all its arguments, and is declared, as are the
/// types among its arguments, when it is first named.
/// </summary>
internal sealed class SierraDeclarations
{
    private readonly List<string> types = [];
    private readonly List<string> libfuncs = [];
    private readonly Dictionary<string, string> typeIds = [];
    private readonly Dictionary<string, string> libfuncIds = [];

    /// <summary>The declarations of types so far.</summary>
    public IReadOnlyList<string> Types => types;

    /// <summary>The declarations of library functions so far.</summary>
    public IReadOnlyList<string> Libfuncs => libfuncs;

    /// <summary>The id of a type.</summary>
    public string Type(string expression) => Declare(expression, typeIds, types, "type");

    /// <summary>The id of a library function.</summary>
    public string Libfunc(string expression) => Declare(expression, libfuncIds, libfuncs, "libfunc");

    private string Declare(string expression, Dictionary<string, string> ids, List<string> declarations, string keyword)
    {
        if (ids.TryGetValue(expression, out string? known))
        {
            return known;
        }

        int open = expression.IndexOf('<', StringComparison.Ordinal);
        string longId = open < 0
            ? expression
            : $"{expression[..open]}<{string.Join(", ", SierraSource.Split(expression[(open + 1)..^1]).Select(Argument))}>";
        string id = $"[{declarations.Count}]";
        ids.Add(expression, id);
        declarations.Add($"{keyword} {id} = {longId};");
        return id;
    }

    private string Argument(string argument)
    {
        bool named = argument.StartsWith("ut@", StringComparison.Ordinal) || argument.StartsWith("user@", StringComparison.Ordinal);
        return named || BigInteger.TryParse(argument, out _) ? argument : Type(argument);
    }
}
