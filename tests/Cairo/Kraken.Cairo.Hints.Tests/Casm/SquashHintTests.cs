using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Hints;
using Kraken.Casm.Operands;
using Xunit;
using static Kraken.Cairo.Hints.Tests.Casm.HintMachine;

namespace Kraken.Cairo.Hints.Tests.Casm;

/// <summary>
/// Dictionaries and their squashing against a model: which accesses a key had, in which order the keys come, and when each hint refuses.
/// </summary>
public sealed class SquashHintTests
{
    private const int AccessesCell = 0;
    private const int RangeCheckCell = 1;
    private const int FirstOutput = 10;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(6, 1)]
    [InlineData(6, 6)]
    [InlineData(40, 7)]
    public void SquashingWalksTheKeysInOrderAndTheirAccessesToo(int count, int keys)
    {
        Random random = new((count * 10) + keys);
        BigInteger[] pool = [.. new BigInteger[] { 0, 5, Fields.Felt.Modulus - 1, BigInteger.One << 128, 3, 1 << 20, 9 }.Take(keys)];
        BigInteger[] accesses =
            [.. pool.Take(count), .. Enumerable.Range(0, Math.Max(0, count - keys)).Select(_ => pool[random.Next(keys)])];
        random.Shuffle(accesses);
        (HintMachine machine, List<Action> checks) = Walk(accesses);
        foreach (Action check in checks)
        {
            machine.Run();
            check();
        }
    }

    [Fact]
    public void KeysTellWhetherTheyAreBig()
    {
        foreach ((BigInteger key, int big) in ((BigInteger, int)[])[(0, 0), ((BigInteger.One << 128) - 1, 0), (BigInteger.One << 128, 1), (
            Fields.Felt.Modulus - 1, 1)])
        {
            HintMachine machine = Loaded([3, key], Init(2, 4, 5));
            machine.Run();
            Assert.Equal(big, machine.Number(4));
            Assert.Equal(BigInteger.Min(3, key), machine.Number(5));
        }
    }

    [Fact]
    public void NoAccessIsNoSquashing() => Assert.Equal("CustomHint", Loaded([], Init(0, 4, 5)).Failure().Code);

    [Fact]
    public void KeysAndAccessesThatAreLeftAreFound()
    {
        HintMachine machine = Loaded(
            [7, 7, 8], Init(3, 4, 5), new AssertCurrentAccessIndicesIsEmpty(), new AssertAllKeysUsed(), new GetNextDictKey(CellRef.Ap(6)),
            new AssertAllAccessesUsed(CellRef.Ap(7)), new AssertAllAccessesUsed(CellRef.Ap(8)));
        machine.Put(7, Felt(2));
        machine.Put(8, Felt(1));
        machine.Run();
        Assert.Equal("CurrentAccessIndicesNotEmpty", machine.Failure().Code);
        Assert.Equal("KeysNotEmpty", machine.Failure().Code);
        Assert.Equal("CustomHint", machine.Failure().Code);
        machine.Run();
        Assert.Equal("NumUsedAccessesAssertFail", machine.Failure().Code);
    }

    [Fact]
    public void AfterTheLastKeyThereIsNone()
    {
        HintMachine machine = Loaded(
            [7], Init(1, 4, 5), new AssertAllKeysUsed(), new GetCurrentAccessDelta(CellRef.Ap(6)), new GetNextDictKey(CellRef.Ap(6)));
        machine.Run();
        machine.Run();
        Assert.Equal("CustomHint", machine.Failure().Code);
        Assert.Equal("KeyNotFound", machine.Failure().Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    public void EntriesFollowTheModelDictionary(int count)
    {
        Random random = new(count);
        List<Hint> hints = [new AllocFelt252Dict(Cell(0))];
        List<(BigInteger Key, BigInteger Value)> writes =
            [.. Enumerable.Range(0, count).Select(_ => ((BigInteger)random.Next(6), (BigInteger)random.Next(100)))];
        for (int i = 0; i < count; i++)
        {
            hints.Add(new Felt252DictEntryInit(Cell(1 + (3 * i)), In(writes[i].Key)));
            hints.Add(new Felt252DictEntryUpdate(Cell(2 + (3 * i)), Cell(3 + (3 * i))));
        }

        hints.Add(new GetSegmentArenaIndex(Cell(2 + (3 * (count - 1))), CellRef.Ap(200)));
        HintMachine machine = new([.. hints]);
        Relocatable infos = Arena(machine, 0);
        machine.Run();
        Relocatable dict = machine.Memory.GetAddress(infos);
        Dictionary<BigInteger, BigInteger> model = [];
        for (int i = 0; i < count; i++)
        {
            (BigInteger key, BigInteger value) = writes[i];
            Relocatable access = dict + (3 * i);
            machine.Put(1 + (3 * i), access);
            machine.Put(2 + (3 * i), access + 3);
            machine.Put(3 + (3 * i), Felt(value));
            machine.Memory.Insert(access, Felt(key));
            machine.Run();
            Assert.Equal(model.GetValueOrDefault(key), machine.Memory.GetInteger(access + 1));
            machine.Run();
            model[key] = value;
        }

        machine.Run();
        Assert.Equal(0, machine.Number(200));
    }

    [Fact]
    public void OldReadsAndWritesFollowTheModelToo()
    {
        HintMachine machine = new(
            new AllocFelt252Dict(Cell(0)), new Felt252DictWrite(Cell(1), In(4), In(11)), new Felt252DictRead(Cell(1), In(4), CellRef.Ap(5)),
            new Felt252DictRead(Cell(1), In(9), CellRef.Ap(6)),
            new Felt252DictWrite(Cell(2), In(4), In(12)),
            new Felt252DictRead(Cell(1), In(4), CellRef.Ap(7)));
        Relocatable infos = Arena(machine, 0);
        machine.Run();
        Relocatable dict = machine.Memory.GetAddress(infos);
        machine.Put(1, dict);
        machine.Put(2, dict + 3);
        machine.RunAll();
        Assert.Equal([11, 0, 12], Enumerable.Range(5, 3).Select(machine.Number));
        Assert.Equal(0, machine.Memory.GetInteger(dict + 1));
        Assert.Equal(11, machine.Memory.GetInteger(dict + 4));
    }

    [Fact]
    public void EachDictionaryHasItsPlaceInTheArena()
    {
        HintMachine machine =
            new(new AllocFelt252Dict(Cell(0)), new AllocFelt252Dict(Cell(1)), new GetSegmentArenaIndex(Cell(2), CellRef.Ap(5)));
        Relocatable infos = Arena(machine, 0);
        Relocatable second = machine.Memory.AddSegment();
        machine.Memory.Load(second, [infos, Felt(1), Felt(0)]);
        machine.Put(1, second + 3);
        machine.Run();
        machine.Run();
        Assert.NotEqual(machine.Memory.GetAddress(infos).Segment, machine.Memory.GetAddress(infos + 3).Segment);
        machine.Put(2, machine.Memory.GetAddress(infos + 3));
        machine.Run();
        Assert.Equal(1, machine.Number(5));
    }

    [Fact]
    public void PointersIntoOtherSegmentsAreNoDictionaries()
    {
        HintMachine machine = new(new Felt252DictEntryInit(Cell(0), In(1)), new GetSegmentArenaIndex(Cell(0), CellRef.Ap(3)));
        machine.Put(0, machine.Memory.AddSegment());
        Assert.Contains("known dictionary", machine.Failure().Message, StringComparison.Ordinal);
        Assert.Contains("known dictionary", machine.Failure().Message, StringComparison.Ordinal);
    }

    private static Relocatable Arena(HintMachine machine, int cell)
    {
        Relocatable infos = machine.Memory.AddSegment();
        Relocatable arena = machine.Memory.AddSegment();
        machine.Memory.Load(arena, [infos, Felt(0), Felt(0)]);
        machine.Put(cell, arena + 3);
        return infos;
    }

    private static InitSquashData Init(int count, int big, int first) =>
        new(Cell(AccessesCell), In(3 * count), In(count), CellRef.Ap(big), CellRef.Ap(first));

    private static HintMachine Loaded(BigInteger[] keys, params Hint[] hints)
    {
        HintMachine machine = new(hints);
        Relocatable accesses = machine.Memory.AddSegment();
        for (int i = 0; i < keys.Length; i++)
        {
            machine.Memory.Load(accesses + (3 * i), [Felt(keys[i]), Felt(i), Felt(i + 1)]);
        }

        machine.Put(AccessesCell, accesses);
        machine.Put(RangeCheckCell, machine.Memory.AddSegment());
        return machine;
    }

    // The hints in the order in which the compiled loop calls them, each with what the model says that it writes.
    private static (HintMachine Machine, List<Action> Checks) Walk(BigInteger[] accesses)
    {
        List<Hint> hints = [Init(accesses.Length, 4, 5)];
        List<Func<HintMachine, bool>> laws = [m => m.Number(5) == accesses.Min() && m.Number(4) == (accesses.Max() >> 128 == 0 ? 0 : 1)];
        int output = FirstOutput;
        BigInteger[] ordered = [.. accesses.Distinct().Order()];
        foreach (BigInteger key in ordered)
        {
            int[] places = [.. Enumerable.Range(0, accesses.Length).Where(i => accesses[i] == key)];
            int pointer = output++;
            Add(new GetCurrentAccessIndex(new BinOp(CellOperation.Add, CellRef.Ap(RangeCheckCell), new Immediate(pointer))),
                m => m.Memory.GetInteger(m.Memory.GetAddress(m.At(RangeCheckCell)) + pointer) == places[0]);
            Write(cell => new ShouldSkipSquashLoop(cell), places.Length == 1 ? 1 : 0);
            for (int i = 1; i < places.Length; i++)
            {
                Write(cell => new GetCurrentAccessDelta(cell), places[i] - places[i - 1] - 1);
                Write(cell => new ShouldContinueSquashLoop(cell), i < places.Length - 1 ? 1 : 0);
            }

            Add(new AssertCurrentAccessIndicesIsEmpty(), _ => true);
            if (key != ordered[^1])
            {
                BigInteger following = ordered[Array.IndexOf(ordered, key) + 1];
                Write(cell => new GetNextDictKey(cell), following);
            }
        }

        Add(new AssertAllKeysUsed(), _ => true);
        HintMachine machine = Loaded(accesses, [.. hints]);
        return (machine, [.. laws.Select((law, i) => (Action)(() => Assert.True(law(machine), $"hint {i}: {hints[i]}")))]);

        void Add(Hint hint, Func<HintMachine, bool> law)
        {
            hints.Add(hint);
            laws.Add(law);
        }

        void Write(Func<CellRef, Hint> make, BigInteger expected)
        {
            int cell = output++;
            Add(make(CellRef.Ap(cell)), m => m.Number(cell) == expected);
        }
    }
}
