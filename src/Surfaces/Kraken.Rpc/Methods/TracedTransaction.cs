using Kraken.Fields;

namespace Kraken.Rpc.Methods;

/// <summary>A transaction's trace as JSON.</summary>
/// <param name="Hash">The transaction's hash.</param>
/// <param name="Trace">The trace, UTF-8.</param>
internal sealed record TracedTransaction(Felt Hash, byte[] Trace);
