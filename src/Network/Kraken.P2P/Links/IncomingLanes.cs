namespace Kraken.P2P.Links;

/// <summary>What one peer sent and the node has not yet taken, by channel.</summary>
internal sealed class IncomingLanes(LinkLimits limits, LinkCounters counters)
{
    private readonly IncomingLane votes = new(PeerChannel.Votes, limits.Votes, counters.Of(PeerChannel.Votes));
    private readonly IncomingLane blocks = new(PeerChannel.Blocks, limits.Blocks, counters.Of(PeerChannel.Blocks));
    private readonly IncomingLane transactions = new(PeerChannel.Transactions, limits.Transactions, counters.Of(PeerChannel.Transactions));
    private readonly IncomingLane drafts = new(PeerChannel.Drafts, limits.Drafts, counters.Of(PeerChannel.Drafts));

    public long Bytes => (long)votes.Bytes + blocks.Bytes + transactions.Bytes + drafts.Bytes;

    public IncomingLane Of(PeerChannel channel) => channel switch
    {
        PeerChannel.Votes => votes,
        PeerChannel.Blocks => blocks,
        PeerChannel.Transactions => transactions,
        _ => drafts,
    };
}
