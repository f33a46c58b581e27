using Kraken.Stark.Prover.Simd;
using Kraken.Stark.Prover.Witness;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>Passes a component's feeds on to their receivers, for one thread.</summary>
internal sealed class ComponentSink(IFeedReceiver[] receivers, int worker) : IFeedSink
{
    /// <inheritdoc/>
    public void Accept(int feed, in FeedStrip strip) => receivers[feed].Accept(strip, worker);
}
