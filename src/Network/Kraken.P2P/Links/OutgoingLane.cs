using System;
using System.Collections.Generic;
using Kraken.P2P.Framing;

namespace Kraken.P2P.Links;

/// <summary>The messages of one channel that wait to be written, bounded in count and bytes. For one thread at a time.</summary>
internal sealed class OutgoingLane(PeerChannel channel, ChannelLimits limits, ChannelCounters counters)
{
    private readonly Queue<ReadOnlyMemory<byte>> waiting = new();

    // The message whose first pieces may be on the wire already; it is no longer in the queue and cannot be dropped.
    private ReadOnlyMemory<byte>? current;
    private int written;

    /// <summary>Bytes of the messages that wait and of the one being written.</summary>
    public int Bytes { get; private set; }

    /// <summary>Messages that wait, the one being written not counted.</summary>
    public int Waiting => waiting.Count;

    public SendResult Enqueue(ReadOnlyMemory<byte> content)
    {
        // A newer vote supersedes an older one; of blocks and transactions the earlier come first.
        while (channel == PeerChannel.Votes && IsFullFor(content.Length) && waiting.TryDequeue(out ReadOnlyMemory<byte> oldest))
        {
            Bytes -= oldest.Length;
            counters.SendDropped(1);
        }

        if (IsFullFor(content.Length))
        {
            counters.SendDropped(1);
            return SendResult.QueueFull;
        }

        waiting.Enqueue(content);
        Bytes += content.Length;
        return SendResult.Queued;
    }

    /// <summary>The bytes of the next piece with its header; 0 when nothing waits.</summary>
    public int NextPieceBytes()
    {
        if (current is null)
        {
            if (!waiting.TryDequeue(out ReadOnlyMemory<byte> next))
            {
                return 0;
            }

            current = next;
            written = 0;
        }

        return PieceHeader.Bytes + Math.Min(current.Value.Length - written, PieceHeader.MaxContentBytes);
    }

    /// <summary>Writes the piece that <see cref="NextPieceBytes"/> announced.</summary>
    public void WritePiece(Span<byte> target)
    {
        ReadOnlyMemory<byte> message = current!.Value;
        int length = target.Length - PieceHeader.Bytes;
        bool isLast = written + length == message.Length;
        new PieceHeader((byte)channel, isLast, length).Write(target);
        message.Span.Slice(written, length).CopyTo(target[PieceHeader.Bytes..]);
        written += length;
        if (isLast)
        {
            current = null;
            Bytes -= message.Length;
            counters.Sent(message.Length);
        }
    }

    /// <summary>Drops all that was not written whole.</summary>
    public void Clear()
    {
        counters.SendDropped(waiting.Count + (current is null ? 0 : 1));
        waiting.Clear();
        current = null;
        Bytes = 0;
    }

    private bool IsFullFor(int length) => waiting.Count >= limits.OutgoingMessages || Bytes + length > limits.OutgoingBytes;
}
