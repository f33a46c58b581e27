using System.Collections.Generic;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Xunit;

namespace Kraken.BlockProof.Tests.Cairo;

/// <summary>os/builtins.cairo on arenas of dictionaries that a call returns; no code of a class can be made to write these.</summary>
public sealed class ArenaTests
{
    private const int Size = 3;

    [Fact]
    public void AnArenaWhoseDictionariesFollowEachOtherIsTaken()
    {
        Assert.Null(Run(new Arena()));
        Assert.Null(Run(new Arena { Instances = 0 }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void ADictionaryThatWasNotSquashedIsFound(int difference) =>
        Assert.Equal(VmErrorKind.DiffAssertValues, Run(new Arena { SquashedMore = difference })?.Kind);

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(-5)]
    public void DictionariesThatShareCellsOrLeaveSomeAreFound(int moved) =>
        Assert.Equal(VmErrorKind.DiffAssertValues, Run(new Arena { SecondMoved = moved })?.Kind);

    [Fact]
    public void AnotherTableOfDictionariesIsFound() =>
        Assert.Equal(VmErrorKind.DiffAssertValues, Run(new Arena { HasOtherTable = true })?.Kind);

    [Fact]
    public void AnotherStartOfTheArenaIsFound() =>
        Assert.Equal(VmErrorKind.DiffAssertValues, Run(new Arena { GivenMoved = Size })?.Kind);

    /// <summary>An end within an instance, and one before the start.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(-5 * Size)]
    public void AnotherEndOfTheArenaIsFound(int moved) =>
        Assert.Equal(VmErrorKind.RangeCheckNumOutOfBounds, Run(new Arena { EndMoved = moved })?.Kind);

    private static VmError? Run(Arena arena) => CairoTest.TryRun(
        "arena_facts.cairo",
        new Dictionary<string, HintFactory>
        {
            ["arena_under_test"] = ids =>
            {
                (HintId start, HintId given, HintId returned) = (ids["arena"], ids["given"], ids["returned"]);
                return run =>
                {
                    Relocatable at = start.Pointer(run);
                    given.Set(run, run.Memory.Place([at + arena.GivenMoved]));
                    returned.Set(run, run.Memory.Place([arena.Write(run.Memory, at) + arena.EndMoved]));
                };
            },
        },
        out _);

    /// <summary>An arena behind a call that made and squashed two dictionaries, or something else in one place.</summary>
    private sealed record Arena
    {
        public int Instances { get; init; } = 4;

        public int SquashedMore { get; init; }

        public int SecondMoved { get; init; }

        public bool HasOtherTable { get; init; }

        public int GivenMoved { get; init; }

        public int EndMoved { get; init; }

        /// <summary>Writes the instances behind the first, and what it says of both dictionaries; returns their end.</summary>
        public Relocatable Write(VmMemory memory, Relocatable start)
        {
            const int FirstAccesses = 6;
            const int SecondAccesses = 9;
            Relocatable infos = memory.GetAddress(start + -Size);
            Relocatable dictionaries = memory.AddSegment();
            Relocatable second = dictionaries + (FirstAccesses + 1 + SecondMoved);
            memory.Load(
                infos, [dictionaries, dictionaries + FirstAccesses, Felt.Zero, second, second + SecondAccesses, Felt.One]);
            for (int i = 0; i < Instances; i++)
            {
                bool isLast = i == Instances - 1;
                Relocatable table = isLast && HasOtherTable ? memory.AddSegment() : infos;
                int dictionaryCount = i == 0 ? 1 : 2;
                int squashed = isLast ? 2 + SquashedMore : i / 2;
                memory.Load(start + (i * Size), [table, (Felt)dictionaryCount, (Felt)squashed]);
            }

            return start + (Instances * Size);
        }
    }
}
