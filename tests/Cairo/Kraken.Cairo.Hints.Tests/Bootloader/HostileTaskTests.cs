using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Hints.Bootloader;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Pies;
using Kraken.Cairo.Vm.Runs;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Hints.Tests.Bootloader;

/// <summary>Finished runs that are none: the bootloader's run fails, or says what the genuine one says.</summary>
public sealed class HostileTaskTests
{
    private const int Seed = 20261129;

    private static readonly CairoPie Genuine = Bootloaders.Pie("squash_plain");

    [Fact]
    public void AnyAlteredCellFailsOrChangesNothingThatIsStated()
    {
        Random random = new(Seed);
        Felt[] genuine = Bootloaders.Output(new PieTask(Genuine, ProgramHashFunction.Blake));
        int failed = 0;
        for (int i = 0; i < 60; i++)
        {
            int index = random.Next(Genuine.Memory.Count);
            List<PieCell> cells = [.. Genuine.Memory];
            cells[index] = cells[index] with { Value = Altered(random, cells[index].Value) };
            PieTask task = new(Genuine with { Memory = cells }, ProgramHashFunction.Blake);
            VmError? error = Bootloaders.Run(Bootloaders.Simple, new([task], IsSinglePage: true), out CairoRunner runner, out _);
            failed += error is null ? 0 : 1;
            Assert.True(
                error is not null || genuine.SequenceEqual(runner.Output().Select(cell => cell.Felt)),
                $"seed {Seed}, cell {cells[index].Address} of {cells[index].Value}");
        }

        Assert.InRange(failed, 40, 60);
    }

    [Fact]
    public void APointerOfABuiltinThatIsNotTheMachinesIsRefused()
    {
        List<PieCell> cells = [.. Genuine.Memory];
        int first = cells.FindIndex(cell => cell.Address == new Relocatable(1, 0));
        cells[first] = cells[first] with { Value = new Relocatable(2, 1) };
        VmError error = SimpleBootloaderTests.Fail(new PieTask(Genuine with { Memory = cells }, ProgramHashFunction.Blake));
        Assert.Equal(VmErrorKind.InconsistentMemory, error.Kind);
    }

    [Fact]
    public void AUseOfABuiltinThatIsNotTheRunsIsRefused()
    {
        List<int> sizes = [.. Genuine.SegmentSizes];
        sizes[CairoPie.SegmentOf(1)]++;
        VmError error = SimpleBootloaderTests.Fail(new PieTask(Genuine with { SegmentSizes = sizes }, ProgramHashFunction.Blake));
        Assert.Equal((VmErrorKind.Hint, "BuiltinUsage"), (error.Kind, error.Code));
        Assert.Contains("range_check", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherCodeThanThePiesMemoryHoldsIsRefused()
    {
        Felt[] code = [.. Genuine.Program];
        code[^1] += Felt.One;
        VmError error = SimpleBootloaderTests.Fail(new PieTask(Genuine with { Program = code }, ProgramHashFunction.Blake));
        Assert.Equal(VmErrorKind.InconsistentMemory, error.Kind);
    }

    [Fact]
    public void AMainElsewhereIsAnErrorOfTheRun()
    {
        VmError error = SimpleBootloaderTests.Fail(new PieTask(Genuine with { Main = 0 }, ProgramHashFunction.Blake));
        Assert.NotEqual(VmErrorKind.Hint, error.Kind);
    }

    [Fact]
    public void AHintThatNoLibraryHasIsNamed()
    {
        ProgramTask task = Bootloaders.Task("squash_plain");
        Vm.Programs.CairoProgram program = task.Program with
        {
            Hints = [.. task.Program.Hints.Select(hint => hint with { Code = "launch()" })],
        };
        VmError error = SimpleBootloaderTests.Fail(task with { Program = program });
        Assert.Equal(("UnknownHint", "Unknown Hint: launch()"), (error.Code, error.Message));
    }

    private static MaybeRelocatable Altered(Random random, MaybeRelocatable value)
    {
        if (value.IsAddress)
        {
            return value.Address + (value.Address.Offset > 0 && random.Next(2) == 0 ? -1 : 1);
        }

        return random.Next(3) switch
        {
            0 => new Relocatable(random.Next(Genuine.SegmentSizes.Count), 0),
            1 => -value.Felt - Felt.One,
            _ => value.Felt + (Felt)random.Next(1, 100),
        };
    }
}
