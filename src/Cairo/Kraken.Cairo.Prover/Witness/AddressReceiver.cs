using System;
using System.Threading;
using Kraken.Stark.Prover.Machines;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>Counts the uses of memory addresses.</summary>
internal sealed class AddressReceiver(int[] counts) : RelationReceiver, IFeedReceiver
{
    /// <inheritdoc/>
    public string Expected => $"an address below {counts.Length}";

    /// <inheritdoc/>
    public override IFeedReceiver Open(long rows) => this;

    /// <inheritdoc/>
    public int Accept(in FeedStrip strip, int worker)
    {
        ReadOnlySpan<uint> addresses = strip.Element(0);
        for (int row = 0; row < addresses.Length; row++)
        {
            if (!TryCount(addresses[row]))
            {
                return row;
            }
        }

        return IFeedReceiver.AllTaken;
    }

    /// <summary>Counts one use.</summary>
    /// <returns>False if the address lies outside the memory.</returns>
    public bool TryCount(uint address)
    {
        int[] cells = counts;
        if (address >= (uint)cells.Length)
        {
            return false;
        }

        Interlocked.Increment(ref cells[address]);
        return true;
    }
}
