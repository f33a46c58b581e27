using Kraken.Fields;

namespace Kraken.Execution.Calls;

/// <summary>A message of a call to L1.</summary>
/// <param name="Order">Its place among the messages of the validation or execution that it belongs to, from 0.</param>
/// <param name="ToAddress">The Ethereum address.</param>
public sealed record OrderedMessage(int Order, Felt ToAddress, Felt[] Payload);
