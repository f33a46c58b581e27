using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Starknet.Chain;

/// <summary>A message from L1 whose cost is asked.</summary>
/// <param name="FromAddress">The sender on L1.</param>
/// <param name="ToAddress">The receiving contract.</param>
/// <param name="EntryPointSelector">The handler.</param>
/// <param name="Payload">The arguments after the sender's address.</param>
public sealed record MessageFromL1(Felt FromAddress, Felt ToAddress, Felt EntryPointSelector, ImmutableArray<Felt> Payload);
