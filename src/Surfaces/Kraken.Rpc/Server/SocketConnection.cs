using System;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Limits;
using Kraken.Rpc.Protocol;
using Kraken.Rpc.Subscriptions;
using Kraken.Rpc.Versions;

namespace Kraken.Rpc.Server;

/// <summary>
/// JSON-RPC over one WebSocket: a call is answered before the next is read, and between answers its subscriptions are told what is new.
/// What it holds is bounded by what its client takes; the node never waits for it.
/// </summary>
/// <param name="service">Answers calls.</param>
/// <param name="bodies">The shares of bodies.</param>
/// <param name="options">The bounds.</param>
/// <param name="version">The older version of the specification that it speaks; null for the newest.</param>
internal sealed class SocketConnection(
    WebSocket socket, string client, RpcService service, ByteShares bodies, RpcOptions options, OlderVersion? version) : IDisposable
{
    private const int PieceBytes = 64 << 10;

    private readonly SemaphoreSlim sending = new(1);
    private readonly SubscriptionSession session = service.Open(client, version);
    private readonly SocketMessages messages = new(socket, bodies, client, options.Sockets);

    /// <summary>Serves the socket until its client closes it, or it is closed.</summary>
    /// <param name="stopping">The node stops.</param>
    /// <param name="aborted">The connection is gone.</param>
    /// <returns>Why it ended.</returns>
    internal async Task<SocketClosing> RunAsync(CancellationToken stopping, CancellationToken aborted)
    {
        using CancellationTokenSource cut = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cut.Token, stopping);
        Task<SocketClosing> reading = ReadAsync(cut.Token);
        Task<SocketClosing> telling = TellAsync(ending.Token);
        Task<SocketClosing> stopped = Stopped(ending.Token);
        SocketClosing closing = await (await Task.WhenAny(reading, telling, stopped).ConfigureAwait(false)).ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
        await CloseAsync(closing, cut, reading).ConfigureAwait(false);
        await cut.CancelAsync().ConfigureAwait(false);
        Task both = Task.WhenAll(reading, telling);
        await both.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return closing;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        session.Dispose();
        messages.Release();
        sending.Dispose();
    }

    private static async Task<SocketClosing> Stopped(CancellationToken ending)
    {
        await Task.Delay(Timeout.Infinite, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return SocketClosing.NodeStops;
    }

    private async Task<SocketClosing> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                TimeSpan idle = session.Count == 0 ? options.Sockets.IdleTime : Timeout.InfiniteTimeSpan;
                if (await ReadOneAsync(idle, cancellation).ConfigureAwait(false) is { } closing)
                {
                    return closing;
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or System.IO.IOException)
        {
            return SocketClosing.ByClient;
        }
        catch (TimeoutException)
        {
            return SocketClosing.TooSlow;
        }
    }

    private async Task<SocketClosing?> ReadOneAsync(TimeSpan idle, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> answer;
        try
        {
            if (await messages.ReadAsync(idle, cancellation).ConfigureAwait(false) is { } closing)
            {
                return closing;
            }

            RpcCaller caller = new(client, session, version);
            answer = await service.HandleAsync(messages.Content, caller, cancellation).ConfigureAwait(false);
        }
        catch (ServerBusyException refusal) when (messages.IsWhole)
        {
            answer = RpcService.Busy(refusal);
        }
        catch (ServerBusyException refusal)
        {
            return SocketClosing.Busy(refusal.Message);
        }
        finally
        {
            messages.Release();
        }

        if (!answer.IsEmpty)
        {
            await AnswerAsync(answer, cancellation).ConfigureAwait(false);
        }

        _ = session.BeginAsync(options.Sockets.PollInterval);
        return null;
    }

    private async Task AnswerAsync(ReadOnlyMemory<byte> answer, CancellationToken cancellation)
    {
        using CancellationTokenSource recalled = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            using IDisposable held = service.Answers.Lend(client, answer.Length, recalled);
            await SendAsync(answer, recalled.Token).ConfigureAwait(false);
        }
        catch (ServerBusyException refusal)
        {
            await SendAsync(RpcService.Busy(refusal), cancellation).ConfigureAwait(false);
        }
    }

    private async Task<SocketClosing> TellAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await session.Woken.ReadAsync(cancellation).ConfigureAwait(false);
                if (await TellNewAsync(cancellation).ConfigureAwait(false) is { } closing)
                {
                    return closing;
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or System.IO.IOException)
        {
            return SocketClosing.NodeStops;
        }
        catch (TimeoutException)
        {
            return SocketClosing.TooSlow;
        }
        catch (Exception defect) when (defect is not OutOfMemoryException)
        {
            service.Log(defect);
            return SocketClosing.Defect;
        }
    }

    private async Task<SocketClosing?> TellNewAsync(CancellationToken cancellation)
    {
        SubscriptionBatch batch;
        do
        {
            batch = await service.CollectAsync(session, client, cancellation).ConfigureAwait(false);
            if (batch.BlocksBehind > (ulong)options.Sockets.MaxBlocksBehind)
            {
                return SocketClosing.Behind(batch.BlocksBehind, options.Sockets.MaxBlocksBehind);
            }

            foreach ((Subscription subscription, byte[] json) in batch.Messages)
            {
                // Who unsubscribed is not told any more.
                if (session.Has(subscription))
                {
                    await SendAsync(json, cancellation).ConfigureAwait(false);
                }
            }
        }
        while (!batch.IsLast);
        return null;
    }

    /// <exception cref="TimeoutException">The client does not take it.</exception>
    private async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        await sending.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            long began = Stopwatch.GetTimestamp();
            for (int at = 0; at < message.Length; at += PieceBytes)
            {
                ReadOnlyMemory<byte> piece = message.Slice(at, Math.Min(PieceBytes, message.Length - at));
                TimeSpan left = options.Timeout - Stopwatch.GetElapsedTime(began);
                await SendPieceAsync(
                    piece,
                    at + piece.Length == message.Length,
                    left < options.Sockets.SendTimeout ? left : options.Sockets.SendTimeout,
                    cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            sending.Release();
        }
    }

    private async Task SendPieceAsync(ReadOnlyMemory<byte> piece, bool isLast, TimeSpan most, CancellationToken cancellation)
    {
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(most > TimeSpan.Zero ? most : TimeSpan.Zero);
        try
        {
            await socket.SendAsync(piece, WebSocketMessageType.Text, isLast, late.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException("the client does not take what it is sent", exception);
        }
    }

    // A client that does not take what it is sent cannot be told why either.
    private async Task CloseAsync(SocketClosing closing, CancellationTokenSource cut, Task reading)
    {
        cut.CancelAfter(options.Sockets.SendTimeout);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await sending.WaitAsync(cut.Token).ConfigureAwait(false);
                await socket.CloseOutputAsync(closing.Status, closing.Reason, cut.Token).ConfigureAwait(false);
            }

            await (reading.IsCompleted ? messages.DrainAsync(cut.Token) : reading).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or System.IO.IOException)
        {
            socket.Abort();
        }
    }
}
