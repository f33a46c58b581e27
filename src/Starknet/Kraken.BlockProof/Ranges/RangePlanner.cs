using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Kraken.BlockProof.Ranges;

/// <summary>
/// Puts decided blocks into ranges: a range ends where the next block would not fit the proof, after a time, or before a block that cannot
/// be proved, which stands alone so that it is named. Of the blocks that wait then it takes as many as make their cells cheapest, since the
/// prover's tables double: the others begin the next range. Every block is in exactly one range. It knows no clock. Not safe for several
/// threads.
/// </summary>
/// <param name="rules">How large ranges become.</param>
public sealed class RangePlanner(RangeRules rules)
{
    private readonly List<WeighedBlock> waiting = [];
    private TableRows rows = TableRows.OfNoBlocks;
    private ulong? expected;

    /// <summary>The blocks that wait for others; null when none do.</summary>
    public BlockRange? Open =>
        waiting.Count == 0 ? null : new BlockRange(waiting[0].Number, waiting[^1].Number, rows.Cells);

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
        ulong alone = (TableRows.OfNoBlocks + block.Rows).Cells;
        if ((block.Obstacle ?? Excess(alone)) is { } obstacle)
        {
            while (waiting.Count > 0)
            {
                ended.Add(Take());
            }

            ended.Add(new BlockRange(block.Number, block.Number, alone, obstacle));
            return ended;
        }

        waiting.Add(block);
        rows += block.Rows;
        while (rows.Cells > rules.MaxCells || waiting.Count > rules.MaxBlocks)
        {
            ended.Add(Take());
        }

        return ended;
    }

    /// <summary>The range whose first block has waited long enough; null when there is none.</summary>
    /// <param name="now">The time, by the clock that <see cref="WeighedBlock.Seen"/> is of.</param>
    public BlockRange? TakeDue(DateTimeOffset now) =>
        waiting.Count == 0 || now - waiting[0].Seen < rules.Patience ? null : Take();

    private string? Excess(ulong alone) => alone <= rules.MaxCells ? null : string.Create(
        CultureInfo.InvariantCulture, $"it takes {alone} cells of the prover's trace, one proof has room for {rules.MaxCells}");

    // The first blocks that wait, as many as fit and have the fewest cells for what they are worth: one at least.
    private BlockRange Take()
    {
        (int best, ulong cells, double lowest) = (0, 0, double.PositiveInfinity);
        TableRows worth = default;
        for (int count = 1; count <= Math.Min(waiting.Count, rules.MaxBlocks); count++)
        {
            worth += waiting[count - 1].Rows;
            ulong proved = (TableRows.OfNoBlocks + worth).Cells;
            double price = (double)proved / Math.Max(worth.UnpaddedCells, 1);
            if (proved <= rules.MaxCells && price <= lowest)
            {
                (best, cells, lowest) = (count, proved, price);
            }
        }

        BlockRange range = new(waiting[0].Number, waiting[best - 1].Number, cells);
        waiting.RemoveRange(0, best);
        rows = waiting.Aggregate(TableRows.OfNoBlocks, (sum, block) => sum + block.Rows);
        return range;
    }
}
