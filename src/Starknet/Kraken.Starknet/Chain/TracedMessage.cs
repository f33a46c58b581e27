using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Starknet.Chain;

/// <summary>A message to L1 in a trace.</summary>
/// <param name="Order">Its place among the transaction phase's messages.</param>
/// <param name="FromAddress">The sender.</param>
/// <param name="ToAddress">The receiver on L1.</param>
/// <param name="Payload">The content.</param>
public sealed record TracedMessage(int Order, Felt FromAddress, Felt ToAddress, ImmutableArray<Felt> Payload);
