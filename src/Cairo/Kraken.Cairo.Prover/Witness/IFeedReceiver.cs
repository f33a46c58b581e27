using Kraken.Stark.Prover.Simd;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>What becomes of the rows that one feed of a component hands over. Called from several threads with disjoint rows.</summary>
internal interface IFeedReceiver
{
    /// <summary>Takes a strip.</summary>
    /// <param name="strip">The rows.</param>
    /// <param name="worker">The calling thread's number.</param>
    void Accept(in FeedStrip strip, int worker);
}
