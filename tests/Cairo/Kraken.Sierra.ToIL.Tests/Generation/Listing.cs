using System.Collections.Generic;
using System.Linq;
using System.Text;
using Kraken.Sierra.ToCasm.Tests.Programs;

namespace Kraken.Sierra.ToIL.Tests.Generation;

/// <summary>The text of a program, in which types and library functions are declared when they are first used.</summary>
internal sealed class Listing
{
    private readonly SierraDeclarations declarations = new();
    private readonly StringBuilder statements = new();
    private readonly List<string> functions = [];

    /// <summary>How often each generic library function was called.</summary>
    internal Dictionary<string, int> Counts { get; } = [];

    /// <summary>Adds a label.</summary>
    internal void Label(string label) => statements.Append(label).AppendLine(":");

    /// <summary>Adds a call of a library function.</summary>
    internal void Invoke(Signature signature, string rest)
    {
        foreach (string type in signature.Types)
        {
            declarations.Type(type);
        }

        Counts[signature.Generic] = Counts.GetValueOrDefault(signature.Generic) + 1;
        statements.Append(declarations.Libfunc(signature.Libfunc)).Append(rest).AppendLine(";");
    }

    /// <summary>Adds a return.</summary>
    internal void Return(string values) => statements.Append("return").Append(values).AppendLine(";");

    /// <summary>Adds a function whose first statement has a label.</summary>
    internal void Function(string name, string entry, IEnumerable<(string Name, string Type)> parameters, IEnumerable<string> results)
    {
        string head = string.Join(", ", parameters.Select(p => $"{p.Name}: {declarations.Type(p.Type)}"));
        functions.Add($"{name}@{entry}({head}) -> ({string.Join(", ", results.Select(declarations.Type))});");
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{string.Join('\n', declarations.Types)}\n\n{string.Join('\n', declarations.Libfuncs)}\n\n{statements}\n"
        + $"{string.Join('\n', functions)}\n";
}
