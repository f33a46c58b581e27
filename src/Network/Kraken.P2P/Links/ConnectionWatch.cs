using System;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.P2P.Links;

/// <summary>
/// Ends a connection whose peer is silent or does not read, and keeps the peer's own watch content. It runs on its own timer: what
/// the node's other parts do neither stops the signs of life nor counts as the peer's silence.
/// </summary>
internal sealed class ConnectionWatch(ConnectionLimits limits, TimeProvider time)
{
    // Times are measured to a fifth of the interval.
    private const int LooksPerInterval = 5;

    private const long Idle = long.MinValue;

    private long readBegan = time.GetTimestamp();
    private long writeBegan = Idle;

    public void ReadBegins() => Volatile.Write(ref readBegan, time.GetTimestamp());

    public void ReadEnded() => Volatile.Write(ref readBegan, Idle);

    public void WriteBegins() => Volatile.Write(ref writeBegan, time.GetTimestamp());

    public void WriteEnded() => Volatile.Write(ref writeBegan, Idle);

    /// <summary>Looks until a limit is passed or the connection closes.</summary>
    public async Task<ConnectionEnd> RunAsync(OutgoingLanes outgoing, CancellationToken stop)
    {
        using PeriodicTimer timer = new(limits.KeepAliveInterval / LooksPerInterval, time);
        long keptAlive = time.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
        {
            if (IsOver(ref readBegan, limits.SilenceLimit))
            {
                return new ConnectionEnd($"nothing arrived for {limits.SilenceLimit}", IsOffence: false);
            }

            if (IsOver(ref writeBegan, limits.WriteStallLimit))
            {
                return new ConnectionEnd($"the peer took nothing for {limits.WriteStallLimit}", IsOffence: false);
            }

            if (time.GetElapsedTime(keptAlive) >= limits.KeepAliveInterval)
            {
                keptAlive = time.GetTimestamp();
                outgoing.EnqueueKeepAlive();
            }
        }

        return new ConnectionEnd("closed", IsOffence: false);
    }

    private bool IsOver(ref long began, TimeSpan limit) =>
        Volatile.Read(ref began) is var since && since != Idle && time.GetElapsedTime(since) > limit;
}
