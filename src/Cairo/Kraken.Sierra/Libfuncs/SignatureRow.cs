using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Sierra.Text;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.Libfuncs;

/// <summary>A row of the signature tables: name&lt;generic parameters&gt; | parameters | branch | branch ...</summary>
internal sealed class SignatureRow
{
    private readonly GenericParameter[] generics;
    private readonly string letters;
    private readonly TypePattern[] parameters;
    private readonly BranchPattern[] branches;

    public SignatureRow(string text)
    {
        string[] cells = text.Split('|', StringSplitOptions.TrimEntries);
        int open = cells[0].IndexOf('<', StringComparison.Ordinal);
        Name = open < 0 ? cells[0] : cells[0][..open];
        generics = open < 0 ? [] : [.. GenericArgText.Split(cells[0][(open + 1)..^1]).Select(g => new GenericParameter(g))];
        letters = new string([.. generics.Select(g => g.Letter)]);
        parameters = cells[1] == "-" ? [] : [.. GenericArgText.Split(cells[1]).Select(TypePattern.Parse)];
        branches = [.. cells.Skip(2).Select(c => new BranchPattern(c))];
    }

    public string Name { get; }

    /// <summary>Makes the library function; null when the row is meant for other arguments.</summary>
    public ConcreteLibfunc? TrySpecialize(LibfuncContext context)
    {
        IReadOnlyList<GenericArg> args = context.Args;
        TypeRegistry types = context.Types;
        if (args.Count != generics.Length || generics.Where((g, i) => !g.Selects(args[i], types)).Any())
        {
            return null;
        }

        for (int i = 0; i < generics.Length; i++)
        {
            if (!generics[i].Allows(args[i], types))
            {
                throw context.Invalid("generic argument");
            }
        }

        LibfuncBindings bindings = new(letters, args);
        return new ConcreteLibfunc(
            Name, args, Array.ConvertAll(parameters, p => p.Resolve(types, bindings)),
            Array.ConvertAll(branches, b => b.Resolve(types, bindings)),
            Name == "jump" || branches.Length == 0 ? -1 : 0);
    }
}
