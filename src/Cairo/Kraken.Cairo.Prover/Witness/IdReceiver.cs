using System;
using System.Threading;
using Kraken.Cairo.Air.Claims;
using Kraken.Stark.Prover.Machines;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>Counts the uses of memory values by id.</summary>
internal sealed class IdReceiver(int[] small, int[] big) : RelationReceiver, IFeedReceiver
{
    /// <inheritdoc/>
    public string Expected =>
        $"an id below {small.Length}, or from {ComponentParameters.FirstBigId} on and below {ComponentParameters.FirstBigId + big.Length}";

    /// <inheritdoc/>
    public override IFeedReceiver Open(long rows) => this;

    /// <inheritdoc/>
    public int Accept(in FeedStrip strip, int worker)
    {
        ReadOnlySpan<uint> ids = strip.Element(0);
        for (int row = 0; row < ids.Length; row++)
        {
            if (!TryCount(ids[row]))
            {
                return row;
            }
        }

        return IFeedReceiver.AllTaken;
    }

    /// <summary>Counts one use.</summary>
    /// <returns>False if no value has the id.</returns>
    public bool TryCount(uint id)
    {
        int[] counts = id >= ComponentParameters.FirstBigId ? big : small;
        uint index = id >= ComponentParameters.FirstBigId ? id - ComponentParameters.FirstBigId : id;
        if (index >= (uint)counts.Length)
        {
            return false;
        }

        Interlocked.Increment(ref counts[index]);
        return true;
    }
}
