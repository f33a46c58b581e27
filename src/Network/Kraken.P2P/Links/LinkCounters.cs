using System.Threading;

namespace Kraken.P2P.Links;

/// <summary>The counts behind <see cref="LinkStatistics"/>.</summary>
internal sealed class LinkCounters
{
    private readonly ChannelCounters votes = new();
    private readonly ChannelCounters blocks = new();
    private readonly ChannelCounters transactions = new();
    private readonly ChannelCounters drafts = new();
    private long connections;
    private long refused;
    private long offences;
    private long keepAlives;

    public ChannelCounters Of(PeerChannel channel) => channel switch
    {
        PeerChannel.Votes => votes,
        PeerChannel.Blocks => blocks,
        PeerChannel.Transactions => transactions,
        _ => drafts,
    };

    public void Connected() => Interlocked.Increment(ref connections);

    public void Refused() => Interlocked.Increment(ref refused);

    public void Offended() => Interlocked.Increment(ref offences);

    public void KeptAlive() => Interlocked.Increment(ref keepAlives);

    public LinkStatistics Snapshot(PeerId peer, bool isConnected, long queuedBytes) => new(
        peer,
        isConnected,
        Volatile.Read(ref connections),
        Volatile.Read(ref refused),
        Volatile.Read(ref offences),
        Volatile.Read(ref keepAlives),
        queuedBytes,
        votes.Snapshot(),
        blocks.Snapshot(),
        transactions.Snapshot(),
        drafts.Snapshot());
}
