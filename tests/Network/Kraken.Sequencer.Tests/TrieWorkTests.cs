using System.Linq;
using System.Numerics;
using Kraken.Fields;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Blocks;
using Kraken.State;
using Kraken.State.Commitment;
using Kraken.State.Journal;
using Xunit;

namespace Kraken.Sequencer.Tests;

/// <summary>The work of a commitment is known before it is done.</summary>
public sealed class TrieWorkTests
{
    private const int Depth = 240;

    private static readonly Felt Contract = 77;

    [Fact]
    public void CellsWithALongPathEachCountAllOfIt()
    {
        Felt[] deep = [.. Enumerable.Range(0, 16).Select(branch => Felt.FromBigInteger((BigInteger)branch << Depth))];
        CommittedState comb = Commit(
            EmptyCommitment.Instance,
            [
                .. deep,
                .. deep.SelectMany(key => Enumerable.Range(0, Depth).Select(
                    bit => Felt.FromBigInteger(key.ToBigInteger() ^ (BigInteger.One << bit)))),
            ],
            1);
        CommitmentOverlay parent = new(EmptyCommitment.Instance, comb);

        // As many nodes as are hashed, but for the one of the contracts' trie. Equal combs are hashed one by one.
        int made = Commit(parent, deep, 2).Nodes.Count - 1;
        Assert.InRange(made, 16 * Depth, 17 * Depth);
        Assert.True(new TrieWork(parent, made).Fits(deep.Select(Cell)));
        TrieWork work = new(parent, made - 1);
        Assert.False(work.Fits(deep.Select(Cell)));
        Assert.False(work.FitsAlone);

        // One after another, what they share counts once; what was not kept does not count.
        Assert.All(deep[..15], key =>
        {
            Assert.True(work.Fits([Cell(key)]));
            work.Keep();
        });
        Assert.False(work.Fits([Cell(deep[15])]));
        Assert.True(work.FitsAlone);
        Assert.True(work.Fits([Cell(deep[3])]));
        Assert.True(work.Fits([new StorageCell(78, 1)]));
    }

    private static StorageCell Cell(Felt key) => new(Contract, key);

    private static CommittedState Commit(ICommitmentReader before, Felt[] keys, Felt value) => StateCommitter.Commit(
        EmptyState.Instance,
        before,
        StateDiffs.Of(keys.Select(key => new StateChange(CellKind.Storage, Contract, key, Felt.Zero, value))));
}
