using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Hints.Bootloader;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Runs;
using Kraken.Fields;
using Kraken.Hashing;
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
        ProgramTask program = Bootloaders.Task("squash_plain", ProgramHashFunction.Pedersen);
        PieTask replay = new(Bootloaders.Pie("pedersen_states"), ProgramHashFunction.Poseidon);
        BootloaderInput input = new([program, replay], IsSinglePage: true)
        {
            Config = Config, PackedOutputs = [new PlainPackedOutput(), new PlainPackedOutput()],
        };
        Felt[] output = Run(Bootloaders.Unpacking, input, out BootloaderRun run);
        Assert.Equal(Bootloaders.Expected((program, "squash_plain"), (replay, "pedersen_states")), output[BootloaderConfig.Size..]);
        Assert.Equal(Stated(Config), output[..BootloaderConfig.Size]);
        Assert.Equal(2, run.Topologies.Count);
    }

    [Fact]
    public void ACompositeOutputIsUnpacked()
    {
        // A program that says what a verifier of a simple bootloader's run would: that bootloader's hash, then its output.
        Felt[] nested = [2, 4, 101, 7, 8, 3, 102, 9];
        ProgramTask verifier = ConstantProgram.Task([11, .. nested]);
        ProgramTask plain = ConstantProgram.Task([55]);
        CompositePackedOutput packed = new(
            nested, [new PlainPackedOutput(), new PlainPackedOutput()], [new([1, 0], [2]), new([1, 0], [1])]);
        BootloaderInput input = new([plain, verifier], IsSinglePage: true)
        {
            Config = Config with { CairoVerifierHashes = [13, Bootloaders.Hash(verifier)] },
            PackedOutputs = [new PlainPackedOutput(), packed],
        };
        Felt[] output = Run(Bootloaders.Unpacking, input, out BootloaderRun run);
        Felt[] expected = [.. Stated(input.Config), 3, 3, Bootloaders.Hash(plain), 55, .. nested[1..]];
        Assert.Equal(expected, output);
        Assert.Equal([[1], [2], [1]], run.Topologies.Select(topology => topology.PageSizes.ToArray()));

        // Not what the verifier says, and a verifier that nobody named.
        Felt[] altered = [.. nested];
        altered[^1] = 10;
        Fail(Bootloaders.Unpacking, input with { PackedOutputs = [new PlainPackedOutput(), packed with { Outputs = altered }] });
        Fail(Bootloaders.Unpacking, input with { Config = Config });
    }

    [Fact]
    public void AnAggregateIsPutOutBehindTheHashOfItsProgramAndTheConfiguration()
    {
        ProgramTask first = ConstantProgram.Task([5, 6]);
        ProgramTask second = ConstantProgram.Task([7]);
        Felt[] gathered = [2, 4, Bootloaders.Hash(first), 5, 6, 3, Bootloaders.Hash(second), 7];
        ProgramTask aggregator = ConstantProgram.Task([.. gathered, 18, 210]);
        BootloaderInput input = new([first, second], IsSinglePage: true)
        {
            Config = Config, PackedOutputs = [new PlainPackedOutput(), new PlainPackedOutput()], Aggregator = aggregator,
        };
        Felt[] output = Run(Bootloaders.Applicative, input, out BootloaderRun run);
        Felt modified = Pedersen.Hash(Felt.FromShortString("AGGREGATOR"), Bootloaders.Hash(aggregator));
        Felt[] expected = [modified, .. Stated(Config), 18, 210];
        Assert.Equal(expected, output);
        Assert.Equal([[6]], run.Topologies.Select(topology => topology.PageSizes.ToArray()));

        // An aggregator that gathered something else.
        gathered[3] = 4;
        Fail(Bootloaders.Applicative, input with { Aggregator = ConstantProgram.Task([.. gathered, 18, 210]) });
    }

    [Fact]
    public void OneOutputForEachTaskIsNeeded()
    {
        BootloaderInput input = new([Bootloaders.Task("squash_plain")], IsSinglePage: true) { Config = Config };
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

    /// <summary>What a bootloader puts out of its configuration.</summary>
    private static Felt[] Stated(BootloaderConfig config) =>
    [
        Pedersen.HashArray([.. config.SimpleBootloaderHashes]),
        config.ApplicativeBootloaderHash,
        Pedersen.HashArray([.. config.CairoVerifierHashes]),
    ];

    private static Felt[] Run(CairoProgram bootloader, BootloaderInput input, out BootloaderRun run)
    {
        VmError? error = Bootloaders.Run(bootloader, input, out CairoRunner runner, out run);
        Assert.True(error is null, error?.ToString());
        return [.. runner.Output().Select(cell => cell.Felt)];
    }

    private static VmError Fail(CairoProgram bootloader, BootloaderInput input) =>
        Assert.IsType<VmError>(Bootloaders.Run(bootloader, input, out _, out _));
}
