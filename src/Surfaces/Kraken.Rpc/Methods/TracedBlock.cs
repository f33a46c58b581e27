using System.Linq;

namespace Kraken.Rpc.Methods;

/// <summary>A block's traces as JSON.</summary>
/// <param name="Transactions">The traces, in order.</param>
/// <param name="Reads">What the transactions read of the state before the block, UTF-8; null where that is not known.</param>
internal sealed record TracedBlock(TracedTransaction[] Transactions, byte[]? Reads)
{
    /// <summary>The length of all its JSON.</summary>
    internal long Bytes { get; } = (Reads?.Length ?? 0) + Transactions.Sum(static traced => (long)traced.Trace.Length);
}
