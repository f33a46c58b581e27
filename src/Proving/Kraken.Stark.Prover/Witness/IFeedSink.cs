using Kraken.Stark.Prover.Machines;

namespace Kraken.Stark.Prover.Witness;

/// <summary>Receives what a component's rows hand to others. One sink serves one thread; strips come in no particular order.</summary>
public interface IFeedSink
{
    /// <summary>Takes a strip.</summary>
    /// <param name="feed">The feed's index in the recording.</param>
    /// <param name="strip">The rows; valid during the call only.</param>
    void Accept(int feed, in FeedStrip strip);
}
