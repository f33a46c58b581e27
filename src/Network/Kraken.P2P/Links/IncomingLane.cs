using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Kraken.P2P.Framing;

namespace Kraken.P2P.Links;

/// <summary>
/// The messages of one channel that one peer sent, from the first piece until the node has taken them: bounded in count and bytes.
/// What arrives while it is full is read and dropped, so a full channel never holds up another. One thread adds, one takes.
/// </summary>
internal sealed class IncomingLane(PeerChannel channel, ChannelLimits limits, ChannelCounters counters)
{
    private readonly Lock gate = new();
    private readonly Wakeup wakeup = new();
    private readonly Queue<byte[]> waiting = new();
    private readonly List<byte[]> pieces = [];
    private int arrived;
    private bool isDropping;
    private int reserved;

    /// <summary>Bytes of the messages that arrive, wait, or are being taken.</summary>
    public int Bytes => Volatile.Read(ref reserved);

    /// <summary>Judges a piece by its header, before its content is read.</summary>
    /// <returns>Null, or what is wrong with it.</returns>
    public string? Judge(PieceHeader header)
    {
        // A piece that is not the last announces one byte more at least.
        int least = arrived + header.Length + (header.IsLast ? 0 : 1);
        return least > limits.MaxContentBytes
            ? $"message of {least} bytes or more on channel {channel}, expected at most {limits.MaxContentBytes}"
            : arrived > 0 && header.Length == 0 ? $"empty last piece on channel {channel}, expected content"
            : null;
    }

    /// <summary>Takes a piece that was judged good; with the last one the message waits for the node, or is dropped.</summary>
    public void Add(ReadOnlySpan<byte> content, bool isLast)
    {
        arrived += content.Length;
        isDropping = isDropping || !Reserve(content.Length);
        if (isDropping)
        {
            Release(Held());
            pieces.Clear();
        }
        else
        {
            pieces.Add(content.ToArray());
        }

        if (!isLast)
        {
            return;
        }

        counters.Received(arrived);
        if (isDropping || !Enqueue())
        {
            counters.ReceiveDropped();
        }

        pieces.Clear();
        arrived = 0;
        isDropping = false;
    }

    /// <summary>Waits for the next message; <see cref="Release"/> gives its bytes free.</summary>
    public async ValueTask<byte[]> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            lock (gate)
            {
                if (waiting.TryDequeue(out byte[]? message))
                {
                    return message;
                }
            }

            await wakeup.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Gives bytes free that a message held.</summary>
    public void Release(int bytes) => Interlocked.Add(ref reserved, -bytes);

    private bool Reserve(int bytes)
    {
        if (Interlocked.Add(ref reserved, bytes) <= limits.IncomingBytes)
        {
            return true;
        }

        Release(bytes);
        return false;
    }

    private bool Enqueue()
    {
        lock (gate)
        {
            if (waiting.Count < limits.IncomingMessages)
            {
                waiting.Enqueue(Join());
                wakeup.Call();
                return true;
            }
        }

        Release(Held());
        return false;
    }

    private byte[] Join()
    {
        if (pieces.Count == 1)
        {
            return pieces[0];
        }

        byte[] message = new byte[arrived];
        int offset = 0;
        foreach (byte[] piece in pieces)
        {
            piece.CopyTo(message, offset);
            offset += piece.Length;
        }

        return message;
    }

    private int Held()
    {
        int bytes = 0;
        foreach (byte[] piece in pieces)
        {
            bytes += piece.Length;
        }

        return bytes;
    }
}
