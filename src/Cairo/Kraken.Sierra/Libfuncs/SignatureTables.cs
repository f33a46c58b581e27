using System;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Sierra.Libfuncs;

/// <summary>All rows of the signature tables by name; several rows of a name differ in what they ask of their arguments.</summary>
internal static class SignatureTables
{
    private static readonly string[] Plain =
    [
        Felt252Libfuncs.Rows, BoolLibfuncs.Rows, MemoryLibfuncs.Rows,
        FlowLibfuncs.Rows, BoxLibfuncs.Rows, ArrayLibfuncs.Rows, GasLibfuncs.Rows,
        HashLibfuncs.Rows, Felt252DictLibfuncs.Rows, EcLibfuncs.Rows, Uint128Libfuncs.Rows, Uint256Libfuncs.Rows, Sint128Libfuncs.Rows,
        QM31Libfuncs.Rows, StarknetLibfuncs.Rows, CircuitLibfuncs.Rows,
    ];

    private static readonly Lazy<Dictionary<string, List<SignatureRow>>> ByName = new(Build);

    public static bool TryGet(string name, out List<SignatureRow> rows) => ByName.Value.TryGetValue(name, out rows!);

    public static IEnumerable<string> Names => ByName.Value.Keys;

    internal static IEnumerable<string> Lines(string table) =>
        table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Dictionary<string, List<SignatureRow>> Build()
    {
        Dictionary<string, List<SignatureRow>> index = [];
        foreach (string line in Plain.SelectMany(Lines).Concat(SyscallLibfuncs.Rows()).Concat(Integers()))
        {
            SignatureRow row = new(line);
            if (!index.TryGetValue(row.Name, out List<SignatureRow>? rows))
            {
                index[row.Name] = rows = [];
            }

            rows.Add(row);
        }

        return index;
    }

    private static IEnumerable<string> Integers()
    {
        (string Name, string Half, string Double)[] widths = [("8", "8", "16"), ("16", "8", "32"), ("32", "16", "64"), ("64", "32", "128")];
        foreach ((string bits, string half, string twice) in widths)
        {
            foreach (string line in Lines(UnsignedLibfuncs.Rows))
            {
                yield return Fill(line, $"u{bits}", $"u{twice}", $"u{half}", "");
            }

            foreach (string line in Lines(SignedLibfuncs.Rows))
            {
                yield return Fill(line, $"i{bits}", $"i{twice}", "", $"u{bits}");
            }
        }
    }

    private static string Fill(string line, string name, string twice, string half, string unsigned) => line
        .Replace("{I}", name, StringComparison.Ordinal)
        .Replace("{D}", twice, StringComparison.Ordinal)
        .Replace("{H}", half, StringComparison.Ordinal)
        .Replace("{U}", unsigned, StringComparison.Ordinal);
}
