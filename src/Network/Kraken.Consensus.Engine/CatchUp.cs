using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine.Log;

namespace Kraken.Consensus.Engine;

/// <summary>What the peers committed, and the few messages of the next heights that arrived early.</summary>
internal sealed class CatchUp
{
    private const int MaxKept = 512;

    private readonly Dictionary<ValidatorId, ulong> heights = [];
    private readonly List<(ulong Height, LogRecord Record)> kept = [];

    public void Heard(ValidatorId peer, ulong committed) => heights[peer] = committed > TargetOf(peer) ? committed : TargetOf(peer);

    public ulong TargetOf(ValidatorId peer) => heights.GetValueOrDefault(peer);

    public void Keep(ulong height, LogRecord record)
    {
        if (kept.Count < MaxKept)
        {
            kept.Add((height, record));
        }
    }

    /// <summary>Takes the records of a height out, and drops those of lower heights.</summary>
    public IReadOnlyList<LogRecord> TakeKept(ulong height)
    {
        List<LogRecord> taken = [.. kept.Where(entry => entry.Height == height).Select(entry => entry.Record)];
        kept.RemoveAll(entry => entry.Height <= height);
        return taken;
    }
}
