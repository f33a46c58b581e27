using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Programs;
using Kraken.Casm.Builtins;
using Kraken.Curves;

namespace Kraken.Cairo.Vm.Pies;

/// <summary>additional_data.json: by builtin, as "NAME_builtin", pages and attributes, verified cells, signatures, or nothing.</summary>
internal static class PieAdditionalReader
{
    private const string Suffix = "_builtin";

    /// <summary>Pages of an output and numbers of its attributes: no cell bounds them, and a page may be empty.</summary>
    internal const int MostNumbers = 1 << 16;

    /// <summary>Reads the file.</summary>
    /// <exception cref="ProgramFieldException">It is malformed.</exception>
    public static PieAdditionalData Read(ProgramField root, PieMetadata metadata)
    {
        Dictionary<int, (int Start, int Size)> pages = [];
        Dictionary<string, IReadOnlyList<int>> attributes = [];
        List<Relocatable> verified = [];
        Dictionary<Relocatable, EcdsaSignature> signatures = [];
        foreach ((string key, ProgramField field) in root.Members())
        {
            switch (BuiltinOf(key, field, metadata))
            {
                case BuiltinName.Output:
                    ReadPages(field["pages"], metadata, pages);
                    ReadAttributes(field["attributes"], attributes);
                    break;
                case BuiltinName.Pedersen:
                    verified.AddRange(field.Items().Select(item => metadata.ReadCell(item, BuiltinName.Pedersen)));
                    break;
                case BuiltinName.Ecdsa:
                    ReadSignatures(field, metadata, signatures);
                    break;
                default:
                    if (!field.IsNull)
                    {
                        throw field.Refuse("null");
                    }

                    break;
            }
        }

        return new(pages, attributes, verified, signatures);
    }

    /// <summary>The builtin of a name with its suffix.</summary>
    /// <exception cref="ProgramFieldException">The program has no such builtin.</exception>
    public static BuiltinName BuiltinOf(string key, ProgramField field, PieMetadata metadata) =>
        key.EndsWith(Suffix, System.StringComparison.Ordinal)
            && BuiltinNames.TryParse(key[..^Suffix.Length], out BuiltinName name) && metadata.Builtins.Contains(name)
            ? name
            : throw field.Refuse($"the name of a builtin of the program, with '{Suffix}'");

    private static void ReadPages(ProgramField field, PieMetadata metadata, Dictionary<int, (int Start, int Size)> pages)
    {
        foreach ((string key, ProgramField page) in field.Members())
        {
            // cairo-lang writes a list, cairo-vm an object.
            ProgramField[] parts = page.IsObject ? [page["start"], page["size"]] : page.Pair();
            int start = parts[0].Integer();
            int size = parts[1].Integer();

            // The output comes first of all builtins.
            int cells = metadata.SegmentSizes[CairoPie.SegmentOf(0)];
            if (pages.Count >= MostNumbers)
            {
                throw field.Refuse($"at most {MostNumbers} pages");
            }

            if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id == 0
                || start < 0 || size < 0 || (long)start + size > cells || !pages.TryAdd(id, (start, size)))
            {
                throw page.Refuse($"a page with a number of its own, within the {cells} cells of the output");
            }
        }
    }

    private static void ReadAttributes(ProgramField field, Dictionary<string, IReadOnlyList<int>> attributes)
    {
        int left = MostNumbers;
        foreach ((string name, ProgramField values) in field.Members())
        {
            // An attribute without numbers takes room too.
            left -= 1 + values.Count(MostNumbers);
            if (left < 0)
            {
                throw field.Refuse($"attributes of at most {MostNumbers} numbers and names together");
            }

            attributes[name] = [.. values.Items().Select(value => value.Integer())];
        }
    }

    private static void ReadSignatures(ProgramField field, PieMetadata metadata, Dictionary<Relocatable, EcdsaSignature> signatures)
    {
        foreach (ProgramField item in field.Items())
        {
            ProgramField[] parts = item.Pair();
            Relocatable instance = metadata.ReadCell(parts[0], BuiltinName.Ecdsa);
            ProgramField[] signature = parts[1].Pair();
            if (!signatures.TryAdd(instance, new(signature[0].Number(), signature[1].Number())))
            {
                throw parts[0].Refuse("an instance without another signature");
            }
        }
    }
}
