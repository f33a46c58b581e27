using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Memory;

/// <summary>The rules of write-once segmented memory.</summary>
public sealed class VmMemoryTests
{
    [Fact]
    public void ACellKeepsItsFirstContent()
    {
        var memory = new VmMemory();
        Relocatable start = memory.AddSegment();
        memory.Insert(start + 3, (Felt)7);
        memory.Insert(start + 3, (Felt)7);
        Assert.Equal(VmErrorKind.InconsistentMemory, Failure(() => memory.Insert(start + 3, (Felt)8)));
        Assert.Equal(VmErrorKind.InconsistentMemory, Failure(() => memory.Insert(start + 3, start)));
        Assert.Equal((Felt)7, memory.GetFelt(start + 3));
        Assert.Equal(4, memory.UsedSize(0));
        Assert.True(memory.Get(start + 2).IsEmpty);
        Assert.Equal(VmErrorKind.UnknownMemoryCell, Failure(() => memory.GetFelt(start + 2)));
        Assert.Equal(VmErrorKind.ExpectedRelocatable, Failure(() => memory.GetAddress(start + 3)));
    }

    [Fact]
    public void CellsThatNobodyAccessedCanBeUnloaded()
    {
        var memory = new VmMemory();
        Relocatable start = memory.AddSegment();
        memory.Load(start, new Felt[] { 1, 2, 3, 4 });
        memory.MarkAccessed(start + 2);
        Assert.True(memory.IsAnyAccessed(start, 3));
        Assert.False(memory.IsAnyAccessed(start, 2));
        Assert.False(memory.IsAnyAccessed(start + 3, 1000));
        Assert.Equal(VmErrorKind.InconsistentMemory, Failure(() => memory.Unload(start + 1, 2)));
        Assert.Equal((Felt)2, memory.GetFelt(start + 1));
        memory.Unload(start, 2);
        memory.Unload(start + 3, 1000);
        Assert.Equal([true, true, false, true], Enumerable.Range(0, 4).Select(i => memory.Get(start + i).IsEmpty));
        memory.Insert(start, (Felt)9);
        Assert.Equal((Felt)9, memory.GetFelt(start));
        Assert.Equal(4, memory.UsedSize(0));
    }

    [Fact]
    public void CellsOutsideOfSegmentsAndLimitsAreRefused()
    {
        var memory = new VmMemory(segmentLimit: 100);
        Relocatable start = memory.AddSegment();
        Assert.Equal(VmErrorKind.UnallocatedSegment, Failure(() => memory.Insert(new Relocatable(1, 0), Felt.One)));
        Assert.Equal(VmErrorKind.UnallocatedSegment, Failure(() => memory.Insert(new Relocatable(-1, 0), Felt.One)));
        Assert.Equal(VmErrorKind.MemoryLimit, Failure(() => memory.Insert(start + 100, Felt.One)));
        memory.Insert(start + 99, Felt.One);
        Assert.True(memory.Get(start + 1_000_000).IsEmpty);
    }

    [Fact]
    public void ContentsComeBackAsTheyWereWritten()
    {
        Gen<MaybeRelocatable> felts = Gen.Choose(int.MinValue, int.MaxValue).Select(n => (MaybeRelocatable)(Felt)n);
        Gen<MaybeRelocatable> addresses =
            Gen.Choose(-5000, 5000).Two().Select(p => (MaybeRelocatable)new Relocatable(p.Item1, Math.Abs((long)p.Item2) * 20_000_000));
        Prop.ForAll(Gen.OneOf(felts, addresses).ArrayOf(40).ToArbitrary(), contents =>
        {
            var memory = new VmMemory();
            Relocatable start = memory.AddSegment();
            memory.Load(start, contents);
            memory.MarkAccessed(start, 7);
            return contents.Select((content, i) => memory.Get(start + i) == content && memory.Get(start + i)
                .ToString() == content.ToString()).All(same => same)
                && memory.CountAccessed(0) == 7;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void BoundTemporarySegmentsMoveToTheirPlace()
    {
        var memory = new VmMemory();
        Relocatable real = memory.AddSegment();
        Relocatable first = memory.AddTemporarySegment();
        Relocatable second = memory.AddTemporarySegment();
        memory.Insert(real, second + 1);
        memory.Load(first, [(Felt)1, (Felt)2]);
        memory.Load(second, [(Felt)3, first]);
        memory.AddRelocationRule(second, first + 2);
        memory.AddRelocationRule(first, real + 5);
        Assert.Equal(VmErrorKind.DuplicatedRelocation, Failure(() => memory.AddRelocationRule(first, real)));
        memory.RelocateTemporarySegments();
        Assert.Equal(real + 8, memory.GetAddress(real));
        Assert.Equal([(Felt)1, (Felt)2, (Felt)3], memory.GetFelts(real + 5, 3));
        Assert.Equal(real + 5, memory.GetAddress(real + 8));
        Assert.Equal(0, memory.TemporarySegmentCount);
    }

    [Fact]
    public void CyclesAndLooseEndsOfRelocationAreRefused()
    {
        var memory = new VmMemory();
        Relocatable first = memory.AddTemporarySegment();
        Relocatable second = memory.AddTemporarySegment();
        Assert.Equal(VmErrorKind.AddressNotInTemporarySegment, Failure(() => memory.AddRelocationRule(memory.AddSegment(), first)));
        Assert.Equal(VmErrorKind.NonZeroOffset, Failure(() => memory.AddRelocationRule(first + 1, second)));
        memory.AddRelocationRule(first, second);
        Assert.Equal(VmErrorKind.UnmappedTemporarySegment, Failure(memory.RelocateTemporarySegments));
        memory.AddRelocationRule(second, first);
        Assert.Equal(VmErrorKind.Relocation, Failure(memory.RelocateTemporarySegments));
    }

    private static VmErrorKind? Failure(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (VmException e)
        {
            return e.Kind;
        }
    }
}
