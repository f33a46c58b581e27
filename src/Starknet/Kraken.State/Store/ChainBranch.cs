using System.Threading;

namespace Kraken.State.Store;

/// <summary>
/// A chain between two rollbacks: tells whether a block that stood on it stands still. Branches follow one another as rollbacks come; one
/// that nobody holds any more is collected. One writer, any number of readers.
/// </summary>
internal sealed class ChainBranch
{
    private volatile ChainBranch? next;
    private ulong last = ulong.MaxValue;

    /// <summary>Whether no rollback since took the block away.</summary>
    internal bool Has(ulong block)
    {
        for (ChainBranch? branch = this; branch is not null; branch = branch.next)
        {
            if (block > Volatile.Read(ref branch.last))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The chain was rolled back to a block, and goes on as another branch.</summary>
    internal void End(ulong block, ChainBranch following)
    {
        Volatile.Write(ref last, block);
        next = following;
    }
}
