using System;

namespace Kraken.P2P;

/// <summary>The limits of one channel of one peer.</summary>
public sealed record ChannelLimits
{
    /// <summary>The longest message, in bytes. A peer that sends one byte more is cut off and penalised.</summary>
    public required int MaxContentBytes { get; init; }

    /// <summary>Messages that may wait to be written.</summary>
    public required int OutgoingMessages { get; init; }

    /// <summary>Bytes of messages that may wait to be written, the one being written included.</summary>
    public required int OutgoingBytes { get; init; }

    /// <summary>Messages that may wait for the node to take them.</summary>
    public required int IncomingMessages { get; init; }

    /// <summary>Bytes of messages that wait for the node, the one it is taking and the one still arriving included.</summary>
    public required int IncomingBytes { get; init; }

    /// <summary>Messages per second that are read in the long run; above it the connection is read more slowly.</summary>
    public required int MessagesPerSecond { get; init; }

    /// <summary>Messages that are read at once after a quiet time.</summary>
    public required int MessageBurst { get; init; }

    /// <summary>
    /// The bytes that this channel of one peer can hold at most: both queues, and the copy of one message while its pieces are joined.
    /// </summary>
    public long MaxBufferedBytes => (long)OutgoingBytes + IncomingBytes + MaxContentBytes;

    internal void Validate(string channel)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxContentBytes, $"{channel}.{nameof(MaxContentBytes)}");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(OutgoingMessages, $"{channel}.{nameof(OutgoingMessages)}");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(IncomingMessages, $"{channel}.{nameof(IncomingMessages)}");
        ArgumentOutOfRangeException.ThrowIfLessThan(OutgoingBytes, MaxContentBytes, $"{channel}.{nameof(OutgoingBytes)}");
        ArgumentOutOfRangeException.ThrowIfLessThan(IncomingBytes, MaxContentBytes, $"{channel}.{nameof(IncomingBytes)}");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MessagesPerSecond, $"{channel}.{nameof(MessagesPerSecond)}");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MessageBurst, $"{channel}.{nameof(MessageBurst)}");
    }
}
