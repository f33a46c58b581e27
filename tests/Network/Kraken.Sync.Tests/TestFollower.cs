using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Kraken.Consensus.Engine.Keys;
using Kraken.P2P.Tests;
using Kraken.State.Store;
using Kraken.Storage;
using Kraken.Sync.Checking;
using Kraken.Sync.Following;
using Kraken.Sync.Sources;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Sync.Tests;

/// <summary>A follower of the made chain on a store in memory, which a test drives step by step.</summary>
internal sealed class TestFollower : IDisposable
{
    private readonly CertificateCheck decisions;

    /// <param name="executes">Whether blocks are executed.</param>
    /// <param name="sources">The sources.</param>
    /// <param name="medium">The store; null for an empty one.</param>
    /// <param name="limits">The bounds; null for the defaults.</param>
    /// <param name="retention">Which states are kept.</param>
    internal TestFollower(
        bool executes,
        IReadOnlyCollection<IBlockSource> sources,
        IKeyValueStore? medium = null,
        SyncLimits? limits = null,
        StateRetention retention = default)
    {
        MadeChain made = MadeChain.Instance;
        Store = new ChainStore(medium ?? new MemoryStore(), retention);
        if (Store.LatestNumber is null)
        {
            Store.Append(made.Genesis);
        }

        decisions = made.Committee.Check(made.GenesisHash);
        Follower = new ChainFollower(
            Store,
            new BlockScreen(made.Rules, decisions, executes),
            executes ? new ExecutedStep(made.Builder(Store)) : new AppliedStep(made.Compiler),
            sources,
            limits ?? new SyncLimits(),
            Clock,
            NullLogger.Instance);
    }

    internal ManualClock Clock { get; } = new();

    internal ChainStore Store { get; }

    internal ChainFollower Follower { get; }

    public void Dispose() => decisions.Dispose();

    internal Task<bool> StepAsync() => Follower.StepAsync(TestContext.Current.CancellationToken);

    /// <summary>Steps as long as blocks come.</summary>
    internal async Task FollowAsync()
    {
        while (await StepAsync())
        {
        }
    }

    /// <summary>All that the store says of the chain is what the made chain's says.</summary>
    internal void AssertWhole()
    {
        MadeChain made = MadeChain.Instance;
        Assert.Equal((ulong)MadeChain.Blocks, Store.LatestNumber);
        for (ulong number = 0; number <= MadeChain.Blocks; number++)
        {
            Assert.Equal(
                Convert.ToHexString(new StoredBlocks(made.Store).Encode(number)!.Value.Span),
                Convert.ToHexString(new StoredBlocks(Store).Encode(number)!.Value.Span));
            Assert.Equal(made.Store.StateAt(number)!.Roots, Store.StateAt(number)!.Roots);
        }

        Assert.Equal(
            made.Store.Block(1)!.Transactions.Select(transaction => made.Store.Find(transaction.Hash)),
            Store.Block(1)!.Transactions.Select(transaction => Store.Find(transaction.Hash)));
    }
}
