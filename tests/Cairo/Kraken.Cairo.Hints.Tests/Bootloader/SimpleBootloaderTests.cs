using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Hints.Bootloader;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Pies;
using Kraken.Cairo.Vm.Runs;
using Kraken.Casm.Builtins;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Hints.Tests.Bootloader;

/// <summary>
/// Programs and finished runs through the genuine simple bootloader: their outputs are those of the reference machine, the hashes of their
/// programs those of our own functions.
/// </summary>
public sealed class SimpleBootloaderTests
{
    [Theory]
    [InlineData("math_values")]
    [InlineData("dict_default")]
    [InlineData("squash_plain")]
    [InlineData("relocate")]
    [InlineData("poseidon_hashes")]
    [InlineData("ec_stark")]
    [InlineData("ecdsa")]
    [InlineData("keccak_builtin")]
    [InlineData("modulo_circuit")]
    [InlineData("several_builtins")]
    public void AProgramRunsWithItsHints(string name)
    {
        ProgramTask task = Bootloaders.Task(name);
        Assert.Equal(Bootloaders.Expected((task, name)), Bootloaders.Output(task));
    }

    [Theory]
    [InlineData(ProgramHashFunction.Pedersen)]
    [InlineData(ProgramHashFunction.Poseidon)]
    [InlineData(ProgramHashFunction.Blake)]
    public void AFinishedRunIsReplayedAndItsProgramHashed(ProgramHashFunction hash)
    {
        foreach (string name in (string[])["squash_plain", "pedersen_states"])
        {
            PieTask task = new(Bootloaders.Pie(name), hash);
            Assert.Equal(Bootloaders.Expected((task, name)), Bootloaders.Output(task));
        }
    }

    [Fact]
    public void TasksFollowOneAnotherAndShareThePrograms()
    {
        PieTask replay = new(Bootloaders.Pie("squash_plain"), ProgramHashFunction.Poseidon);
        ProgramTask same = new(Bootloaders.Task("squash_plain").Program, ProgramHashFunction.Poseidon);
        Assert.True(replay.HasProgramOf(same));
        ProgramTask other = Bootloaders.Task("several_builtins");
        (BootloaderTask, string)[] tasks =
        [
            (replay, "squash_plain"), (same, "squash_plain"), (same, "squash_plain"), (other, "several_builtins"), (replay, "squash_plain"),
        ];
        Assert.Equal(Bootloaders.Expected(tasks), Bootloaders.Output([.. tasks.Select(task => task.Item1)]));
    }

    [Fact]
    public void SignaturesOfAFinishedRunGoWithIt()
    {
        // The run of a program that signs nothing but checks three signatures, made here as no such PIE is published.
        PieTask task = new(PieOf("ecdsa"), ProgramHashFunction.Blake);
        Assert.Equal(3, task.Pie.Additional.Signatures.Count);
        Assert.Equal(Bootloaders.Expected((task, "ecdsa")), Bootloaders.Output(task));
        PieTask without = task with
        {
            Pie = task.Pie with
            {
                Additional = task.Pie.Additional with { Signatures = new Dictionary<Relocatable, Curves.EcdsaSignature>() },
            },
        };
        Assert.Equal(VmErrorKind.SignatureNotFound, Fail(without).Kind);
    }

    [Fact]
    public void NoTaskAtAllIsACountOfNone()
    {
        Assert.Equal((Felt[])[0], Bootloaders.Output());
    }

    [Fact]
    public void PagesOfTasksBecomePagesOfTheOutput()
    {
        CairoPie pie = Bootloaders.Pie("squash_plain");
        int size = Bootloaders.OutputOf("squash_plain").Length;
        PieAdditionalData additional = pie.Additional with
        {
            Pages = new Dictionary<int, (int, int)> { [1] = (10, 5), [2] = (15, size - 15) },
            Attributes = new Dictionary<string, IReadOnlyList<int>> { [FactTopology.AttributeName] = [3, 1, 0, 2] },
        };
        BootloaderTask[] tasks =
            [new PieTask(pie with { Additional = additional }, ProgramHashFunction.Blake), new PieTask(pie, ProgramHashFunction.Blake)];
        VmError? error =
            Bootloaders.Run(Bootloaders.Simple, new(tasks, IsSinglePage: false), out CairoRunner runner, out BootloaderRun run);
        Assert.Null(error);
        OutputBuiltin output = (OutputBuiltin)runner.Machine.FindBuiltin(BuiltinName.Output)!;
        Assert.Equal(
            [(1, (3, 10)), (2, (13, 5)), (3, (18, size - 15)), (4, (size + 5, size))],
            output.Pages.Select(page => (page.Key, page.Value)));
        Assert.Equal([[10, 5, size - 15], [size]], run.Topologies.Select(topology => topology.PageSizes.ToArray()));
        Assert.Equal([3, 1, 0, 2], run.Topologies[0].TreeStructure);
    }

    [Theory]
    [InlineData("{1: (10, 5)}", "the pages end at 15, the output at 31")]
    [InlineData("{2: (10, 21)}", "page 2 of 21 cells from 10 on does not follow page 0")]
    [InlineData("{1: (0, 10), 2: (11, 20)}", "page 2 of 20 cells from 11 on does not follow page 1, which ends at 10")]
    public void PagesThatDoNotCoverTheOutputAreRefused(string which, string expected)
    {
        Dictionary<int, (int, int)> pages = which switch
        {
            "{1: (10, 5)}" => new() { [1] = (10, 5) },
            "{2: (10, 21)}" => new() { [2] = (10, 21) },
            _ => new() { [1] = (0, 10), [2] = (11, 20) },
        };
        HintException refused = Assert.Throws<HintException>(() => FactTopology.Of(31, pages, Tree([2, 0])));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATreeIsNeededAndHasItsShape()
    {
        Dictionary<int, (int, int)> pages = new() { [1] = (0, 4) };
        foreach (int[]? tree in (int[]?[])[null, [1], [1, -1], [1, (1 << 30) + 1], new int[12]])
        {
            Assert.Throws<HintException>(() => FactTopology.Of(4, pages, tree is null ? new() : Tree(tree)));
        }

        Assert.Equal([0, 4], FactTopology.Of(4, pages, Tree(new int[10])).PageSizes);
    }

    private static Dictionary<string, IReadOnlyList<int>> Tree(int[] words) => new() { [FactTopology.AttributeName] = words };

    internal static VmError Fail(params BootloaderTask[] tasks)
    {
        VmError? error = Bootloaders.Run(Bootloaders.Simple, new(tasks, IsSinglePage: true), out _, out _);
        return Assert.IsType<VmError>(error);
    }

    private static CairoPie PieOf(string name)
    {
        Vm.Programs.CairoProgram program = Bootloaders.Task(name).Program;
        VmError? error = CairoRunner.Run(
            program,
            new RunOptions { Layout = Layout.Find("small")!, Traced = false },
            new Kraken.Cairo.Hints.Cairo0.Cairo0HintProcessor(new(program)),
            out CairoRunner runner);
        Assert.Null(error);
        VmMemory memory = runner.Machine.Memory;
        List<PieCell> cells = [];
        List<int> sizes = [];
        for (int segment = 0; segment < memory.SegmentCount; segment++)
        {
            sizes.Add(memory.UsedSize(segment));
            cells.AddRange(Enumerable.Range(0, sizes[segment])
                .Select(offset => new Relocatable(segment, offset))
                .Where(address => !memory.Get(address).IsEmpty)
                .Select(address => new PieCell(address, memory.Get(address))));
        }

        int place = program.Builtins.ToList().IndexOf(BuiltinName.Ecdsa);
        EcdsaBuiltin ecdsa = (EcdsaBuiltin)runner.Machine.FindBuiltin(BuiltinName.Ecdsa)!;
        PieAdditionalData additional = new(
            new Dictionary<int, (int, int)>(),
            new Dictionary<string, IReadOnlyList<int>>(),
            [],
            ecdsa.Signatures.ToDictionary(pair => new Relocatable(CairoPie.SegmentOf(place), pair.Key), pair => pair.Value));
        return new(program.Data, program.Builtins, program.Main!.Value, sizes, cells, additional, runner.CountResources());
    }
}
