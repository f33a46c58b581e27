using System.Threading;
using Kraken.Starknet.Chain;

namespace Kraken.State.Store;

/// <summary>
/// Which states can be read. States are dropped here before their records go, so that whoever reads a record and then asks for its state
/// here never takes a record of another state for the right one. Safe for several threads.
/// </summary>
internal sealed class HeldStates(ulong oldest, ulong latest)
{
    private ulong oldest = oldest;
    private ulong latest = latest;
    private volatile ChainBranch branch = new();

    internal ulong Oldest => Volatile.Read(ref oldest);

    /// <summary>The blocks since the last rollback, and those that it left.</summary>
    internal ChainBranch Branch => branch;

    /// <summary>States before this one are no longer read.</summary>
    internal void DropBefore(ulong block) => Volatile.Write(ref oldest, block);

    internal void Add(ulong block) => Volatile.Write(ref latest, block);

    /// <summary>States after this one are taken back; who read them before cannot read those that come in their place.</summary>
    internal void DropAfter(ulong block)
    {
        ChainBranch next = new();
        branch.End(block, next);
        branch = next;
        Volatile.Write(ref latest, block);
    }

    /// <summary>Fails where a state is no longer read.</summary>
    /// <param name="block">The block of the state.</param>
    /// <param name="seen">The branch when the state was taken.</param>
    /// <exception cref="StateNotHeldException">The state is dropped, or its block was taken back.</exception>
    internal void Require(ulong block, ChainBranch seen)
    {
        ulong held = Oldest;
        if (block < held || !seen.Has(block))
        {
            throw new StateNotHeldException(block, held, Volatile.Read(ref latest));
        }
    }
}
