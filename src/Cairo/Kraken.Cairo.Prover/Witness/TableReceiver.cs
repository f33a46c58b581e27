using System;
using System.Threading;
using Kraken.Stark.Prover.Machines;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>Counts the uses of a table's rows; the row is given by the leading tuple elements as digits of the given bit widths.</summary>
internal sealed class TableReceiver(ColumnReference counts, int[] bits) : RelationReceiver, IFeedReceiver
{
    /// <inheritdoc/>
    public string Expected => $"values of {string.Join(", ", bits)} bits, a row below {counts.Rows.Length}";

    /// <inheritdoc/>
    public override IFeedReceiver Open(long rows) => this;

    /// <inheritdoc/>
    public int Accept(in FeedStrip strip, int worker)
    {
        Span<uint> index = stackalloc uint[strip.Rows];
        index.Clear();
        uint excess = 0;
        for (int digit = 0; digit < bits.Length; digit++)
        {
            ReadOnlySpan<uint> values = strip.Element(digit);
            for (int i = 0; i < index.Length; i++)
            {
                index[i] = (index[i] << bits[digit]) | values[i];
                excess |= values[i] >> bits[digit];
            }
        }

        if (excess != 0)
        {
            return FirstExcess(strip);
        }

        Span<uint> rows = counts.Rows;
        for (int i = 0; i < index.Length; i++)
        {
            if (index[i] >= (uint)rows.Length)
            {
                return i;
            }

            Interlocked.Increment(ref rows[(int)index[i]]);
        }

        return IFeedReceiver.AllTaken;
    }

    private int FirstExcess(in FeedStrip strip)
    {
        int first = strip.Rows;
        for (int digit = 0; digit < bits.Length; digit++)
        {
            ReadOnlySpan<uint> values = strip.Element(digit)[..first];
            for (int i = 0; i < values.Length; i++)
            {
                if (values[i] >> bits[digit] != 0)
                {
                    first = i;
                    break;
                }
            }
        }

        return first;
    }
}
