using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Caching;
using Kraken.Casm.Classes;
using Kraken.Casm.Hints;
using Kraken.Explorer.Abi;
using Kraken.Explorer.Views;
using Kraken.Explorer.Web;
using Kraken.Fields;
using Kraken.Serialization;
using Kraken.Sierra.Felts;
using Kraken.Sierra.Text;
using Kraken.Starknet.Classes;

namespace Kraken.Explorer.Chain;

/// <summary>The programs of classes as text: Sierra, and the compiled code. A few are remembered. Safe for several threads.</summary>
internal sealed class ProgramReader(NodeReader node, ClassCatalog classes)
{
    private readonly BoundedCache<Felt, SierraLines> printed = new(ExplorerLimits.RememberedPrograms);
    private readonly BoundedCache<Felt, CasmClass> compiled = new(ExplorerLimits.RememberedPrograms);

    // Printing a program takes its memory several times over.
    private readonly Lock printing = new();

    /// <summary>A part of a class's Sierra program; null when the node does not know the class.</summary>
    public async Task<ProgramView?> SierraAsync(Felt hash, int first, CancellationToken cancellation)
    {
        if (!printed.TryGet(hash, out SierraLines? lines))
        {
            if (await node.ClassAsync(hash, cancellation).ConfigureAwait(false) is not { } sierra)
            {
                return null;
            }

            lock (printing)
            {
                lines = Print(sierra);
            }

            printed.Set(hash, lines);
        }

        int from = Math.Clamp(first, 0, Math.Max(0, lines.Text.Length - 1));
        return new(
            hash,
            "Sierra",
            Routes.Sierra(hash),
            [("Felts", Number(lines.Felts)), ("Lines", Number(lines.Text.Length))],
            [.. lines.Text.Skip(from).Take(ExplorerLimits.ProgramLines).Select((line, i) => new ProgramLine(Number(from + i), "", line))],
            from,
            lines.Text.Length,
            lines.Problem);
    }

    /// <summary>A part of a class's compiled code, a line for each felt; null when the node has none.</summary>
    public async Task<ProgramView?> CasmAsync(Felt hash, int first, CancellationToken cancellation)
    {
        if (!compiled.TryGet(hash, out CasmClass? casm))
        {
            casm = await node.CompiledClassAsync(hash, cancellation).ConfigureAwait(false);
            if (casm is null)
            {
                return null;
            }

            compiled.Set(hash, casm);
        }

        ContractAbi abi = (await classes.ClassAsync(hash, cancellation).ConfigureAwait(false))?.Abi ?? ContractAbi.Empty;
        int from = Math.Clamp(first, 0, Math.Max(0, casm.Bytecode.Length - 1));
        Dictionary<int, string> marks = Marks(casm, abi);
        ILookup<int, Hint> hints = casm.Hints.Where(site => site.Offset >= from && site.Offset < from + ExplorerLimits.ProgramLines)
            .SelectMany(site => site.Hints.Select(hint => (site.Offset, hint))).ToLookup(item => item.Offset, item => item.hint);
        return new(
            hash,
            "CASM",
            Routes.Casm(hash),
            [
                ("Compiler", ForeignText.Name(casm.CompilerVersion)), ("Felts", Number(casm.Bytecode.Length)),
                ("Hints", Number(casm.Hints.Sum(site => site.Hints.Length))), ("Entry points", Number(marks.Count)),
            ],
            Lines(casm.Bytecode, from, marks, hints),
            from,
            casm.Bytecode.Length,
            null);
    }

    // Where an instruction begins is known from the first one on; data between functions read as what they would be.
    private static List<ProgramLine> Lines(
        ImmutableArray<Felt> code, int from, Dictionary<int, string> marks, ILookup<int, Hint> hints)
    {
        List<ProgramLine> lines = [];
        for (int at = 0; at < code.Length && at < from + ExplorerLimits.ProgramLines;)
        {
            string? text = InstructionText.Of(code[at], at + 1 < code.Length ? code[at + 1] : default, out int size);
            for (int part = 0; part < size && at + part < code.Length; part++)
            {
                if (at + part >= from && lines.Count < ExplorerLimits.ProgramLines)
                {
                    string before = string.Concat(hints[at + part].Select(hint => $"%{{ {hint.GetType().Name} %}}\n"));
                    string shown = part == 0 && text is not null ? $"{text}    // {code[at]}" : $"// {code[at + part]}";
                    lines.Add(new(Number(at + part), marks.GetValueOrDefault(at + part, ""), before + shown));
                }
            }

            at += size;
        }

        return lines;
    }

    private static Dictionary<int, string> Marks(CasmClass casm, ContractAbi abi)
    {
        Dictionary<int, string> marks = [];
        foreach (EntryPointType type in (EntryPointType[])[EntryPointType.External, EntryPointType.Constructor, EntryPointType.L1Handler])
        {
            foreach (CasmEntryPoint entry in casm.EntryPoints.Of(type))
            {
                string name = ForeignText.Name(abi.Function(entry.Selector)?.Name ?? ShortFelt.Of(entry.Selector));
                string builtins = entry.Builtins.IsEmpty ? "" : $" [{ForeignText.Name(string.Join(", ", entry.Builtins))}]";
                marks[entry.Offset] = $"{type} {name}{builtins}";
            }
        }

        return marks;
    }

    private static SierraLines Print(SierraClass sierra)
    {
        if (!SierraFelts.TryDecode(sierra.SierraProgram.AsSpan(), out VersionedProgram? program, out var error))
        {
            return new([], sierra.SierraProgram.Length, $"The felts are no program that can be read: {error}");
        }

        string text = SierraText.Print(program.Program);
        return text.Length > ExplorerLimits.ProgramText
            ? new(
                [],
                sierra.SierraProgram.Length,
                $"The program has {text.Length} characters as text; at most {ExplorerLimits.ProgramText} are shown.")
            : new([.. text.Split('\n')], sierra.SierraProgram.Length, null);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record SierraLines(ImmutableArray<string> Text, int Felts, string? Problem);
}
