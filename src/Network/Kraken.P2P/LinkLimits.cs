using System;
using Kraken.P2P.Links;

namespace Kraken.P2P;

/// <summary>What one peer may send and what is kept for it. Every node of a network needs the same content limits.</summary>
public sealed record LinkLimits
{
    /// <summary>Limits of <see cref="PeerChannel.Votes"/>.</summary>
    public ChannelLimits Votes { get; init; } = new()
    {
        MaxContentBytes = 64 << 10,
        OutgoingMessages = 8192,
        OutgoingBytes = 2 << 20,
        IncomingMessages = 8192,
        IncomingBytes = 2 << 20,
        MessagesPerSecond = 5_000,
        MessageBurst = 10_000,
    };

    /// <summary>Limits of <see cref="PeerChannel.Blocks"/>.</summary>
    public ChannelLimits Blocks { get; init; } = new()
    {
        MaxContentBytes = 8 << 20,
        OutgoingMessages = 256,
        OutgoingBytes = 16 << 20,
        IncomingMessages = 256,
        IncomingBytes = 16 << 20,
        MessagesPerSecond = 500,
        MessageBurst = 1_000,
    };

    /// <summary>Limits of <see cref="PeerChannel.Transactions"/>.</summary>
    public ChannelLimits Transactions { get; init; } = new()
    {
        MaxContentBytes = 6 << 20,
        OutgoingMessages = 8192,
        OutgoingBytes = 8 << 20,
        IncomingMessages = 8192,
        IncomingBytes = 8 << 20,
        MessagesPerSecond = 10_000,
        MessageBurst = 20_000,
    };

    /// <summary>Limits of <see cref="PeerChannel.Drafts"/>. What is lost costs time and nothing else.</summary>
    public ChannelLimits Drafts { get; init; } = new()
    {
        MaxContentBytes = 16 << 10,
        OutgoingMessages = 64,
        OutgoingBytes = 256 << 10,
        IncomingMessages = 64,
        IncomingBytes = 256 << 10,
        MessagesPerSecond = 200,
        MessageBurst = 400,
    };

    /// <summary>Bytes per second that are read of one peer in the long run, all channels together.</summary>
    public int BytesPerSecond { get; init; } = 64_000_000;

    /// <summary>Bytes that are read of one peer at once after a quiet time.</summary>
    public int ByteBurst { get; init; } = 64_000_000;

    /// <summary>
    /// How long a transaction may wait for others that leave in the same write; zero sends each at once. One that comes after a quiet time
    /// does not wait. Votes and blocks never wait, and take along what does.
    /// </summary>
    public TimeSpan GatherTime { get; init; } = TimeSpan.FromMilliseconds(30);

    /// <summary>The transactions of one peer that end the wait before its time.</summary>
    public int GatheredMessages { get; init; } = 64;

    /// <summary>The bytes of one peer's transactions that end the wait before its time: one write's worth.</summary>
    public int GatheredBytes { get; init; } = 32 << 10;

    /// <summary>
    /// The bytes that one peer can make this node hold: both queues of every channel, the message that is being put together, the
    /// buffers of the connection. What the operating system's sockets hold comes on top.
    /// </summary>
    public long MaxBufferedBytesPerPeer =>
        Votes.MaxBufferedBytes
        + Blocks.MaxBufferedBytes
        + Transactions.MaxBufferedBytes
        + Drafts.MaxBufferedBytes
        + PeerConnection.BufferBytes;

    /// <summary>The limits of a channel.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such channel.</exception>
    public ChannelLimits Of(PeerChannel channel) => channel switch
    {
        PeerChannel.Votes => Votes,
        PeerChannel.Blocks => Blocks,
        PeerChannel.Transactions => Transactions,
        PeerChannel.Drafts => Drafts,
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "no such channel"),
    };

    internal void Validate()
    {
        Votes.Validate(nameof(Votes));
        Blocks.Validate(nameof(Blocks));
        Transactions.Validate(nameof(Transactions));
        Drafts.Validate(nameof(Drafts));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BytesPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ByteBurst);
        ArgumentOutOfRangeException.ThrowIfLessThan(GatherTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(GatheredMessages);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(GatheredBytes);
    }
}
