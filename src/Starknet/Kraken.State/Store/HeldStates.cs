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

    internal ulong Oldest => Volatile.Read(ref oldest);

    /// <summary>States before this one are no longer read.</summary>
    internal void DropBefore(ulong block) => Volatile.Write(ref oldest, block);

    internal void Add(ulong block) => Volatile.Write(ref latest, block);

    /// <exception cref="StateNotHeldException">The state is dropped.</exception>
    internal void Require(ulong block)
    {
        ulong held = Oldest;
        if (block < held)
        {
            throw new StateNotHeldException(block, held, Volatile.Read(ref latest));
        }
    }
}
