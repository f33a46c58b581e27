using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json;
using Kraken.Cairo.Hints.Bootloader;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Hints.Executables;
using Kraken.Cairo.Prover;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Vm.Pies;
using Kraken.Cairo.Vm.Programs;
using Kraken.Casm.Executables;
using Kraken.Fields;

namespace Kraken.Fuzz.Targets.Lists;

/// <summary>Programs and runs that are given to be run or proved.</summary>
internal static class ProgramTargets
{
    private const int LargestSeed = 40_000;
    private const int MostPieSteps = 10_000;

    private static readonly CairoPieLimits PieLimits = new(1 << 18, 1 << 18, 1 << 14, 64);

    private static readonly string[] PieFileNames =
        ["version.json", "metadata.json", "memory.bin", "additional_data.json", "execution_resources.json"];

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
        new CodecTarget<CairoPie>("pie", "a Cairo PIE, a zip archive", InputShape.Binary, ReadPie, Pies)
        {
            // A byte unpacks to a thousand, within the limits of the reader.
            Limits = new(8 << 20, 256, TimeSpan.FromSeconds(2)),
        },
        new CodecTarget<CairoPie>(
            "pie-files", "the files of a Cairo PIE, and its run again where they are taken", InputShape.Binary, ReadPieFiles, PieFiles)
        {
            Limits = new(32 << 20, 256, TimeSpan.FromSeconds(3)),
        },
        new CodecTarget<ProverInput>(
            "prover-input", "the adapter's output as JSON", InputShape.Json, ReadInput,
            () => SeedData.Files("s-two/all_opcode_components.prover_input.json"))
        {
            Longest = 1 << 20, Encode = WriteInput,
        },
        new CodecTarget<ExecutableProgram>(
            "executable", "an executable of Cairo 1 as JSON, and the hints of it", InputShape.Json, ReadExecutable, Executables),
        new CodecTarget<object>(
            "executable-arguments", "the arguments of an executable as JSON", InputShape.Json, ReadArguments,
            () => [Encoding.UTF8.GetBytes("[1, \"0x2\", 340282366920938463463374607431768211456]")]),
        new CodecTarget<ProgramInput>(
            "program-input", "the named numbers that a program asks for as JSON", InputShape.Json, ReadProgramInput,
            () => [Encoding.UTF8.GetBytes("""{"n":1,"hexadecimal":"0x2","list":[3],"nothing":null}""")]),
        new CodecTarget<BootloaderInput>(
            "bootloader-input", "what a bootloader is to run as JSON; the files that it names are empty", InputShape.Json,
            ReadBootloaderInput, BootloaderInputs),
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

    private static IEnumerable<byte[]> Pies() => SeedData.Folder("cairo/cairo0_programs", "*.pie.zip", LargestSeed);

    // The five files one after the other, each behind its length: no checksum is in the way of changes.
    private static IEnumerable<byte[]> PieFiles()
    {
        foreach (byte[] pie in Pies())
        {
            using ZipArchive archive = new(new MemoryStream(pie));
            using MemoryStream joined = new();
            foreach (string name in PieFileNames)
            {
                using MemoryStream content = new();
                using Stream file = archive.GetEntry(name)!.Open();
                file.CopyTo(content);
                joined.Write(BitConverter.GetBytes((int)content.Length));
                joined.Write(content.ToArray());
            }

            yield return joined.ToArray();
        }
    }

    private static CairoPie? ReadPie(byte[] input) => CairoPieReader.TryRead(input, PieLimits, out CairoPie? read, out _) ? read : null;

    private static CairoPie? ReadPieFiles(byte[] input)
    {
        byte[][] files = new byte[PieFileNames.Length][];
        ReadOnlySpan<byte> rest = input;
        for (int i = 0; i < files.Length; i++)
        {
            int length = rest.Length < sizeof(int) ? 0 : Math.Clamp(BitConverter.ToInt32(rest), 0, rest.Length - sizeof(int));
            files[i] = rest.Slice(Math.Min(sizeof(int), rest.Length), length).ToArray();
            rest = rest[Math.Min(sizeof(int) + length, rest.Length)..];
        }

        CairoPieFiles pie = new(files[0].Length == 0 ? null : files[0], files[1], new MemoryStream(files[2]), files[3], files[4]);
        if (!CairoPieReader.TryRead(pie, PieLimits, out CairoPie? read, out _))
        {
            return null;
        }

        // Steps of any number would be given their time.
        _ = read.Resources.Steps <= MostPieSteps ? PieReplay.Run(read, out _) : null;
        return read;
    }

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

    private static byte[] WriteInput(ProverInput input)
    {
        using MemoryStream destination = new();
        ProverInputWriter.Write(input, destination);
        return destination.ToArray();
    }

    // A program that jumps to itself, with a hint of each kind of operand.
    private static IEnumerable<byte[]> Executables() =>
    [
        Encoding.UTF8.GetBytes("""
            {"program":{"bytecode":["0x10780017fff7fff","-0x1"],"hints":[[0,[
              {"WriteRunParam":{"index":{"Immediate":"0x0"},"dst":{"register":"AP","offset":0}}},
              {"AddMarker":{"start":{"Deref":{"register":"FP","offset":-3}},"end":{"Deref":{"register":"AP","offset":1}}}}]]]},
             "entrypoints":[{"builtins":["output","range_check"],"offset":0,"kind":"Standalone"},
              {"builtins":[],"offset":1,"kind":"Bootloader"}]}
            """),
    ];

    private static ExecutableProgram? ReadExecutable(byte[] input) =>
        CairoExecutableJson.TryDecode(input, out CairoExecutable? read, out _)
            && ExecutableProgram.TryOf(read, ExecutableEntryKind.Standalone, out ExecutableProgram? program, out _)
            ? program
            : null;

    private static object? ReadArguments(byte[] input) =>
        ExecutableArguments.TryRead(input, out ImmutableArray<Felt> read, out _) ? read : null;

    private static ProgramInput? ReadProgramInput(byte[] input) => ProgramInput.TryRead(input, out ProgramInput? read, out _) ? read : null;

    private static IEnumerable<byte[]> BootloaderInputs() =>
    [
        Encoding.UTF8.GetBytes("""
            {"single_page":true,"tasks":[],"fact_topologies_path":null,
             "bootloader_config":{"supported_simple_bootloader_hash_list":["0x1"],"supported_cairo_verifier_program_hashes":[2],
              "applicative_bootloader_program_hash":"0x3"},
             "packed_outputs":[{"type":"PlainPackedOutput"},{"type":"CompositePackedOutput","outputs":[1,2],"subtasks":[
              {"type":"PlainPackedOutput"}],"fact_topologies":[{"tree_structure":[1,0],"page_sizes":[2]}]}]}
            """),
        Encoding.UTF8.GetBytes("""
            {"tasks":[{"type":"CairoPiePath","path":"a.zip","program_hash_function":"blake"},
             {"type":"Cairo1Executable","path":"b.json","program_hash_function":"poseidon","user_args_list":[1]}]}
            """),
    ];

    private static BootloaderInput? ReadBootloaderInput(byte[] input) =>
        BootloaderInputReader.TryRead(
            input, BootloaderKind.Unpacking, BootloaderLimits.Default with { Pie = PieLimits }, Nothing, out BootloaderInput? read, out _)
            ? read
            : null;

    private static byte[]? Nothing(string path, int maxBytes, out string? problem)
    {
        problem = null;
        return [];
    }

    private static ProverParameters? ReadParameters(byte[] input) =>
        ProverParameters.TryRead(input, out ProverParameters? read) is null ? read : null;
}
