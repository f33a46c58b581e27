using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Proofs.Ranges;

namespace Kraken.Watcher.Ranges;

/// <summary>
/// The ranges that are planned and not done yet, in the order of the chain, and how far the chain is done; kept in the cursor's file. For
/// one thread.
/// </summary>
internal sealed class RangeLedger
{
    private readonly RangeCursorFile file;
    private readonly List<PlannedRange> ranges;

    /// <summary>Takes up what an earlier process left.</summary>
    public RangeLedger(RangeCursorFile file)
    {
        this.file = file;
        Cursor = file.Read(out string? damage);
        Damage = damage;
        ranges = [.. Cursor.Planned.Select(blocks => new PlannedRange(blocks))];
    }

    /// <summary>Why what an earlier process left was not taken up; null for nothing.</summary>
    public string? Damage { get; }

    /// <summary>What the file says.</summary>
    public RangeCursor Cursor { get; private set; }

    /// <summary>The ranges, in order.</summary>
    public IReadOnlyList<PlannedRange> Ranges => ranges;

    /// <summary>The block behind all that is planned.</summary>
    public ulong Next => Math.Max(Cursor.Done, ranges.Count == 0 ? 0 : ranges.Max(range => range.Blocks.Last)) + 1;

    /// <summary>Puts blocks behind the others.</summary>
    public void Add(IEnumerable<BlockSpan> planned)
    {
        PlannedRange[] added = [.. planned.Select(blocks => new PlannedRange(blocks))];
        if (added.Length > 0)
        {
            ranges.AddRange(added);
            Save(Cursor.Done);
        }
    }

    /// <summary>Puts single blocks in front of the others, which were named.</summary>
    public void AddAgain(IEnumerable<ulong> blocks) => ranges.InsertRange(
        0, blocks.Where(number => ranges.All(range => number < range.Blocks.First || number > range.Blocks.Last))
            .Select(number => new PlannedRange(new BlockSpan(number, number))).ToArray());

    /// <summary>Plans the blocks of a range in other ones.</summary>
    public void Replace(PlannedRange range, params IEnumerable<PlannedRange> parts)
    {
        int place = ranges.IndexOf(range);
        ranges.RemoveAt(place);
        ranges.InsertRange(place, parts);
        Save(Cursor.Done, attempt: null);
    }

    /// <summary>Notes that the blocks from a range's first on are proved, up to one that may lie in another range.</summary>
    public void Cover(PlannedRange from, ulong last)
    {
        foreach (PlannedRange range in ranges.Skip(ranges.IndexOf(from)).TakeWhile(range => range.Blocks.First <= last).ToArray())
        {
            if (range.Blocks.Last <= last)
            {
                range.IsDone = true;
            }
            else
            {
                Replace(range, new PlannedRange(new BlockSpan(last + 1, range.Blocks.Last)));
            }
        }
    }

    /// <summary>Moves the cursor over the ranges that are done.</summary>
    /// <returns>Whether it moved.</returns>
    public bool Advance()
    {
        ulong done = Cursor.Done;
        int count = ranges.TakeWhile(range => range.IsDone).Count();
        if (count == 0)
        {
            return false;
        }

        done = Math.Max(done, ranges.Take(count).Max(range => range.Blocks.Last));
        ranges.RemoveRange(0, count);
        Save(done, Cursor.Attempt);
        return true;
    }

    /// <summary>The attempts to read blocks.</summary>
    public RangeAttempt AttemptWith(BlockSpan blocks) =>
        Cursor.Attempt is { } attempt && attempt.First == blocks.First && attempt.Last == blocks.Last
            ? attempt
            : new RangeAttempt(blocks.First, blocks.Last, 0, "", DateTimeOffset.MinValue);

    /// <summary>Keeps the attempts to read blocks. What is known in this process counts even where the disk takes no more.</summary>
    public void Note(RangeAttempt? attempt) => Save(Cursor.Done, attempt);

    private void Save(ulong done) => Save(done, Cursor.Attempt);

    private void Save(ulong done, RangeAttempt? attempt)
    {
        ImmutableArray<BlockSpan> planned =
            [.. ranges.Where(range => range.Blocks.Last > done).Select(range => range.Blocks)];
        Cursor = new RangeCursor(done, attempt) { Planned = planned };
        file.Write(Cursor);
    }
}
