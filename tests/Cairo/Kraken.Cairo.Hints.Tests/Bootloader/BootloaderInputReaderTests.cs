using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Kraken.Cairo.Hints.Bootloader;
using Kraken.Cairo.Hints.Executables;
using Kraken.Cairo.Vm.Tests;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Xunit;

namespace Kraken.Cairo.Hints.Tests.Bootloader;

/// <summary>Inputs of bootloaders: what they hold, and each bound met and passed by one.</summary>
public sealed class BootloaderInputReaderTests
{
    private const string OneWord =
        """
        {"prime":"0x800000000000011000000000000000000000000000000000000000000000001","builtins":[],"data":["0x208b7fff7fff7ffe"],"hints":{},
         "identifiers":{"__main__.main":{"decorators":[],"pc":0,"type":"function"}},"main_scope":"__main__",
         "reference_manager":{"references":[]},"attributes":[]}
        """;

    private const string Two =
        """
        {"type":"CairoPiePath","path":"p","program_hash_function":"blake"},
        {"type":"CairoPiePath","path":"p","program_hash_function":"pedersen"}
        """;

    private const string Greater =
        """
        {"tasks":[],"bootloader_config":{"supported_simple_bootloader_hash_list":["0x1",2],"supported_cairo_verifier_program_hashes":[3],
         "applicative_bootloader_program_hash":"0x4"},
         "packed_outputs":[{"type":"PlainPackedOutput"},
          {"type":"CompositePackedOutput","outputs":[7,8],"subtasks":[{"type":"PlainPackedOutput"}],
          "fact_topologies":[{"tree_structure":[1,0],"page_sizes":[5]}]}]}
        """;

    private static readonly byte[] Pie = File.ReadAllBytes(DataFiles.Folder("cairo", "cairo0_programs", "squash_plain.pie.zip"));

    private static string Simple => $$"""{"single_page":false,"tasks":[{{Two}}]}""";

    [Fact]
    public void TasksComeInTheirOrderWithTheirHashes()
    {
        BootloaderInput input = Read(Simple, BootloaderKind.Simple, BootloaderLimits.Default);
        Assert.False(input.IsSinglePage);
        Assert.Equal([ProgramHashFunction.Blake, ProgramHashFunction.Pedersen], input.Tasks.Select(task => task.HashFunction));
        Assert.All(input.Tasks, task => Assert.IsType<PieTask>(task));
    }

    [Fact]
    public void TheGreaterOnesAreToldMore()
    {
        BootloaderInput input = Read(Greater, BootloaderKind.Unpacking, BootloaderLimits.Default);
        Assert.Equal<Felt>([1, 2], input.Config!.SimpleBootloaderHashes);
        Assert.Equal((Felt)4, input.Config.ApplicativeBootloaderHash);
        CompositePackedOutput packed = Assert.IsType<CompositePackedOutput>(input.PackedOutputs[1]);
        Assert.Equal<Felt>([7, 8], packed.Outputs);
        Assert.Equal([5], packed.Topologies[0].PageSizes);
        Assert.StartsWith(
            "aggregator_task", Refusal(Greater, BootloaderKind.Applicative, BootloaderLimits.Default), StringComparison.Ordinal);
    }

    [Fact]
    public void EachBoundIsMetAndOnePastItRefused()
    {
        int cells = Bootloaders.Pie("squash_plain").SegmentSizes.Sum();
        BootloaderLimits limits = new(Simple.Length, 2, 1, 2, new(Pie.Length, 1 << 16, 2 * cells, 64));
        Read(Simple, BootloaderKind.Simple, limits);
        Refuse("value: expected at most ", limits with { JsonBytes = Simple.Length - 1 });
        Refuse("tasks: expected ", limits with { Tasks = 1 });
        Refuse("tasks[0].path.archive: expected at most ", limits with { Pie = limits.Pie with { ArchiveBytes = Pie.Length - 1 } });
        Refuse("tasks[1].path.metadata.json.", limits with { Pie = limits.Pie with { Cells = (2 * cells) - 1 } });
        BootloaderLimits words = BootloaderLimits.Default with { Words = 2 };
        Read(Greater, BootloaderKind.Unpacking, words);
        Assert.Contains(
            "supported_simple_bootloader_hash_list",
            Refusal(Greater, BootloaderKind.Unpacking, words with { Words = 1 }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void AFileIsReadWithinItsBound()
    {
        int asked = 0;
        string json = """{"single_page":true,"tasks":[{"type":"RunProgramTask","path":"p","program_hash_function":"blake"}]}""";
        Assert.False(BootloaderInputReader.TryRead(
            Encoding.UTF8.GetBytes(json),
            BootloaderKind.Simple,
            BootloaderLimits.Default with { ProgramBytes = 123 },
            (string path, int maxBytes, out string? problem) =>
            {
                asked = maxBytes;
                problem = "it is too large";
                return null;
            },
            out _,
            out DecodeError? error));
        Assert.Equal((123, "tasks[0].path: expected a file that can be read (it is too large), got \"p\""), (asked, error.ToString()));
    }

    /// <summary>A short list may name one large file hundreds of times.</summary>
    [Fact]
    public void TheFilesOfAllProgramsShareABound()
    {
        List<int> asked = [];
        byte[] program = Encoding.UTF8.GetBytes(OneWord);
        string task = """{"type":"RunProgramTask","path":"p","program_hash_function":"blake"}""";
        Assert.False(BootloaderInputReader.TryRead(
            Encoding.UTF8.GetBytes($$"""{"single_page":true,"tasks":[{{task}},{{task}},{{task}}]}"""),
            BootloaderKind.Simple,
            BootloaderLimits.Default with { ProgramBytes = (2 * program.Length) + 3 },
            (string path, int maxBytes, out string? problem) =>
            {
                asked.Add(maxBytes);
                problem = maxBytes < program.Length ? "it is too large" : null;
                return maxBytes < program.Length ? null : program;
            },
            out _,
            out DecodeError? error));
        Assert.Equal("tasks[2].path: expected a file that can be read (it is too large), got \"p\"", error.ToString());
        Assert.Equal([(2 * program.Length) + 3, program.Length + 3, 3], asked);
    }

    [Fact]
    public void ArgumentsOfAnExecutableAreBoundedToo()
    {
        Assert.True(ExecutableArguments.TryRead(Ones(ExecutableArguments.MaxCount), out _, out _));
        Assert.False(ExecutableArguments.TryRead(Ones(ExecutableArguments.MaxCount + 1), out _, out _));
    }

    private static byte[] Ones(int count) => Encoding.UTF8.GetBytes($"[{string.Join(",", Enumerable.Repeat("1", count))}]");

    private static void Refuse(string expected, BootloaderLimits limits) =>
        Assert.StartsWith(expected, Refusal(Simple, BootloaderKind.Simple, limits), StringComparison.Ordinal);

    private static BootloaderInput Read(string json, BootloaderKind kind, BootloaderLimits limits)
    {
        bool isRead = BootloaderInputReader.TryRead(
            Encoding.UTF8.GetBytes(json), kind, limits, Open, out BootloaderInput? input, out DecodeError? error);
        Assert.True(isRead, error?.ToString());
        return input!;
    }

    private static string Refusal(string json, BootloaderKind kind, BootloaderLimits limits)
    {
        Assert.False(BootloaderInputReader.TryRead(Encoding.UTF8.GetBytes(json), kind, limits, Open, out _, out DecodeError? error));
        return error.ToString();
    }

    private static byte[]? Open(string path, int maxBytes, out string? problem)
    {
        problem = null;
        return Pie;
    }
}
