using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.P2P.Framing;

namespace Kraken.P2P.Links;

/// <summary>
/// What waits to be written to one peer. Strict priority: while a vote waits no piece of a block is taken, while a block waits no
/// transaction is. A lower channel starves as long as a higher one alone fills the connection; votes are few and small by design.
/// Transactions that come soon after others were written wait for more, so that one write, one record and one read of the peer serve many.
/// </summary>
internal sealed class OutgoingLanes : IDisposable
{
    private readonly Lock gate = new();
    private readonly Wakeup wakeup = new();
    private readonly LinkLimits limits;
    private readonly TimeProvider time;
    private readonly OutgoingLane[] lanes;
    private readonly OutgoingLane transactions;
    private readonly ITimer gathered;

    // When transactions were last taken to be written.
    private long? taken;
    private bool isGathering;
    private bool keepAliveDue;
    private bool isClosed;

    public OutgoingLanes(LinkLimits limits, LinkCounters counters, TimeProvider time)
    {
        this.limits = limits;
        this.time = time;
        lanes = [.. Enum.GetValues<PeerChannel>().Order().Select(Lane)];
        transactions = lanes[(int)PeerChannel.Transactions - 1];
        gathered = time.CreateTimer(_ => EndGathering(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        OutgoingLane Lane(PeerChannel channel) => new(channel, limits.Of(channel), counters.Of(channel));
    }

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

            if (channel == PeerChannel.Transactions && Gathers())
            {
                return SendResult.Queued;
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
                    taken = lane == transactions ? time.GetTimestamp() : taken;
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

    /// <summary>After <see cref="Close"/>.</summary>
    public void Dispose() => gathered.Dispose();

    /// <summary>Whether the transaction that was queued waits for others; if so, the writer is called in time.</summary>
    private bool Gathers()
    {
        if (transactions.Waiting >= limits.GatheredMessages || transactions.Bytes >= limits.GatheredBytes)
        {
            return false;
        }

        TimeSpan left = taken is { } last ? limits.GatherTime - time.GetElapsedTime(last) : TimeSpan.Zero;
        if (!isGathering && left > TimeSpan.Zero)
        {
            isGathering = true;
            gathered.Change(left, Timeout.InfiniteTimeSpan);
        }

        return isGathering;
    }

    private void EndGathering()
    {
        lock (gate)
        {
            isGathering = false;
            if (transactions.Bytes == 0 && transactions.Waiting == 0)
            {
                // A vote or a block took along what had waited.
                return;
            }
        }

        wakeup.Call();
    }
}
