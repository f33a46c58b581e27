using System;
using System.Threading;
using Kraken.Stark.Prover.Machines;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>
/// Counts the uses of the 12-bit xor table: the two high bits of each operand select the column, the ten low ones the row.
/// </summary>
internal sealed class ExpandedXorReceiver(ColumnBlock counts) : RelationReceiver, IFeedReceiver
{
    private const int Bits = 12;
    private const int LowBits = 10;
    private const int HighValues = 1 << (Bits - LowBits);

    /// <inheritdoc/>
    public string Expected => $"two values of {Bits} bits";

    /// <inheritdoc/>
    public override IFeedReceiver Open(long rows) => this;

    /// <inheritdoc/>
    public int Accept(in FeedStrip strip, int worker)
    {
        ReadOnlySpan<uint> left = strip.Element(0);
        ReadOnlySpan<uint> right = strip.Element(1);
        const uint mask = (1u << LowBits) - 1;
        for (int i = 0; i < left.Length; i++)
        {
            if ((left[i] | right[i]) >> Bits != 0)
            {
                return i;
            }

            Span<uint> column = counts.Rows((int)(((left[i] >> LowBits) * HighValues) + (right[i] >> LowBits)));
            Interlocked.Increment(ref column[(int)(((left[i] & mask) << LowBits) | (right[i] & mask))]);
        }

        return IFeedReceiver.AllTaken;
    }
}
