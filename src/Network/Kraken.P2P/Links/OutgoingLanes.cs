using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.P2P.Framing;

namespace Kraken.P2P.Links;

/// <summary>
/// What waits to be written to one peer. Strict priority: while a vote waits no piece of a block is taken, while a block waits no
/// transaction is. A lower channel starves as long as a higher one alone fills the connection; votes are few and small by design.
/// </summary>
internal sealed class OutgoingLanes(LinkLimits limits, LinkCounters counters)
{
    private readonly Lock gate = new();
    private readonly Wakeup wakeup = new();
    private readonly OutgoingLane[] lanes =
        [.. Enum.GetValues<PeerChannel>().Order().Select(channel => new OutgoingLane(channel, limits.Of(channel), counters.Of(channel)))];

    private bool keepAliveDue;
    private bool isClosed;

    /// <summary>Bytes that wait.</summary>
    public long Bytes
    {
        get
        {
            lock (gate)
            {
                return lanes.Sum(lane => (long)lane.Bytes);
            }
        }
    }

    public SendResult Enqueue(PeerChannel channel, ReadOnlyMemory<byte> content)
    {
        lock (gate)
        {
            if (isClosed)
            {
                return SendResult.NotConnected;
            }

            SendResult result = lanes[(int)channel - 1].Enqueue(content);
            if (result != SendResult.Queued)
            {
                return result;
            }
        }

        wakeup.Call();
        return SendResult.Queued;
    }

    /// <summary>Has a sign of life written before anything else.</summary>
    public void EnqueueKeepAlive()
    {
        lock (gate)
        {
            keepAliveDue = true;
        }

        wakeup.Call();
    }

    public ValueTask WaitAsync(CancellationToken cancellation) => wakeup.WaitAsync(cancellation);

    /// <summary>Fills a buffer of at least one piece with what is most urgent.</summary>
    /// <returns>The bytes filled; 0 when nothing waits.</returns>
    public int Fill(Span<byte> buffer)
    {
        int filled = 0;
        lock (gate)
        {
            if (keepAliveDue)
            {
                keepAliveDue = false;
                new PieceHeader(PieceHeader.KeepAlive, IsLast: true, 0).Write(buffer);
                filled = PieceHeader.Bytes;
            }

            foreach (OutgoingLane lane in lanes)
            {
                for (int piece = lane.NextPieceBytes(); piece > 0; piece = lane.NextPieceBytes())
                {
                    if (filled + piece > buffer.Length)
                    {
                        return filled;
                    }

                    lane.WritePiece(buffer.Slice(filled, piece));
                    filled += piece;
                }
            }
        }

        return filled;
    }

    /// <summary>Refuses further messages and drops those that wait.</summary>
    public void Close()
    {
        lock (gate)
        {
            isClosed = true;
            foreach (OutgoingLane lane in lanes)
            {
                lane.Clear();
            }
        }
    }
}
