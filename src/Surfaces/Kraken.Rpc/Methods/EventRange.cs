using System;
using Kraken.Rpc.Protocol;
using Kraken.Starknet.Blocks;

namespace Kraken.Rpc.Methods;

/// <summary>The blocks of which events are asked for; none when the first comes after the last.</summary>
/// <param name="From">The first height.</param>
/// <param name="To">The last height, at most that of the block being built.</param>
internal readonly record struct EventRange(ulong From, ulong To)
{
    /// <summary>
    /// The range of a filter. A last block beyond the head means the head, as if it were left out; a first block beyond it is unknown.
    /// </summary>
    /// <exception cref="RpcFailureException">A block is unknown.</exception>
    internal static EventRange Of(EventFilter filter, ChainSnapshot chain)
    {
        ulong latest = chain.Latest.Number;
        ulong to = filter.To is BlockId.ByNumber { Number: var last } ? Math.Min(last, latest) : NumberOf(filter.To, latest, chain);
        return new(NumberOf(filter.From, 0, chain), to);
    }

    private static ulong NumberOf(BlockId? id, ulong absent, ChainSnapshot chain) => id switch
    {
        null => absent,
        _ when ChainSnapshot.IsPreConfirmed(id) => chain.Latest.Number + 1,
        _ => chain.Header(id).Number,
    };
}
