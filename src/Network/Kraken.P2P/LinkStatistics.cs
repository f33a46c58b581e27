namespace Kraken.P2P;

/// <summary>The state and the counts of one peer.</summary>
/// <param name="IsConnected">Whether it has a connection.</param>
/// <param name="Connections">Connections served since the node started.</param>
/// <param name="Refused">Connections closed at once: too many, or the peer is penalised.</param>
/// <param name="Offences">Offences since the node started.</param>
/// <param name="KeepAlives">Signs of life read.</param>
/// <param name="QueuedBytes">Bytes of messages that wait now, both ways.</param>
/// <param name="Votes">Counts of the votes channel.</param>
/// <param name="Blocks">Counts of the blocks channel.</param>
/// <param name="Transactions">Counts of the transactions channel.</param>
/// <param name="Drafts">Counts of the drafts channel.</param>
public sealed record LinkStatistics(
    PeerId Peer,
    bool IsConnected,
    long Connections,
    long Refused,
    long Offences,
    long KeepAlives,
    long QueuedBytes,
    ChannelStatistics Votes,
    ChannelStatistics Blocks,
    ChannelStatistics Transactions,
    ChannelStatistics Drafts);
