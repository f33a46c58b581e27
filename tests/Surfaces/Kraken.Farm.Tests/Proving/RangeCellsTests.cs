using Kraken.Farm.Proving;
using Xunit;

namespace Kraken.Farm.Tests.Proving;

/// <summary>
/// The memory for which cells are counted beside what proofs took: blocks of 10, 74 and 150 transfers on two cores (docs/block-proof.md).
/// A worker refuses no job for which it has a tenth more than that, and takes none for which it has less.
/// </summary>
public sealed class RangeCellsTests
{
    [Theory]
    [InlineData(172_000_000UL, 1_256)]
    [InlineData(626_000_000UL, 3_953)]
    [InlineData(1_151_000_000UL, 7_497)]
    public void MemoryForCellsIsWhatProofsTook(ulong cells, long mebibytes)
    {
        long bytes = mebibytes << 20;
        Assert.InRange(RangeCells.OfMemory(bytes), 0ul, cells);
        Assert.InRange(RangeCells.OfMemory(bytes + (bytes / 10)), cells, ulong.MaxValue);
    }

    [Fact]
    public void LittleMemoryIsEnoughForNoProof() => Assert.Equal(0ul, RangeCells.OfMemory(128 << 20));
}
