using System;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Hints.Executables;
using Kraken.Cairo.Vm.Pies;
using Kraken.Cairo.Vm.Programs;
using Kraken.Casm.Builtins;
using Kraken.Casm.Executables;
using Kraken.Fields;
using Kraken.Serialization.Json;

namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>Reads the tasks of a bootloader's input and the files that they name.</summary>
/// <param name="limits">What they may hold together.</param>
/// <param name="open">Reads the files.</param>
internal sealed class TaskReader(BootloaderLimits limits, TaskFileReader open)
{
    private const int MaxPath = 4096;

    // What no task has taken yet. Tasks may name one file many times over, and each of them is read.
    private int cells = limits.Pie.Cells;
    private int programBytes = limits.ProgramBytes;

    /// <summary>Reads a task; a placeholder when the decoding failed here.</summary>
    public BootloaderTask Read(JsonNode node)
    {
        ProgramHashFunction hash = node["program_hash_function"].Word<ProgramHashFunction>(
            [("pedersen", ProgramHashFunction.Pedersen), ("poseidon", ProgramHashFunction.Poseidon), ("blake", ProgramHashFunction.Blake)]);
        return node["type"].Word<Func<JsonNode, ProgramHashFunction, BootloaderTask>>(
            [("CairoPiePath", ReadPie), ("RunProgramTask", ReadProgram), ("Cairo1Executable", ReadExecutable)])(node, hash);
    }

    private static BootloaderTask Nothing(ProgramHashFunction hash) =>
        new ProgramTask(new([], [], [], [], FrozenDictionary<string, ProgramIdentifier>.Empty), hash);

    private BootloaderTask ReadPie(JsonNode node, ProgramHashFunction hash)
    {
        CairoPieLimits left = limits.Pie with { Cells = cells };
        if (ReadFile(node["path"], left.ArchiveBytes) is not { } archive)
        {
            return Nothing(hash);
        }

        if (!CairoPieReader.TryRead(archive, left, out CairoPie? pie, out ProgramError? error))
        {
            Fail(node["path"], error);
            return Nothing(hash);
        }

        cells -= pie.SegmentSizes.Sum();
        return new PieTask(pie, hash);
    }

    private BootloaderTask ReadProgram(JsonNode node, ProgramHashFunction hash)
    {
        bool isInline = node["program"].Exists;
        JsonNode place = isInline ? node["program"] : node["path"];
        byte[]? json = isInline ? Encoding.UTF8.GetBytes(place.Element.GetRawText()) : ReadProgramFile(place);
        if (json is null)
        {
            return Nothing(hash);
        }

        if (!CairoProgramReader.TryRead(json, out CairoProgram? program, out ProgramError? error))
        {
            Fail(place, error);
            return Nothing(hash);
        }

        if (program.Main is not { } main || main < 0 || main >= program.Data.Length)
        {
            place.Fail(new DecodeError("main", $"an offset of the program's {program.Data.Length} words", $"{program.Main}"));
        }

        if (program.Builtins.Contains(BuiltinName.SegmentArena) || !program.Builtins.SequenceEqual(program.Builtins.Distinct().Order()))
        {
            place.Fail(new DecodeError(
                "builtins", "builtins in canonical order", string.Join(", ", program.Builtins.Select(name => name.Text()))));
        }

        JsonNode input = node["program_input"];
        return new ProgramTask(program, hash) { Input = input.Exists ? ProgramInput.Read(input) : ProgramInput.Empty };
    }

    private BootloaderTask ReadExecutable(JsonNode node, ProgramHashFunction hash)
    {
        if (ReadProgramFile(node["path"]) is not { } json)
        {
            return Nothing(hash);
        }

        if (!CairoExecutableJson.TryDecode(json, out CairoExecutable? executable, out DecodeError? error)
            || !ExecutableProgram.TryOf(executable, ExecutableEntryKind.Bootloader, out ExecutableProgram? program, out error))
        {
            node["path"].Fail(error);
            return Nothing(hash);
        }

        return new ExecutableTask(program, ReadArguments(node), hash);
    }

    private ImmutableArray<Felt> ReadArguments(JsonNode node)
    {
        ImmutableArray<Felt> arguments =
            node["user_args_list"].OptionalList(ExecutableArguments.MaxCount, ExecutableArguments.ReadNumber);
        JsonNode file = node["user_args_file"];
        if (!file.Exists || ReadFile(file, ExecutableArguments.MaxBytes) is not { } json)
        {
            return arguments;
        }

        if (arguments.Length > 0)
        {
            file.Fail("null beside user_args_list");
        }
        else if (!ExecutableArguments.TryRead(json, out arguments, out DecodeError? error))
        {
            file.Fail(error);
        }

        return arguments;
    }

    private byte[]? ReadProgramFile(JsonNode node)
    {
        byte[]? content = ReadFile(node, programBytes);
        programBytes -= content?.Length ?? 0;
        return content;
    }

    private byte[]? ReadFile(JsonNode node, int maxBytes)
    {
        string path = node.Text(MaxPath);
        if (path.Length == 0)
        {
            node.Fail("the path of a file");
            return null;
        }

        byte[]? content = open(path, maxBytes, out string? problem);
        if (content is null)
        {
            node.Fail($"a file that can be read ({problem})");
        }

        return content;
    }

    private static void Fail(JsonNode place, ProgramError error) => place.Fail(new DecodeError(error.Where, error.Expected, error.Got));
}
