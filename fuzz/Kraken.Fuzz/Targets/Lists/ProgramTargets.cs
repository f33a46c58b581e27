using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Prover;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Vm.Programs;

namespace Kraken.Fuzz.Targets.Lists;

/// <summary>Programs and runs that are given to be run or proved.</summary>
internal static class ProgramTargets
{
    private const int LargestSeed = 40_000;

    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new CodecTarget<CairoProgram>(
            "cairo0-program", "a compiled Cairo 0 program as JSON, and the hints of it", InputShape.Json, ReadProgram, Programs)
        {
            Limits = new(1 << 20, 256, TimeSpan.FromSeconds(2)),
        },
        new CodecTarget<object>(
            "cairo0-reference", "a reference of a hint, such as \"[cast(fp + (-3), felt*)]\"", InputShape.Text, ReadReference, References)
        {
            Limits = new(1 << 16, 256, TimeSpan.FromSeconds(1)),
        },
        new CodecTarget<ProverInput>(
            "prover-input", "the adapter's output as JSON", InputShape.Json, ReadInput,
            () => SeedData.Files("s-two/all_opcode_components.prover_input.json"))
        {
            Longest = 1 << 20,
        },
        new CodecTarget<ProverParameters>(
            "prover-parameters", "the parameters of a proof as JSON", InputShape.Json,
            ReadParameters, () => SeedData.Files("s-two/params.canonical_small.json")),
    ];

    private static IEnumerable<byte[]> Programs() =>
    [
        .. SeedData.Folder("s-two/programs", "*.json", LargestSeed),
        .. SeedData.Folder("cairo/cairo0_programs", "*.json", LargestSeed),
        .. SeedData.Folder("cairo/vm_programs/cairo_vm", "*program*.json", LargestSeed),
    ];

    private static IEnumerable<byte[]> References() => Programs()
        .Select(json => JsonDocument.Parse(json).RootElement)
        .Where(root => root.TryGetProperty("reference_manager", out JsonElement manager) && manager.ValueKind == JsonValueKind.Object)
        .SelectMany(root => root.GetProperty("reference_manager").GetProperty("references").EnumerateArray())
        .Select(reference => reference.GetProperty("value").GetString()!)
        .Distinct()
        .Take(200)
        .Select(Encoding.UTF8.GetBytes);

    private static CairoProgram? ReadProgram(byte[] input)
    {
        if (!CairoProgramReader.TryRead(input, out CairoProgram? program, out _))
        {
            return null;
        }

        // The hints' processor reads the program's hints and references when it is made.
        _ = new Cairo0Hints(program);
        return program;
    }

    private static object? ReadReference(byte[] input) => ReferenceParser.TryParse(Encoding.UTF8.GetString(input));

    private static ProverInput? ReadInput(byte[] input) => ProverInputReader.TryRead(input, out ProverInput? read) is null ? read : null;

    private static ProverParameters? ReadParameters(byte[] input) =>
        ProverParameters.TryRead(input, out ProverParameters? read) is null ? read : null;
}
