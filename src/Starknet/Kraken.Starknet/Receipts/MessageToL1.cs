using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Starknet.Receipts;

/// <summary>A message that a contract sent to L1.</summary>
/// <param name="FromAddress">The sending contract.</param>
/// <param name="ToAddress">The receiver: an Ethereum address (160 bits).</param>
/// <param name="Payload">The content.</param>
public sealed record MessageToL1(Felt FromAddress, Felt ToAddress, ImmutableArray<Felt> Payload);
