using System;
using System.Collections.Generic;
using System.Globalization;

namespace Kraken.Sierra.Text;

/// <summary>Reads the text form in two passes: declarations by name first, then references by index.</summary>
internal sealed class SierraTextParser(string text)
{
    private readonly NameScanner scanner = new(text);
    private readonly List<(string Name, string LongId, TypeFlags? Flags)> types = [];
    private readonly List<(string Name, string LongId)> libfuncs = [];
    private readonly List<RawStatement> statements = [];
    private readonly List<(string Name, string Entry, List<(ulong Variable, string Type)> Parameters, List<string> Returns)> functions = [];
    private readonly Dictionary<string, int> labels = [];
    private readonly Dictionary<ulong, string> variableNames = [];

    private sealed record RawStatement(string? Libfunc, ulong[] Arguments, List<(string? Target, ulong[] Results)> Branches, int Position);

    public SierraProgram Parse()
    {
        while (!scanner.AtEnd)
        {
            ReadItem();
        }

        Dictionary<string, int> typeIndex = Index(types, t => t.Name, "type");
        Dictionary<string, int> libfuncIndex = Index(libfuncs, l => l.Name, "libfunc");
        Dictionary<string, int> functionIndex = Index(functions, f => f.Name, "function");
        GenericArgText args = new(typeIndex, libfuncIndex, functionIndex);
        TypeDeclaration[] resolvedTypes =
            [.. types.ConvertAll(t => args.Resolve(t.LongId, (id, list) => new TypeDeclaration(t.Name, id, list, t.Flags)))];
        LibfuncDeclaration[] resolvedLibfuncs =
            [.. libfuncs.ConvertAll(l => args.Resolve(l.LongId, (id, list) => new LibfuncDeclaration(l.Name, id, list)))];
        Statement[] resolvedStatements = [.. statements.ConvertAll(s => Resolve(s, libfuncIndex))];
        SierraFunction[] resolvedFunctions = [.. functions.ConvertAll(f => new SierraFunction(
            f.Name,
            f.Parameters.ConvertAll(p => new Parameter(p.Variable, Lookup(typeIndex, p.Type, "type"))),
            f.Returns.ConvertAll(t => Lookup(typeIndex, t, "type")),
            Target(f.Entry)))];
        SierraProgram program =
            new(resolvedTypes, resolvedLibfuncs, resolvedStatements, resolvedFunctions) { VariableNames = variableNames };
        Felts.ReferenceCheck.Run(program);
        return program;
    }

    internal static int Lookup(Dictionary<string, int> index, string name, string what) => index.TryGetValue(name, out int value)
        ? value
        : throw new SierraException(SierraErrorKind.MalformedText, $"undeclared {what}", -1, $"a declared {what}", name);

    private static Dictionary<string, int> Index<T>(List<T> items, Func<T, string> nameOf, string what)
    {
        Dictionary<string, int> index = [];
        for (int i = 0; i < items.Count; i++)
        {
            if (!index.TryAdd(nameOf(items[i]), i))
            {
                throw new SierraException(SierraErrorKind.MalformedText, $"{what} declared twice: {nameOf(items[i])}", i);
            }
        }

        return index;
    }

    private void ReadItem()
    {
        if (scanner.TryTake("type "))
        {
            ReadType();
        }
        else if (scanner.TryTake("libfunc "))
        {
            string name = scanner.ReadName();
            scanner.Take("=");
            libfuncs.Add((name, scanner.ReadName()));
            scanner.Take(";");
        }
        else
        {
            ReadStatementOrFunction();
        }
    }

    private void ReadType()
    {
        string name = scanner.ReadName();
        scanner.Take("=");
        string longId = scanner.ReadName();
        TypeFlags? flags = null;
        if (scanner.TryTake("["))
        {
            flags = new TypeFlags(ReadFlag("storable:", ","), ReadFlag("drop:", ","), ReadFlag("dup:", ","), ReadFlag("zero_sized:", "]"));
        }

        scanner.Take(";");
        types.Add((name, longId, flags));
    }

    private bool ReadFlag(string label, string end)
    {
        scanner.Take(label);
        bool value = scanner.TryTake("true");
        if (!value)
        {
            scanner.Take("false");
        }

        scanner.Take(end);
        return value;
    }

    private void ReadStatementOrFunction()
    {
        string name = scanner.ReadName();
        if (scanner.TryTake(":"))
        {
            if (!labels.TryAdd(name, statements.Count))
            {
                throw new SierraException(SierraErrorKind.MalformedText, $"label declared twice: {name}", statements.Count);
            }
        }
        else if (scanner.TryTake("@"))
        {
            ReadFunction(name);
        }
        else
        {
            ReadStatement(name);
        }
    }

    private void ReadFunction(string name)
    {
        string entry = scanner.ReadName();
        List<(ulong Variable, string Type)> parameters = ReadList(() =>
        {
            ulong variable = ReadVariable();
            scanner.Take(":");
            return (variable, scanner.ReadName());
        });
        scanner.Take("->");
        List<string> returns = ReadList(scanner.ReadName);
        scanner.Take(";");
        functions.Add((name, entry, parameters, returns));
    }

    private void ReadStatement(string name)
    {
        int position = scanner.Position;
        ulong[] arguments = [.. ReadList(ReadVariable)];
        List<(string? Target, ulong[] Results)> branches = [];
        bool isReturn = name == "return";
        if (!isReturn && scanner.TryTake("->"))
        {
            branches.Add((null, [.. ReadList(ReadVariable)]));
        }
        else if (!isReturn)
        {
            scanner.Take("{");
            while (!scanner.TryTake("}"))
            {
                string target = scanner.ReadName();
                branches.Add((target == "fallthrough" ? null : target, [.. ReadList(ReadVariable)]));
            }
        }

        scanner.Take(";");
        statements.Add(new RawStatement(isReturn ? null : name, arguments, branches, position));
    }

    private List<T> ReadList<T>(Func<T> readItem)
    {
        List<T> items = [];
        scanner.Take("(");
        while (!scanner.TryTake(")"))
        {
            items.Add(readItem());
            if (!scanner.TryTake(","))
            {
                scanner.Take(")");
                break;
            }
        }

        return items;
    }

    private ulong ReadVariable()
    {
        if (scanner.TryTake("["))
        {
            ulong id = scanner.ReadNumber();
            scanner.Take("]");
            return id;
        }

        string name = scanner.ReadName();
        ulong hash = Fnv1a(name);
        variableNames[hash] = name;
        return hash;
    }

    // The identity of a named variable is the 64-bit FNV-1a hash of its name.
    private static ulong Fnv1a(string name)
    {
        ulong hash = 0xcbf29ce484222325;
        foreach (char c in name)
        {
            hash = (hash ^ c) * 0x100000001b3;
        }

        return hash;
    }

    private Statement Resolve(RawStatement raw, Dictionary<string, int> libfuncIndex)
    {
        if (raw.Libfunc is null)
        {
            return Statement.Return(raw.Arguments);
        }

        StatementBranch[] branches = [.. raw.Branches.ConvertAll(
            b => new StatementBranch(b.Target is null ? StatementBranch.Fallthrough : Target(b.Target), b.Results))];
        return Statement.Invoke(Lookup(libfuncIndex, raw.Libfunc, "libfunc"), raw.Arguments, branches);
    }

    private int Target(string label)
    {
        if (int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out int statement))
        {
            return statement;
        }

        return Lookup(labels, label, "label");
    }
}
