using System;
using System.Threading;
using Kraken.Cairo.Prover.Input;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>Counts the uses of memory values by id.</summary>
internal sealed class IdReceiver(int[] small, int[] big) : RelationReceiver, IFeedReceiver
{
    /// <inheritdoc/>
    public override IFeedReceiver Open(long rows) => this;

    /// <inheritdoc/>
    public void Accept(in FeedStrip strip, int worker)
    {
        foreach (uint id in strip.Element(0))
        {
            Count(id);
        }
    }

    /// <summary>Counts one use.</summary>
    public void Count(uint id)
    {
        ref int count = ref id >= ProverMemory.FirstBigId ? ref big[id - ProverMemory.FirstBigId] : ref small[id];
        Interlocked.Increment(ref count);
    }
}
