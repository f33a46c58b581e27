using Kraken.Stark.Prover.Machines;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>What becomes of the rows that one feed of a component hands over. Called from several threads with disjoint rows.</summary>
internal interface IFeedReceiver
{
    /// <summary>What <see cref="Accept"/> returns when it took the whole strip.</summary>
    const int AllTaken = -1;

    /// <summary>What a row must be, for the error that tells of one that is not.</summary>
    string Expected { get; }

    /// <summary>Takes a strip.</summary>
    /// <param name="strip">The rows.</param>
    /// <param name="worker">The calling thread's number.</param>
    /// <returns>
    /// <see cref="AllTaken"/>, or the first row of the strip that the receiver has no place for; the run is then refused.
    /// </returns>
    int Accept(in FeedStrip strip, int worker);
}
