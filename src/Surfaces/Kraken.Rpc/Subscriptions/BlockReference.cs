using Kraken.Fields;

namespace Kraken.Rpc.Subscriptions;

/// <summary>A decided block by height and hash.</summary>
/// <param name="Number">Its height.</param>
internal readonly record struct BlockReference(ulong Number, Felt Hash);
