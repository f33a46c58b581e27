using System;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Load.Measuring;
using Kraken.Rpc.Client;

namespace Kraken.Load.Sending;

/// <summary>A node that transactions go to, and how it answered. Safe for several threads.</summary>
internal sealed class LoadNode(Uri address, RpcClient client, LoadClock clock)
{
    // A restart or a short pause is waited for; beyond that its accounts go to another node.
    private static readonly TimeSpan DownAfter = TimeSpan.FromSeconds(3);

    // Some connections are left for questions at the beginning and at the end of a run.
    private const int MaxUnderWay = LoadConnections.PerNode - 4;

    private const long Up = -1;

    private readonly LatencyHistogram acceptance = new(LatencyHistogram.Coarse);
    private readonly Places places = new(MaxUnderWay);
    private long attempts;
    private long refused;
    private long unanswered;
    private long silentSince = Up;

    public Uri Address => address;

    /// <summary>For what is sent, and questions about it.</summary>
    public RpcClient Client { get; } = client;

    /// <summary>For looks at the chain, which must not wait for what is sent.</summary>
    public RpcClient Watching { get; init; } = client;

    /// <summary>Whether it has left everything unanswered for some seconds.</summary>
    public bool IsDown => Interlocked.Read(ref silentSince) is >= 0 and long since && clock.Elapsed.Ticks - since >= DownAfter.Ticks;

    /// <summary>
    /// Waits for one of the places of submissions, no more of which are under way than there are connections: what waits here can still go
    /// to another node, and its time for an answer has not begun. To be given back by <see cref="Leave"/>.
    /// </summary>
    public Task EnterAsync() => places.EnterAsync();

    /// <summary>Gives a place back.</summary>
    public void Leave() => places.Leave();

    public void Attempted() => Interlocked.Increment(ref attempts);

    /// <summary>It accepted a transaction that was due so long ago.</summary>
    public void Took(TimeSpan latency) => acceptance.Record(latency);

    /// <summary>It gave some answer: it is there.</summary>
    public void Answered() => Interlocked.Exchange(ref silentSince, Up);

    public void Refused()
    {
        Answered();
        Interlocked.Increment(ref refused);
    }

    public void LeftUnanswered()
    {
        Interlocked.Increment(ref unanswered);
        Interlocked.CompareExchange(ref silentSince, clock.Elapsed.Ticks, Up);
    }

    public NodeReport Report() => new(
        address.ToString(),
        Interlocked.Read(ref attempts),
        acceptance.Count,
        Interlocked.Read(ref refused),
        Interlocked.Read(ref unanswered),
        IsDown,
        LatencySummary.Of(acceptance));
}
