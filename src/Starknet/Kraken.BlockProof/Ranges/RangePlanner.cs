using System;
using System.Collections.Generic;
using System.Globalization;
using Kraken.Execution.Blocks.Weights;

namespace Kraken.BlockProof.Ranges;

/// <summary>
/// Puts decided blocks into ranges: a range ends where the next block would not fit the proof, after a time, or before a block that cannot
/// be proved, which stands alone so that it is named. Every block is in exactly one range. It knows no clock. Not safe for several threads.
/// </summary>
/// <param name="rules">How large ranges become.</param>
public sealed class RangePlanner(RangeRules rules)
{
    private ulong first;
    private ulong last;
    private ulong cells;
    private DateTimeOffset since;
    private bool isOpen;
    private ulong? expected;

    /// <summary>The blocks that wait for others; null when none do.</summary>
    public BlockRange? Open => isOpen ? new BlockRange(first, last, cells) : null;

    /// <summary>Adds the next block.</summary>
    /// <returns>The ranges that end with it or before it, in order.</returns>
    /// <exception cref="ArgumentException">The block does not follow the last one.</exception>
    public IReadOnlyList<BlockRange> Add(WeighedBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (expected is { } next && block.Number != next)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"expected block {next}, got block {block.Number}"), nameof(block));
        }

        expected = block.Number + 1;
        List<BlockRange> ended = [];
        ulong added = Sum(block.Cells, ProvingCells.OfEmptyBlock);
        string? obstacle = block.Obstacle ?? Excess(Sum(added, ProvingCells.OfNoBlocks));
        if (obstacle is not null)
        {
            End(ended);
            ended.Add(new BlockRange(block.Number, block.Number, Sum(added, ProvingCells.OfNoBlocks), obstacle));
            return ended;
        }

        if (isOpen && (Sum(cells, added) > rules.MaxCells || last - first + 1 >= (ulong)rules.MaxBlocks))
        {
            End(ended);
        }

        if (!isOpen)
        {
            (first, cells, since, isOpen) = (block.Number, ProvingCells.OfNoBlocks, block.Seen, true);
        }

        last = block.Number;
        cells = Sum(cells, added);
        return ended;
    }

    /// <summary>The range whose first block has waited long enough; null when there is none.</summary>
    /// <param name="now">The time, by the clock that <see cref="WeighedBlock.Seen"/> is of.</param>
    public BlockRange? TakeDue(DateTimeOffset now)
    {
        if (!isOpen || now - since < rules.Patience)
        {
            return null;
        }

        List<BlockRange> ended = [];
        End(ended);
        return ended[0];
    }

    private string? Excess(ulong alone) => alone <= rules.MaxCells ? null : string.Create(
        CultureInfo.InvariantCulture, $"it takes {alone} cells of the prover's trace, one proof has room for {rules.MaxCells}");

    private void End(List<BlockRange> ended)
    {
        if (isOpen)
        {
            ended.Add(new BlockRange(first, last, cells));
            isOpen = false;
        }
    }

    // Weights are of foreign blocks.
    private static ulong Sum(ulong a, ulong b) => a > ulong.MaxValue - b ? ulong.MaxValue : a + b;
}
