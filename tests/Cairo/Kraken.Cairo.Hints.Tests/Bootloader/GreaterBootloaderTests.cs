using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Hints.Bootloader;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Runs;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Hints.Tests.Bootloader;

/// <summary>The genuine unpacking and applicative bootloaders.</summary>
public sealed class GreaterBootloaderTests
{
    private static readonly BootloaderConfig Config = new([11, 12], [13], 14);

    public static TheoryData<string> Programs => ["simple_bootloader_compiled", "bootloader_compiled", "applicative_bootloader_compiled"];

    [Theory]
    [MemberData(nameof(Programs))]
    public void EveryHintIsKnownAndFindsItsNames(string name)
    {
        CairoProgram program = Bootloaders.Load(name);
        BootloaderRun state = new(program, new([], IsSinglePage: true));
        Assert.InRange(program.Hints.Count, 40, 60);
        Assert.All(program.Hints, hint =>
        {
            HintBinder ids = new(program, hint);
            if (BootloaderHintTexts.NameOf(hint.Code) is { } own)
            {
                Assert.NotNull(BootloaderHints.ByName[own](state, ids));
            }
            else
            {
                Assert.NotNull(HintLibrary.ByName[HintTexts.ByHash[HintTexts.KeyOf(hint.Code)]](ids));
            }
        });
    }

    [Fact]
    public void EachBootloaderIsKnownForWhatItIs()
    {
        Assert.Equal(BootloaderKind.Simple, BootloaderHints.KindOf(Bootloaders.Simple));
        Assert.Equal(BootloaderKind.Unpacking, BootloaderHints.KindOf(Bootloaders.Unpacking));
        Assert.Equal(BootloaderKind.Applicative, BootloaderHints.KindOf(Bootloaders.Applicative));
        Assert.Null(BootloaderHints.KindOf(Bootloaders.Load("fibonacci")));
    }

    [Fact]
    public void PlainOutputsStandAsTheyAre()
    {
        ProgramTask program = Bootloaders.Task("several_builtins", ProgramHashFunction.Pedersen);
        PieTask replay = new(Bootloaders.Pie("squash_plain"), ProgramHashFunction.Poseidon);
        BootloaderInput input = new([program, replay], IsSinglePage: true)
        {
            Config = Config, PackedOutputs = [new PlainPackedOutput(), new PlainPackedOutput()],
        };
        Felt[] output = Run(Bootloaders.Unpacking, input, out BootloaderRun run);
        Assert.Equal(Bootloaders.Expected((program, "several_builtins"), (replay, "squash_plain")), output[BootloaderConfig.Size..]);
        Assert.Contains(Config.ApplicativeBootloaderHash, output[..BootloaderConfig.Size]);
        Assert.Equal(2, run.Topologies.Count);
    }

    [Fact]
    public void OneOutputForEachTaskIsNeeded()
    {
        BootloaderInput input = new([Bootloaders.Task("several_builtins")], IsSinglePage: true) { Config = Config };
        VmError error = Fail(Bootloaders.Unpacking, input);
        Assert.Equal("PackedOutputs", error.Code);
        error = Fail(Bootloaders.Unpacking, input with { PackedOutputs = [new CompositePackedOutput([], [], [])] });
        Assert.NotEqual("PackedOutputs", error.Code);
    }

    [Fact]
    public void WhatABootloaderIsNotToldIsNamed()
    {
        BootloaderInput input = new([], IsSinglePage: true);
        Assert.Contains("bootloader_config", Fail(Bootloaders.Unpacking, input).Message, StringComparison.Ordinal);
        Assert.Contains("aggregator_task", Fail(Bootloaders.Applicative, input).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SubtasksOfAPackedOutputAreUnpackedOneByOne()
    {
        FactTopology first = new([1, 0], [4]);
        FactTopology second = new([2, 1], [9, 3]);
        CompositePackedOutput inner = new([1, 5, 14, 0, 0, 0], [new PlainPackedOutput()], [second]);
        CompositePackedOutput packed = new([2, 3, 99, 0, 2, 98], [new PlainPackedOutput(), inner], [first, first]);
        List<FactTopology> plain = PlainTopologies.Of([packed, new PlainPackedOutput()], [second, second], 14);
        Assert.Equal([[4], [5, 3], [9, 3]], plain.Select(topology => topology.PageSizes.ToArray()));
        foreach (CompositePackedOutput bad in (CompositePackedOutput[])
            [packed with { Outputs = [2, 3, 99, 0] }, packed with { Outputs = [2, 3, 99, 0, 3, 98] }, packed with { Topologies = [] },
                packed with { Outputs = [2, Felt.Zero - Felt.One, 99] }])
        {
            Assert.Throws<HintException>(() => PlainTopologies.Of([bad], [second], 14));
        }

        Assert.Throws<HintException>(() => PlainTopologies.Of([], [second], 14));
    }

    private static Felt[] Run(CairoProgram bootloader, BootloaderInput input, out BootloaderRun run)
    {
        VmError? error = Bootloaders.Run(bootloader, input, out CairoRunner runner, out run);
        Assert.True(error is null, error?.ToString());
        return [.. runner.Output().Select(cell => cell.Felt)];
    }

    private static VmError Fail(CairoProgram bootloader, BootloaderInput input) =>
        Assert.IsType<VmError>(Bootloaders.Run(bootloader, input, out _, out _));
}
