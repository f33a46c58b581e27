using System.Linq;
using System.Numerics;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests.Libfuncs;

/// <summary>Arrays and spans against plain lists, for items of one cell and of two.</summary>
public sealed class ArrayTests
{
    private const string Felts = "Array<felt252>";
    private const string Wide = "Struct<ut@core::integer::u256, u128, u128>";
    private const string Wides = $"Array<{Wide}>";

    [Fact]
    public void AppendedItemsStandInOrder()
    {
        SierraMachine machine = new($"""
            fn main(a: felt252, b: felt252, c: felt252) -> ({Felts})
            array_new<felt252>() -> (list)
            array_append<felt252>(list, a) -> (list)
            array_append<felt252>(list, b) -> (list)
            array_append<felt252>(list, c) -> (list)
            return(list)
            """);
        Assert.Equal([5, 6, 7], machine.Call(5, 6, 7).Array(0));
    }

    [Fact]
    public void ItemsOfTwoCellsAreAppendedWhole()
    {
        SierraMachine machine = new($"""
            fn main(list: {Wides}, item: {Wide}) -> ({Wides})
            array_append<{Wide}>(list, item) -> (list)
            return(list)
            """);
        SierraRun run = machine.Call(Argument.Array(1, 2), Argument.Cells(3, 4));
        Assert.Equal([1, 2, 3, 4], run.Array(0));
    }

    [Theory]
    [InlineData("array_pop_front<felt252>", Felts, "Box<felt252>", true, 1)]
    [InlineData("array_snapshot_pop_front<felt252>", $"Snapshot<{Felts}>", "Box<felt252>", true, 1)]
    [InlineData("array_snapshot_pop_back<felt252>", $"Snapshot<{Felts}>", "Box<felt252>", false, 1)]
    [InlineData($"array_pop_front<{Wide}>", Wides, $"Box<{Wide}>", true, 2)]
    [InlineData($"array_snapshot_pop_front<{Wide}>", $"Snapshot<{Wides}>", $"Box<{Wide}>", true, 2)]
    [InlineData($"array_snapshot_pop_back<{Wide}>", $"Snapshot<{Wides}>", $"Box<{Wide}>", false, 2)]
    public void ItemsArePoppedUntilNoneIsLeft(string libfunc, string list, string box, bool front, int size)
    {
        LibfuncProgram pop = new(libfunc, list, $"{list}, {box}", list);
        for (int count = 0; count <= 4; count++)
        {
            BigInteger[] items = [.. Enumerable.Range(1, count * size).Select(i => (BigInteger)i)];
            (int branch, _, SierraRun run) = pop.Run(Argument.Array(items));
            Assert.Equal(count == 0 ? 1 : 0, branch);
            if (count > 0)
            {
                Assert.Equal(front ? items[size..] : items[..^size], run.Array(1));
                Assert.Equal(front ? items[..size] : items[^size..], run.Box(3, size));
            }
            else
            {
                Assert.Empty(run.Array(2));
            }
        }
    }

    [Fact]
    public void AConsumedArrayGivesItsFirstItemOrEnds()
    {
        LibfuncProgram pop = new("array_pop_front_consume<felt252>", Felts, $"{Felts}, Box<felt252>", "");
        Assert.Equal(1, pop.Run(Argument.Array()).Branch);
        (int branch, _, SierraRun run) = pop.Run(Argument.Array(8, 9));
        Assert.Equal(0, branch);
        Assert.Equal([9], run.Array(1));
        Assert.Equal([8], run.Box(3, 1));
    }

    [Theory]
    [InlineData("felt252", Felts, 1)]
    [InlineData(Wide, Wides, 2)]
    public void ItemsAreReadWithinTheLength(string item, string list, int size)
    {
        LibfuncProgram get = new($"array_get<{item}>", $"RangeCheck, Snapshot<{list}>, u32", $"RangeCheck, Box<{item}>", "RangeCheck");
        LibfuncProgram length = new($"array_len<{item}>", $"Snapshot<{list}>", "u32");
        for (int count = 0; count <= 3; count++)
        {
            BigInteger[] items = [.. Enumerable.Range(1, count * size).Select(i => (BigInteger)i)];
            length.Check([Argument.Array(items)], 0, count);
            foreach (long index in (long[])[0, 1, count - 1, count, count + 1, uint.MaxValue])
            {
                if (index < 0)
                {
                    continue;
                }

                (int branch, _, SierraRun run) = get.Run(Argument.Array(items), index);
                Assert.Equal(index < count ? 0 : 1, branch);
                if (index < count)
                {
                    Assert.Equal(items.Skip((int)index * size).Take(size), run.Box(1, size));
                }
            }
        }
    }

    [Theory]
    [InlineData("felt252", Felts, 1)]
    [InlineData(Wide, Wides, 2)]
    public void SlicesLieWithinTheArray(string item, string list, int size)
    {
        string span = $"Snapshot<{list}>";
        LibfuncProgram slice = new($"array_slice<{item}>", $"RangeCheck, {span}, u32, u32", $"RangeCheck, {span}", "RangeCheck");
        const int Count = 4;
        BigInteger[] items = [.. Enumerable.Range(1, Count * size).Select(i => (BigInteger)i)];
        long[] numbers = [0, 1, 3, 4, 5, uint.MaxValue];
        foreach ((long start, long length) in numbers.SelectMany(start => numbers.Select(length => (start, length))))
        {
            (int branch, _, SierraRun run) = slice.Run(Argument.Array(items), start, length);
            Assert.Equal(start + length <= Count ? 0 : 1, branch);
            if (branch == 0)
            {
                Assert.Equal(items.Skip((int)start * size).Take((int)length * size), run.Array(1));
            }
        }
    }

    [Theory]
    [InlineData("front")]
    [InlineData("back")]
    public void SeveralItemsArePoppedAtOnceWhereThereAreEnough(string end)
    {
        const string Triple = "Struct<ut@Tuple, felt252, felt252, felt252>";
        const string Span = $"Snapshot<{Felts}>";
        LibfuncProgram pop = new($"array_snapshot_multi_pop_{end}<{Triple}>", $"RangeCheck, {Span}", $"RangeCheck, {Span}, Box<{Triple}>",
            $"RangeCheck, {Span}");
        for (int count = 0; count <= 7; count++)
        {
            BigInteger[] items = [.. Enumerable.Range(1, count).Select(i => (BigInteger)i)];
            (int branch, _, SierraRun run) = pop.Run(Argument.Array(items));
            Assert.Equal(count >= 3 ? 0 : 1, branch);
            if (branch == 0)
            {
                Assert.Equal(end == "front" ? items[3..] : items[..^3], run.Array(1));
                Assert.Equal(end == "front" ? items[..3] : items[^3..], run.Box(3, 3));
            }
            else
            {
                Assert.Equal(items, run.Array(2));
            }
        }
    }

    [Fact]
    public void TuplesAndSpansTurnIntoEachOther()
    {
        const string Pair = "Struct<ut@Tuple, felt252, felt252>";
        LibfuncProgram toSpan = new($"span_from_tuple<{Pair}>", $"Box<{Pair}>", $"Snapshot<{Felts}>");
        Assert.Equal([3, 4], toSpan.Run(Argument.Box(3, 4)).Run.Array(0));
        LibfuncProgram toTuple = new($"tuple_from_span<{Pair}>", $"Snapshot<{Felts}>", $"Box<{Pair}>", "");
        for (int count = 0; count <= 3; count++)
        {
            BigInteger[] items = [.. Enumerable.Range(1, count).Select(i => (BigInteger)i)];
            (int branch, _, SierraRun run) = toTuple.Run(Argument.Array(items));
            Assert.Equal(count == 2 ? 0 : 1, branch);
            if (branch == 0)
            {
                Assert.Equal(items, run.Box(1, 2));
            }
        }
    }

    [Theory]
    [InlineData("u8", 0, 255)]
    [InlineData("i16", -32768, 32767)]
    public void RangesAreWalkedFromTheirStartToTheirEnd(string type, int least, int greatest)
    {
        LibfuncProgram create = new($"int_range_try_new<{type}>", $"RangeCheck, {type}, {type}", $"RangeCheck, IntRange<{type}>",
            $"RangeCheck, IntRange<{type}>");
        LibfuncProgram pop = new($"int_range_pop_front<{type}>", $"IntRange<{type}>", "", $"IntRange<{type}>, {type}");
        int[] edges = [least, least + 1, 0, 1, greatest - 1, greatest];
        foreach ((int start, int end) in edges.SelectMany(s => edges.Select(e => (s, e))))
        {
            // A range that would run backwards is the empty one at its end.
            create.Check([start, end], start <= end ? 0 : 1, start <= end ? [start, end] : [end, end]);
            if (start <= end)
            {
                pop.Check([Argument.Cells(start, end)], start == end ? 0 : 1, start == end ? [] : [start + 1, end, start]);
            }
        }
    }
}
