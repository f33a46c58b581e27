namespace Kraken.P2P;

/// <summary>Counts of one channel of one peer since the node started.</summary>
/// <param name="SentMessages">Messages written whole.</param>
/// <param name="SendDropped">Messages not written: the queue was full, or the connection ended first.</param>
/// <param name="ReceivedMessages">Messages read whole, the dropped ones included.</param>
/// <param name="ReceiveDropped">Messages read and not handed on, because the node did not take earlier ones.</param>
public readonly record struct ChannelStatistics(
    long SentMessages, long SentBytes, long SendDropped, long ReceivedMessages, long ReceivedBytes, long ReceiveDropped);
