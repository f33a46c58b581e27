namespace Kraken.P2P;

/// <summary>What became of a message that was to be sent, from best to worst.</summary>
public enum SendResult
{
    /// <summary>It waits to be written. On the votes channel an older one may have been dropped for it.</summary>
    Queued,

    /// <summary>No such peer is connected, or none at all.</summary>
    NotConnected,

    /// <summary>The peer reads too slowly: its queue of this channel is full. The message is dropped and counted.</summary>
    QueueFull,

    /// <summary>It is longer than <see cref="ChannelLimits.MaxContentBytes"/>, which no peer accepts. The caller erred; logged.</summary>
    TooLong,
}
