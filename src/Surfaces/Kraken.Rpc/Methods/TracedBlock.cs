namespace Kraken.Rpc.Methods;

/// <summary>A block's traces as JSON.</summary>
/// <param name="Transactions">The traces, in order.</param>
/// <param name="Reads">What the transactions read of the state before the block, UTF-8.</param>
internal sealed record TracedBlock(TracedTransaction[] Transactions, byte[] Reads);
