using System;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Memory;

public sealed class MemoryReuseTests
{
    [Fact]
    public void CellsOfAReleasedMemoryAreEmptyInTheNext()
    {
        for (int run = 0; run < 20; run++)
        {
            VmMemory memory = new();
            Relocatable start = memory.AddSegment();
            for (int i = 0; i < 5000; i += 7)
            {
                Assert.True(memory.Get(start + (i + 1)).IsEmpty);
                memory.Insert(start + i, (Felt)i);
                memory.MarkAccessed(start + i);
            }

            for (int i = 0; i < 5000; i++)
            {
                Assert.Equal(i % 7 == 0, !memory.Get(start + i).IsEmpty);
            }

            Assert.Equal((5000 + 6) / 7, memory.CountAccessed(0));
            memory.Release();
        }
    }

    [Fact]
    public void ACellKeepsItsContentWhenItsOwnSegmentGrowsAroundIt()
    {
        VmMemory memory = new();
        Relocatable start = memory.AddSegment();
        memory.Insert(start, (Felt)42);
        for (int i = 1; i < 20_000; i = (i * 3) + 1)
        {
            memory.Insert(start + i, memory.Get(start));
        }

        for (int i = 1; i < 20_000; i = (i * 3) + 1)
        {
            Assert.Equal((Felt)42, memory.GetFelt(start + i));
        }
    }

    [Fact]
    public void SegmentsThatNobodyWritesToWeighLittle()
    {
        const int Segments = 200_000;
        const long BytesEach = 150;
        VmMemory memory = new();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Segments; i++)
        {
            memory.AddSegment();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, Segments * BytesEach);
    }

    [Fact]
    public void AGrowingSegmentTakesAboutTwiceWhatItHolds()
    {
        const int Cells = 3_000_000;
        Counted counted = new();
        VmMemory memory = new(limits: counted);
        Relocatable start = memory.AddSegment();
        for (int i = 0; i < Cells; i++)
        {
            memory.Insert(start + i, (Felt)i);
            if (i % 4096 == 0)
            {
                memory.ReleaseOutgrown();
            }
        }

        memory.ReleaseOutgrown();
        Assert.InRange(counted.Cells, Cells, 2 * Cells);
        memory.Release();
        Assert.Equal(0, counted.Cells);
    }

    [Fact]
    public void FinishedRunsLeaveABoundedNumberOfCellsBehind()
    {
        VmMemory[] memories = new VmMemory[40];
        for (int i = 0; i < memories.Length; i++)
        {
            memories[i] = new VmMemory();
            memories[i].Insert(memories[i].AddSegment() + 200_000, Felt.One);
        }

        foreach (VmMemory memory in memories)
        {
            memory.Release();
        }

        Assert.InRange(CellPool.KeptCells, 1, CellPool.MaxKeptCells);
    }

    private sealed class Counted : IRunLimits
    {
        public long Cells { get; private set; }

        public void Check()
        {
        }

        public void Allocate(long cells) => Cells += cells;

        public void Free(long cells) => Cells -= cells;
    }
}
