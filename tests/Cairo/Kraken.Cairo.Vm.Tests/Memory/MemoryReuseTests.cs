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
}
