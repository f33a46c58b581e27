using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Text;
using Kraken.Sierra.ToCasm.Tests.Programs;

namespace Kraken.Sierra.ToIL.Tests.Generation;

/// <summary>The text of a program, in which types and library functions are declared when they are first used.</summary>
internal sealed class Listing
{
    private readonly List<string> types = [];
    private readonly List<string> libfuncs = [];
    private readonly StringBuilder statements = new();
    private readonly List<string> functions = [];
    private readonly Dictionary<string, string> typeIds = [];
    private readonly Dictionary<string, string> libfuncIds = [];

    /// <summary>How often each generic library function was called.</summary>
    internal Dictionary<string, int> Counts { get; } = [];

    /// <summary>Declares a type, unless it is.</summary>
    internal string Type(string type) => Declare(type, typeIds, types, "type");

    /// <summary>Adds a label.</summary>
    internal void Label(string label) => statements.Append(label).AppendLine(":");

    /// <summary>Adds a call of a library function.</summary>
    internal void Invoke(Signature signature, string rest)
    {
        foreach (string type in signature.Types)
        {
            Type(type);
        }

        Counts[signature.Generic] = Counts.GetValueOrDefault(signature.Generic) + 1;
        statements.Append(Declare(signature.Libfunc, libfuncIds, libfuncs, "libfunc")).Append(rest).AppendLine(";");
    }

    /// <summary>Adds a return.</summary>
    internal void Return(string values) => statements.Append("return").Append(values).AppendLine(";");

    /// <summary>Adds a function whose first statement has a label.</summary>
    internal void Function(string name, string entry, IEnumerable<(string Name, string Type)> parameters, IEnumerable<string> results)
    {
        string head = string.Join(", ", parameters.Select(p => $"{p.Name}: {Type(p.Type)}"));
        functions.Add($"{name}@{entry}({head}) -> ({string.Join(", ", results.Select(Type))});");
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{string.Join('\n', types)}\n\n{string.Join('\n', libfuncs)}\n\n{statements}\n{string.Join('\n', functions)}\n";

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

    private string Argument(string argument) =>
        argument.StartsWith("ut@", StringComparison.Ordinal) || argument.StartsWith("user@", StringComparison.Ordinal)
            || BigInteger.TryParse(argument, out _) ? argument : Type(argument);
}
