using System;
using System.Collections.Generic;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Genesis;
using Kraken.State.Commitment;
using Kraken.State.Store;
using Kraken.Storage;
using Xunit;

namespace Kraken.Node.Tests;

/// <summary>What starknet_syncing tells while a node is behind its peers.</summary>
public sealed class CatchUpProgressTests : IDisposable
{
    private readonly MemoryStore database = new();
    private readonly ChainStore store;
    private readonly CatchUpProgress progress;
    private ulong claimed;

    public CatchUpProgressTests()
    {
        store = new ChainStore(database);
        progress = new CatchUpProgress(store, () => claimed);
    }

    public void Dispose() => database.Dispose();

    [Fact]
    public void AnEmptyChainIsNotBehind()
    {
        claimed = 100;
        Assert.Null(progress.Describe());
    }

    [Fact]
    public void TheStartStaysUntilTheNodeHasCaughtUp()
    {
        BlockRecord genesis = GenesisBlock.Create(new GenesisDescription(), new ClassCompiler());
        store.Append(genesis);
        BlockHeader start = genesis.Block.Header;
        foreach (ulong near in (ulong[])[0, 1])
        {
            claimed = near;
            Assert.Null(progress.Describe());
        }

        claimed = 2;
        Assert.Equal(new SyncProgress(0, start.Hash, 0, start.Hash, 2, default), progress.Describe());
        claimed = 4;
        BlockHeader first = Append(start);
        Assert.Equal(new SyncProgress(0, start.Hash, 1, first.Hash, 4, default), progress.Describe());
        BlockHeader second = Append(first);
        Assert.Equal(new SyncProgress(0, start.Hash, 2, second.Hash, 4, default), progress.Describe());
        BlockHeader third = Append(second);
        Assert.Null(progress.Describe());

        // Behind again later: from where it stood then.
        claimed = 9;
        Assert.Equal(new SyncProgress(3, third.Hash, 3, third.Hash, 9, default), progress.Describe());
    }

    private BlockHeader Append(BlockHeader parent)
    {
        BlockHeader header = (parent with { Number = parent.Number + 1, ParentHash = parent.Hash }).WithHash();
        CommittedState unchanged = new(store.Commitment.Roots, new Dictionary<Felt, Felt>(), []);
        store.Append(new BlockRecord(new Block(header, [], []), StateDiff.Empty, unchanged, [], []));
        return header;
    }
}
