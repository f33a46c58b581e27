using System.Collections.Generic;

namespace Kraken.Consensus.Engine.Log;

/// <summary>What a log held when it was opened.</summary>
/// <param name="Records">The whole and intact records, oldest first.</param>
/// <param name="Damage">
/// What is wrong with it; null when nothing is. A torn tail, cut off by a crash while it was written, is no damage: nothing that depends
/// on it left the node.
/// </param>
public sealed record LogContent(IReadOnlyList<LogRecord> Records, string? Damage);
