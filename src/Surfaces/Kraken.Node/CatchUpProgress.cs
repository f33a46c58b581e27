using System;
using System.Threading;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.State.Store;
using Kraken.Sync.Following;

namespace Kraken.Node;

/// <summary>
/// Whether a node catches up. Between a peer's decision and this node's own a block may lie in the normal course; two mean that it is
/// behind. Safe for several threads.
/// </summary>
/// <param name="store">The committed chain.</param>
/// <param name="claimed">The height that peers claim to have committed, an honest one among them.</param>
internal sealed class CatchUpProgress(ChainStore store, Func<ulong> claimed)
{
    private readonly Lock gate = new();
    private BlockHeader? start;

    /// <summary>How far the node is; null when it is not behind. The start is the height at which it was first seen to be behind.</summary>
    public SyncProgress? Describe()
    {
        BlockHeader? current = store.LatestNumber is { } number ? store.Header(number) : null;
        ulong highest = claimed();
        lock (gate)
        {
            if (current is null || highest <= current.Number + ChainFollower.NormalLag)
            {
                start = null;
                return null;
            }

            start ??= current;
            return new SyncProgress(start.Number, start.Hash, current.Number, current.Hash, highest, default);
        }
    }
}
