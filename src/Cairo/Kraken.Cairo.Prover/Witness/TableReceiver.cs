using System;
using System.Threading;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>Counts the uses of a table's rows; the row is given by the leading tuple elements as digits of the given bit widths.</summary>
internal sealed class TableReceiver(int[] counts, int[] bits) : RelationReceiver, IFeedReceiver
{
    /// <inheritdoc/>
    public override IFeedReceiver Open(long rows) => this;

    /// <inheritdoc/>
    public void Accept(in FeedStrip strip, int worker)
    {
        Span<uint> index = stackalloc uint[strip.Rows];
        strip.Element(0).CopyTo(index);
        for (int digit = 1; digit < bits.Length; digit++)
        {
            ReadOnlySpan<uint> values = strip.Element(digit);
            for (int i = 0; i < index.Length; i++)
            {
                index[i] = (index[i] << bits[digit]) | values[i];
            }
        }

        foreach (uint row in index)
        {
            Interlocked.Increment(ref counts[row]);
        }
    }
}
