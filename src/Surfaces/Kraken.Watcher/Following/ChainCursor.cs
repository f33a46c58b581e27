using Kraken.Fields;

namespace Kraken.Watcher.Following;

/// <summary>The last block whose work is done or queued.</summary>
/// <param name="Number">Its height.</param>
/// <param name="Hash">Its hash.</param>
internal sealed record ChainCursor(ulong Number, Felt Hash);
