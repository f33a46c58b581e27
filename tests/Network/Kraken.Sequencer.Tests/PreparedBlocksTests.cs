using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus;
using Kraken.Consensus.Engine;
using Kraken.Fields;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Sequencer.Tests;

/// <summary>Blocks on blocks that are not committed yet give what committing one by one gives.</summary>
public sealed class PreparedBlocksTests : IDisposable
{
    private readonly SettableClock clock = new() { Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_100) };
    private readonly TestChain chain;

    public PreparedBlocksTests() => chain = new TestChain(1, clock: clock);

    public void Dispose() => chain.Dispose();

    [Fact]
    public async Task ARowOfUncommittedBlocksHasTheHashesOfBlocksCommittedOneByOne()
    {
        using TestChain oneByOne = new(1, clock: clock);
        List<BuiltBlock> row = [];
        ValueId parent = chain.Tip;
        for (ulong height = 1; height <= 3; height++)
        {
            SubmittedTransaction transfer = Signed.Transfer(0, height - 1);
            Assert.Null(await oneByOne.Admission.SubmitAsync(transfer, CancellationToken.None));
            Assert.Null(await chain.Admission.SubmitAsync(transfer, CancellationToken.None));
            row.Add(chain.Build(height, parent));
            parent = row[^1].Value;
            BuiltBlock expected = oneByOne.Build(height);
            oneByOne.Commit(height, expected);
            Assert.Equal(expected.Value, row[^1].Value);
            Assert.Equal(expected.Bytes.ToArray(), row[^1].Bytes.ToArray());
            Assert.Single(oneByOne.Store.Block(height)!.Transactions);
        }

        Assert.Equal(0UL, chain.Store.LatestNumber);
        chain.Commit(2, row[0], row[1]);
        Assert.Equal(2UL, chain.Store.LatestNumber);
        Assert.Equal(oneByOne.Store.Header(2), chain.Store.Header(2));

        // The third lies over the chain now, and a fourth over it.
        BuiltBlock fourth = chain.Build(4, row[2].Value);
        chain.Commit(4, row[2], fourth);
        oneByOne.Commit(4, oneByOne.Build(4));
        Assert.Equal(oneByOne.Store.Header(4), chain.Store.Header(4));
        Assert.Equal(0, chain.Pool.Count);
    }

    [Fact]
    public void OldHashesComeFromUncommittedAncestors()
    {
        using TestChain oneByOne = new(1, clock: clock);
        List<BuiltBlock> row = [];
        ValueId parent = chain.Tip;
        for (ulong height = 1; height <= 13; height++)
        {
            row.Add(chain.Build(height, parent));
            parent = row[^1].Value;
            BuiltBlock expected = oneByOne.Build(height);
            oneByOne.Commit(height, expected);
            Assert.Equal((height, expected.Value), (height, row[^1].Value));
        }

        // Block 13 wrote the hash of block 3, which is not committed on this chain.
        using TestChain validator = new(2, clock: clock);
        ValueId below = validator.Tip;
        for (int i = 0; i < row.Count; i++)
        {
            Assert.Null(validator.Check((ulong)i + 1, row[i], new ValidatorId(1), below));
            below = row[i].Value;
        }

        validator.Commit(13, [.. row]);
        Assert.Equal(oneByOne.Store.Header(13), validator.Store.Header(13));
    }

    [Fact]
    public async Task ForksStandBesideEachOtherUntilOneIsCommitted()
    {
        await chain.Admission.SubmitAsync(Signed.Transfer(0, 0), CancellationToken.None);
        BuiltBlock first = chain.Build(1);
        using TestChain other = new(2, clock: clock);
        await other.Admission.SubmitAsync(Signed.Transfer(1, 0), CancellationToken.None);
        BuiltBlock second = other.Build(1);
        Assert.Null(chain.Check(1, second, new ValidatorId(2)));
        BuiltBlock onFirst = chain.Build(2, first.Value);
        BuiltBlock onSecond = chain.Build(2, second.Value);
        Assert.NotEqual(onFirst.Value, onSecond.Value);
        chain.Commit(1, second);
        Assert.Throws<InvalidOperationException>(() => chain.Build(3, onFirst.Value));
        chain.Commit(2, onSecond);
        Assert.Equal(onSecond.Value, chain.Tip);
    }

    [Fact]
    public void AnUnknownParentIsRefused()
    {
        BuiltBlock built = chain.Build(1);
        Assert.Contains(
            "neither the last committed block nor a prepared one",
            chain.Check(2, new BuiltBlock(new ValueId(8), built.Bytes), null, new ValueId(7)),
            StringComparison.Ordinal);
        Assert.Contains(
            "expected number", chain.Check(7, new BuiltBlock(new ValueId(8), built.Bytes), null, built.Value), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => chain.Build(2, new ValueId(7)));
    }

    [Fact]
    public void TheLeastUsedLeafMakesRoom()
    {
        PreparedBlocks prepared = new(chain.Store, new PreparedLimits { MaxBlocks = 3 });
        ValueId oldest = prepared.Add(Next(prepared, chain.Tip, 1));
        ValueId onOldest = prepared.Add(Next(prepared, oldest, 2));
        ValueId other = prepared.Add(Next(prepared, chain.Tip, 3));
        Assert.NotNull(prepared.Find(onOldest));
        ValueId newest = prepared.Add(Next(prepared, chain.Tip, 4));
        Assert.Equal(3, prepared.Count);
        Assert.Null(prepared.Find(other));
        Assert.NotNull(prepared.Find(oldest));
        Assert.NotNull(prepared.Find(newest));

        // A row as long as the limit is not built on any further.
        ValueId third = prepared.Add(Next(prepared, onOldest, 5));
        Assert.Null(prepared.Parent(third));
        Assert.NotNull(prepared.Parent(onOldest));
    }

    [Fact]
    public void BytesAreBoundedToo()
    {
        PreparedBlock sample = Next(new PreparedBlocks(chain.Store, new PreparedLimits()), chain.Tip, 1);
        long size = sample.HeldBytes;
        PreparedBlocks prepared = new(chain.Store, new PreparedLimits { MaxBytes = 2 * size });
        ValueId[] added = [.. Enumerable.Range(1, 5).Select(second => prepared.Add(Next(prepared, chain.Tip, (ulong)second)))];
        Assert.Equal(2, prepared.Count);
        Assert.True(prepared.HeldBytes <= 2 * size);
        Assert.NotNull(prepared.Find(added[^1]));
    }

    [Fact]
    public void ACommitDropsWhatDoesNotDescendFromIt()
    {
        PreparedBlocks prepared = new(chain.Store, new PreparedLimits());
        PreparedBlock first = Next(prepared, chain.Tip, 1);
        ValueId committed = prepared.Add(first);
        ValueId child = prepared.Add(Next(prepared, committed, 2));
        ValueId grandchild = prepared.Add(Next(prepared, child, 3));
        ValueId fork = prepared.Add(Next(prepared, chain.Tip, 4));
        chain.Store.Append(first.Record([]));
        prepared.Committed(committed);
        Assert.Equal(2, prepared.Count);
        Assert.Null(prepared.Find(fork));
        Assert.Null(prepared.Find(committed));
        BlockHeader below = prepared.Parent(grandchild)!.Header;
        Assert.Equal(3UL, below.Number);
        chain.Store.Append(prepared.Find(child)!.Record([]));
        prepared.Committed(child);
        chain.Store.Append(prepared.Find(grandchild)!.Record([]));
        prepared.Committed(grandchild);
        Assert.Equal(0, prepared.Count);
        Assert.Equal(3UL, chain.Store.LatestNumber);
    }

    // Blocks at different seconds are different blocks.
    private PreparedBlock Next(PreparedBlocks prepared, ValueId parent, ulong second) =>
        chain.Builder.Build(prepared.Parent(parent)!, 1_700_000_000 + second, Felt.One, Candidates.None, CancellationToken.None);
}
