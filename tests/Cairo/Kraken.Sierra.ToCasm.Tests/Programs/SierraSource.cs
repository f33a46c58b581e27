using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Kraken.Sierra.ToCasm.Tests.Programs;

/// <summary>
/// Writes Sierra text from a shorter form in which types and library functions stand where they are used and need no declaration:
/// <code>
/// fn name(a: u8, b: u8) -> (felt252)
/// u8_wide_mul(a, b) -> (c)
/// u8_eq(a, b) { fallthrough() equal() }
/// return(c)
/// equal:
/// return(c)
/// </code>
/// A branch_align is put at each end of a branch, and a store_temp before each returned value. Lines "uses T1; T2" declare more types.
/// </summary>
internal sealed class SierraSource
{
    private readonly SierraDeclarations declarations = new();
    private readonly List<string> statements = [];
    private readonly List<string> functions = [];
    private readonly HashSet<string> targets = [];
    private string[] returns = [];
    private int count;

    private SierraSource()
    {
    }

    /// <summary>The whole program.</summary>
    public static string Expand(string source)
    {
        SierraSource program = new();
        foreach (string line in source.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            program.Read(line);
        }

        return string.Join(
            '\n', [.. program.declarations.Types, .. program.declarations.Libfuncs, .. program.statements, .. program.functions]);
    }

    /// <summary>The parts between the separators that stand outside of all brackets.</summary>
    public static List<string> Split(string text, char separator = ',')
    {
        List<string> parts = [];
        StringBuilder part = new();
        int depth = 0;
        foreach (char c in text)
        {
            depth += c is '<' or '(' ? 1 : c is '>' or ')' ? -1 : 0;
            if (c == separator && depth == 0)
            {
                parts.Add(part.ToString().Trim());
                part.Clear();
            }
            else
            {
                part.Append(c);
            }
        }

        string last = part.ToString().Trim();
        return last.Length == 0 ? parts : [.. parts, last];
    }

    private void Read(string line)
    {
        if (line.StartsWith("uses ", StringComparison.Ordinal))
        {
            Split(line[5..], ';').ForEach(type => declarations.Type(type));
        }
        else if (line.StartsWith("fn ", StringComparison.Ordinal))
        {
            ReadFunction(line[3..]);
        }
        else if (line.EndsWith(':'))
        {
            statements.Add(line);
            if (targets.Contains(line[..^1]))
            {
                Align();
            }
        }
        else if (line.StartsWith("return(", StringComparison.Ordinal))
        {
            ReadReturn(line);
        }
        else
        {
            ReadInvocation(line);
        }
    }

    private void ReadFunction(string header)
    {
        int open = header.IndexOf('(', StringComparison.Ordinal);
        int arrow = header.IndexOf(") -> (", StringComparison.Ordinal);
        string parameters = string.Join(", ", Split(header[(open + 1)..arrow]).Select(p => p.Split(": ", 2)).Select(p =>
            $"{p[0]}: {declarations.Type(p[1])}"));
        returns = [.. Split(header[(arrow + 6)..^1])];
        string results = string.Join(", ", returns.Select(declarations.Type));
        functions.Add($"{header[..open]}@{count}({parameters}) -> ({results});");
    }

    private void ReadReturn(string line)
    {
        List<string> values = Split(line[7..^1]);
        for (int i = 0; i < values.Count; i++)
        {
            Add($"{declarations.Libfunc($"store_temp<{returns[i]}>")}({values[i]}) -> ({values[i]});");
        }

        Add($"{line};");
    }

    private void ReadInvocation(string line)
    {
        int end = line.EndsWith('}') ? line.IndexOf(" {", StringComparison.Ordinal) : line.IndexOf(" -> (", StringComparison.Ordinal);
        int open = line.LastIndexOf('(', end - 1);
        Add($"{declarations.Libfunc(line[..open])}{line[open..]};");
        if (line.EndsWith('}'))
        {
            string[] names = [.. line[(end + 2)..^1].Split(')', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Where(branch => branch != "}").Select(branch => branch[..branch.IndexOf('(', StringComparison.Ordinal)])];
            targets.UnionWith(names);
            if (names.Contains("fallthrough"))
            {
                Align();
            }
        }
    }

    private void Align() => Add($"{declarations.Libfunc("branch_align")}() -> ();");

    private void Add(string statement)
    {
        statements.Add(statement);
        count++;
    }
}
