using Kraken.Stark.Prover.Machines;
using Kraken.Stark.Prover.Witness;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>Passes a component's feeds on to their receivers, for one thread.</summary>
internal sealed class ComponentSink(IFeedReceiver[] receivers, int worker) : IFeedSink
{
    /// <summary>The first row, and its first feed, that was not taken; null for none.</summary>
    public UnplacedRow? Unplaced { get; private set; }

    /// <inheritdoc/>
    public void Accept(int feed, in FeedStrip strip)
    {
        int index = receivers[feed].Accept(strip, worker);
        if (index == IFeedReceiver.AllTaken)
        {
            return;
        }

        long row = strip.FirstRow + index;
        if (Unplaced is null || (row, feed).CompareTo((Unplaced.Row, Unplaced.Feed)) < 0)
        {
            Unplaced = new(row, feed, receivers[feed].Expected, Tuple(strip, index));
        }
    }

    private static string Tuple(in FeedStrip strip, int index)
    {
        uint[] values = new uint[strip.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = strip.Element(i)[index];
        }

        return string.Join(", ", values);
    }
}
