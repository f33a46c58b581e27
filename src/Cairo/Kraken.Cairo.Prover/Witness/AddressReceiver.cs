using System;
using System.Threading;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>Counts the uses of memory addresses.</summary>
internal sealed class AddressReceiver(int[] counts) : RelationReceiver, IFeedReceiver
{
    /// <inheritdoc/>
    public override IFeedReceiver Open(long rows) => this;

    /// <inheritdoc/>
    public void Accept(in FeedStrip strip, int worker)
    {
        foreach (uint address in strip.Element(0))
        {
            Interlocked.Increment(ref counts[address]);
        }
    }
}
