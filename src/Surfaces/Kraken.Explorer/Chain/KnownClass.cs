using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Casm.Classes;
using Kraken.Explorer.Abi;
using Kraken.Explorer.Tables;
using Kraken.Explorer.Web;
using Kraken.Fields;
using Kraken.Serialization;
using Kraken.Starknet.Classes;

namespace Kraken.Explorer.Chain;

/// <summary>What the explorer keeps of a class.</summary>
/// <param name="Hash">The hash that the node knows it by.</param>
/// <param name="RecomputedHash">The hash that its content gives.</param>
/// <param name="Abi">Its ABI, read.</param>
/// <param name="AbiText">Its ABI as declared.</param>
/// <param name="ProgramLength">Felts of the Sierra program.</param>
/// <param name="SierraVersion">The version that the program begins with.</param>
internal sealed record KnownClass(
    Felt Hash,
    Felt RecomputedHash,
    ContractAbi Abi,
    string AbiText,
    int ProgramLength,
    string SierraVersion,
    IReadOnlyList<KnownEntryPoint> EntryPoints)
{
    private static readonly ImmutableArray<TableColumn> Columns =
        [new("name", "Name"), new("kind", "Kind"), new("selector", "Selector"), new("function", "Function", true)];

    /// <summary>About how many bytes it takes: a text of 30 characters names a member of some five objects.</summary>
    public long Bytes => 4096 + (16L * AbiText.Length) + (64L * EntryPoints.Count);

    /// <summary>The entry points as a table.</summary>
    public DataTable Table => DataTable.Of("entry-points", "Entry points", Routes.Class(Hash), Columns, EntryPoints, entry =>
    [
        new TableCell(entry.Name ?? "") { Short = entry.Name is { } name ? ForeignText.Name(name) : "not named by the ABI" },
        new TableCell(entry.Type.ToString()),
        TableCell.Of(entry.Selector),
        TableCell.Of(entry.FunctionIndex),
    ]);

    /// <summary>Reads a class.</summary>
    public static KnownClass Of(Felt hash, SierraClass sierra)
    {
        ContractAbi abi = ContractAbi.Parse(sierra.Abi);
        IEnumerable<KnownEntryPoint> entryPoints =
            ((EntryPointType[])[EntryPointType.External, EntryPointType.Constructor, EntryPointType.L1Handler])
            .SelectMany(type => sierra.EntryPoints.Of(type)
                .Select(entry => new KnownEntryPoint(type, entry.Selector, abi.Function(entry.Selector)?.Name, entry.FunctionIndex)));
        string version = string.Join('.', sierra.SierraProgram.Take(3).Select(part => part.ToBigInteger()));
        return new(hash, ClassHash.Compute(sierra), abi, sierra.Abi, sierra.SierraProgram.Length, version, [.. entryPoints]);
    }
}
