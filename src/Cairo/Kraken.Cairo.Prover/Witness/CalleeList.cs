using System;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>The rows that one feed hands to a called component, by input; strips are written where they belong, in any order.</summary>
internal sealed class CalleeList : IFeedReceiver
{
    private readonly uint[][] columns;

    public CalleeList(int inputs, long rows)
    {
        Rows = checked((int)rows);
        columns = new uint[inputs][];
        for (int i = 0; i < inputs; i++)
        {
            columns[i] = new uint[rows];
        }
    }

    public int Rows { get; }

    public ReadOnlySpan<uint> Column(int input) => columns[input];

    /// <inheritdoc/>
    public string Expected => "any values";

    /// <inheritdoc/>
    public int Accept(in FeedStrip strip, int worker)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            strip.Element(i).CopyTo(columns[i].AsSpan((int)strip.FirstRow));
        }

        return IFeedReceiver.AllTaken;
    }
}
