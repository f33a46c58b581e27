using System;
using Kraken.Stark.Prover.Machines;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>The rows that one feed hands to a called component, by input; strips are written where they belong, in any order.</summary>
internal sealed class CalleeList : IFeedReceiver, IDisposable
{
    private readonly int inputs;
    private readonly NativeBuffer? words;

    /// <summary>Room for rows that are not known yet.</summary>
    /// <param name="inputs">Elements per row.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="pool">Memory.</param>
    public CalleeList(int inputs, long rows, BufferPool pool)
    {
        this.inputs = inputs;
        Rows = checked((int)rows);
        words = rows == 0 ? null : pool.Rent(inputs * rows);
    }

    public int Rows { get; }

    /// <inheritdoc/>
    public string Expected => "any values";

    public ReadOnlySpan<uint> Column(int input) => Words(input);

    /// <inheritdoc/>
    public int Accept(in FeedStrip strip, int worker)
    {
        for (int i = 0; i < inputs; i++)
        {
            strip.Element(i).CopyTo(Words(i)[(int)strip.FirstRow..]);
        }

        return IFeedReceiver.AllTaken;
    }

    /// <inheritdoc/>
    public void Dispose() => words?.Dispose();

    private Span<uint> Words(int input) => words is null ? [] : words.Span((long)input * Rows, Rows);
}
