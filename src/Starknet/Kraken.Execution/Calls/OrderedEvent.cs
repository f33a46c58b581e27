using Kraken.Fields;

namespace Kraken.Execution.Calls;

/// <summary>An event of a call.</summary>
/// <param name="Order">Its place among the events of the validation or execution that it belongs to, from 0.</param>
public sealed record OrderedEvent(int Order, Felt[] Keys, Felt[] Data);
