using System.Threading;

namespace Kraken.P2P.Links;

/// <summary>The counts behind <see cref="ChannelStatistics"/>; they outlive connections.</summary>
internal sealed class ChannelCounters
{
    private long sentMessages;
    private long sentBytes;
    private long sendDropped;
    private long receivedMessages;
    private long receivedBytes;
    private long receiveDropped;

    public ChannelStatistics Snapshot() => new(
        Volatile.Read(ref sentMessages),
        Volatile.Read(ref sentBytes),
        Volatile.Read(ref sendDropped),
        Volatile.Read(ref receivedMessages),
        Volatile.Read(ref receivedBytes),
        Volatile.Read(ref receiveDropped));

    public void Sent(int bytes)
    {
        Interlocked.Increment(ref sentMessages);
        Interlocked.Add(ref sentBytes, bytes);
    }

    public void SendDropped(int messages) => Interlocked.Add(ref sendDropped, messages);

    public void Received(int bytes)
    {
        Interlocked.Increment(ref receivedMessages);
        Interlocked.Add(ref receivedBytes, bytes);
    }

    public void ReceiveDropped() => Interlocked.Increment(ref receiveDropped);
}
