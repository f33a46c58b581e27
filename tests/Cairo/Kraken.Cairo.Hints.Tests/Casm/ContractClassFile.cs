using System.IO;
using System.Linq;
using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Vm.Tests;
using Kraken.Casm.Builtins;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Serialization.Json;
using Xunit;

namespace Kraken.Cairo.Hints.Tests.Casm;

/// <summary>A compiled class by the genuine compiler.</summary>
internal sealed class ContractClassFile
{
    private readonly CasmClass casm;

    public ContractClassFile(params string[] path)
    {
        byte[] json = File.ReadAllBytes(DataFiles.Folder(["cairo", .. path]));
        Assert.True(CasmClassJson.TryDecode(json, out CasmClass? read, out DecodeError? error), error?.ToString());
        casm = read!;
        Hints = new CasmHints(casm.Hints);
    }

    public Felt[] Bytecode => [.. casm.Bytecode];

    public CasmHints Hints { get; }

    public (int Offset, BuiltinName[] Builtins) EntryPoint(string function)
    {
        Felt selector = Selector.FromName(function);
        CasmEntryPoint entry = casm.EntryPoints.External.First(e => e.Selector == selector);
        return (entry.Offset, [.. entry.Builtins.Select(ReadBuiltin)]);
    }

    private static BuiltinName ReadBuiltin(string name)
    {
        Assert.True(BuiltinNames.TryParse(name, out BuiltinName builtin));
        return builtin;
    }
}
