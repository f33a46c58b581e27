using System.Threading;

namespace Kraken.Load.Measuring;

/// <summary>What became of the transactions of one kind. Safe for several threads.</summary>
internal sealed class KindTally
{
    private long sent;
    private long accepted;
    private long included;
    private long reverted;

    public LatencyHistogram Inclusion { get; } = new(LatencyHistogram.Coarse);

    public void Sent() => Interlocked.Increment(ref sent);

    public void Accepted() => Interlocked.Increment(ref accepted);

    public void Included(bool isReverted)
    {
        Interlocked.Increment(ref included);
        Interlocked.Add(ref reverted, isReverted ? 1 : 0);
    }

    public KindReport Report(LoadKind kind) => new(
        KindWeights.NameOf(kind),
        Interlocked.Read(ref sent),
        Interlocked.Read(ref accepted),
        Interlocked.Read(ref included),
        Interlocked.Read(ref reverted),
        LatencySummary.Of(Inclusion));
}
