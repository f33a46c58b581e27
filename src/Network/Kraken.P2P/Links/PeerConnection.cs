using System;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Kraken.P2P.Framing;
using Microsoft.Extensions.Logging;

namespace Kraken.P2P.Links;

/// <summary>
/// One authenticated connection: a reader, a writer, a watch over both and one task per channel that hands messages to the node.
/// None of them waits for another; whichever ends first ends all.
/// </summary>
internal sealed class PeerConnection(
    PeerLink link, Stream stream, Action abort, PeerNetworkOptions options, PeerMessageHandler received, ILogger logger)
    : IDisposable
{
    /// <summary>The bytes of a connection's own buffers.</summary>
    public const int BufferBytes = 2 * PieceBufferBytes;

    // Two pieces: a small message never waits behind more than that once it is queued.
    private const int PieceBufferBytes = 2 * (PieceHeader.Bytes + PieceHeader.MaxContentBytes);

    private readonly OutgoingLanes outgoing = new(options.Links, link.Counters, options.Time);
    private readonly IncomingLanes incoming = new(options.Links, link.Counters);
    private readonly ConnectionWatch watch = new(options.Connections, options.Time);
    private readonly Lock gate = new();
    private readonly CancellationTokenSource closing = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? closeReason;

    /// <summary>Completes when nothing of this connection runs any more.</summary>
    public Task Ended => ended.Task;

    /// <summary>Bytes of messages that wait, both ways.</summary>
    public long QueuedBytes => outgoing.Bytes + incoming.Bytes;

    public SendResult Send(PeerChannel channel, ReadOnlyMemory<byte> content) => outgoing.Enqueue(channel, content);

    /// <summary>Ends the connection at once; does not wait. The first reason counts.</summary>
    public void Close(string reason)
    {
        lock (gate)
        {
            if (closeReason is null)
            {
                closeReason = reason;
                outgoing.Close();
                abort();
                closing.Cancel();
            }
        }
    }

    /// <summary>Reads, writes and hands on until either end closes, fails or offends. Throws nothing.</summary>
    public async Task<ConnectionEnd> RunAsync()
    {
        CancellationToken stop = closing.Token;
        Task<ConnectionEnd>[] parts =
        [
            GuardAsync(() => ReadAsync(stop)),
            GuardAsync(() => WriteAsync(stop)),
            GuardAsync(() => watch.RunAsync(outgoing, stop)),
            .. Enum.GetValues<PeerChannel>().Select(channel => GuardAsync(() => DeliverAsync(channel, stop))),
        ];
        ConnectionEnd first = await (await Task.WhenAny(parts).ConfigureAwait(false)).ConfigureAwait(false);
        Close(first.Reason);
        await Task.WhenAll(parts).ConfigureAwait(false);
        return first.IsOffence ? first : new ConnectionEnd(closeReason!, IsOffence: false);
    }

    /// <summary>After the last use; whoever waits for <see cref="Ended"/> is told.</summary>
    public void Dispose()
    {
        Close("ended");
        outgoing.Dispose();
        closing.Dispose();
        ended.TrySetResult();
    }

    private async Task<ConnectionEnd> GuardAsync(Func<Task<ConnectionEnd>> part)
    {
        try
        {
            return await part().ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            return new ConnectionEnd("closed", IsOffence: false);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            return new ConnectionEnd(error.Message, IsOffence: false);
        }
        catch (Exception error)
        {
            logger.LogError(error, "the connection of {Peer} failed", link.Peer);
            return new ConnectionEnd("failed", IsOffence: false);
        }
    }

    private async Task<ConnectionEnd> ReadAsync(CancellationToken stop)
    {
        byte[] buffer = new byte[PieceBufferBytes];
        PieceReader reader = new(incoming, link.Counters, options);
        int filled = 0;
        while (true)
        {
            watch.ReadBegins();
            int read = await stream.ReadAsync(buffer.AsMemory(filled), stop).ConfigureAwait(false);
            watch.ReadEnded();
            if (read == 0)
            {
                return new ConnectionEnd("closed by the peer", IsOffence: false);
            }

            filled += read;
            if (reader.Consume(buffer.AsSpan(0, filled), out int consumed) is { } offence)
            {
                return new ConnectionEnd(offence, IsOffence: true);
            }

            buffer.AsSpan(consumed, filled - consumed).CopyTo(buffer);
            filled -= consumed;

            // Above its rate a peer is read more slowly: its own sending waits, nobody else's.
            if (reader.Pause(read) is { Ticks: > 0 } pause)
            {
                await Task.Delay(pause, options.Time, stop).ConfigureAwait(false);
            }
        }
    }

    private async Task<ConnectionEnd> WriteAsync(CancellationToken stop)
    {
        byte[] buffer = new byte[PieceBufferBytes];
        while (true)
        {
            int filled = outgoing.Fill(buffer);
            if (filled == 0)
            {
                await outgoing.WaitAsync(stop).ConfigureAwait(false);
                continue;
            }

            watch.WriteBegins();
            await stream.WriteAsync(buffer.AsMemory(0, filled), stop).ConfigureAwait(false);
            watch.WriteEnded();
        }
    }

    private async Task<ConnectionEnd> DeliverAsync(PeerChannel channel, CancellationToken stop)
    {
        IncomingLane lane = incoming.Of(channel);
        while (true)
        {
            byte[] message = await lane.NextAsync(stop).ConfigureAwait(false);
            try
            {
                await received(link.Peer, channel, message, stop).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OperationCanceledException || !stop.IsCancellationRequested)
            {
                logger.LogError(error, "taking a message of {Peer} on channel {Channel} failed; its connection ends", link.Peer, channel);
                return new ConnectionEnd("the node failed to take a message", IsOffence: false);
            }
            finally
            {
                lane.Release(message.Length);
            }
        }
    }
}
