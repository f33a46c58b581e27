using System;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Kraken.Cairo.Hints.Executables;
using Kraken.Serialization.Json;

namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>
/// Reads what a bootloader is told to run, in the JSON of the reference runner: tasks, and for the greater bootloaders
/// bootloader_config, packed_outputs, aggregator_task. Any input is allowed; the result is an input or an error.
/// </summary>
public static class BootloaderInputReader
{
    /// <summary>Reads an input.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="kind">The bootloader that it is for.</param>
    /// <param name="limits">What it may hold.</param>
    /// <param name="open">Reads the files that it names.</param>
    /// <param name="error">What is malformed, too large or not supported.</param>
    /// <returns>False with <paramref name="error"/> set.</returns>
    public static bool TryRead(
        ReadOnlyMemory<byte> json,
        BootloaderKind kind,
        BootloaderLimits limits,
        TaskFileReader open,
        [NotNullWhen(true)] out BootloaderInput? input,
        [NotNullWhen(false)] out DecodeError? error)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(open);
        TaskReader tasks = new(limits, open);
        return JsonDecoding.TryDecode(json, limits.JsonBytes, root => Read(root, kind, limits, tasks), out input, out error);
    }

    private static BootloaderInput Read(JsonNode root, BootloaderKind kind, BootloaderLimits limits, TaskReader tasks)
    {
        if (root["fact_topologies_path"].Exists)
        {
            root["fact_topologies_path"].Fail("null: no file is written for an input");
        }

        // The greater bootloaders are told so where the simple one runs alone within them.
        bool isSinglePage = kind != BootloaderKind.Simple || root["single_page"].Boolean();
        ImmutableArray<BootloaderTask> list = root["tasks"].List(limits.Tasks, tasks.Read);
        BootloaderInput input = new(list, isSinglePage);
        if (kind == BootloaderKind.Simple)
        {
            return input;
        }

        return input with
        {
            Config = ReadConfig(root["bootloader_config"], limits),
            PackedOutputs = root["packed_outputs"].List(limits.Tasks, node => ReadOutput(node, limits)),
            Aggregator = kind == BootloaderKind.Applicative ? tasks.Read(root["aggregator_task"]) : null,
        };
    }

    private static BootloaderConfig ReadConfig(JsonNode node, BootloaderLimits limits) => new(
        node["supported_simple_bootloader_hash_list"].List(limits.Words, ExecutableArguments.ReadNumber),
        node["supported_cairo_verifier_program_hashes"].List(limits.Words, ExecutableArguments.ReadNumber),
        ExecutableArguments.ReadNumber(node["applicative_bootloader_program_hash"]));

    private static PackedOutput ReadOutput(JsonNode node, BootloaderLimits limits) =>
        node["type"].Word<bool>([("PlainPackedOutput", false), ("CompositePackedOutput", true)])
            ? new CompositePackedOutput(
                node["outputs"].List(limits.Words, ExecutableArguments.ReadNumber),
                node["subtasks"].List(limits.Tasks, inner => ReadOutput(inner, limits)),
                node["fact_topologies"].List(limits.Tasks, inner => ReadTopology(inner, limits)))
            : new PlainPackedOutput();

    private static FactTopology ReadTopology(JsonNode node, BootloaderLimits limits) => new(
        node["tree_structure"].List(limits.Words, item => item.SmallNumber(int.MaxValue)),
        node["page_sizes"].List(limits.Words, item => item.SmallNumber(int.MaxValue)));
}
