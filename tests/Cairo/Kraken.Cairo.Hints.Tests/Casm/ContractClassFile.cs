using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Tests;
using Kraken.Casm.Hints;
using Kraken.Fields;
using Kraken.Hashing;
using Xunit;

namespace Kraken.Cairo.Hints.Tests.Casm;

/// <summary>A compiled class by the genuine compiler.</summary>
internal sealed class ContractClassFile
{
    private readonly JsonElement root;

    public ContractClassFile(params string[] path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(DataFiles.Folder(["cairo", .. path])));
        root = document.RootElement.Clone();
        Bytecode = root.GetProperty("bytecode").EnumerateArray().Select(word => Felt.Parse(word.GetString()!)).ToArray();
        Hints = new CasmHints(root.GetProperty("hints").EnumerateArray().Select(pair => (pair[0].GetInt32(), ReadHints(pair[1]))));
    }

    public Felt[] Bytecode { get; }

    public CasmHints Hints { get; }

    public (int Offset, BuiltinName[] Builtins) EntryPoint(string function)
    {
        Felt selector = Selector.FromName(function);
        JsonElement entry = root.GetProperty("entry_points_by_type").GetProperty("EXTERNAL").EnumerateArray()
            .First(e => Felt.Parse(e.GetProperty("selector").GetString()!) == selector);
        return (entry.GetProperty("offset").GetInt32(), entry.GetProperty("builtins").EnumerateArray().Select(ReadBuiltin).ToArray());
    }

    private static BuiltinName ReadBuiltin(JsonElement name)
    {
        Assert.True(BuiltinNames.TryParse(name.GetString()!, out BuiltinName builtin));
        return builtin;
    }

    private static IReadOnlyList<Hint> ReadHints(JsonElement list)
    {
        var hints = new List<Hint>();
        foreach (JsonElement json in list.EnumerateArray())
        {
            Assert.True(HintJson.TryRead(json, out Hint? hint, out HintJsonError? error), error?.ToString());
            hints.Add(hint);
        }

        return hints;
    }
}
