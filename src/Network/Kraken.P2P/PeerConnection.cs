using System;
using System.IO;
using System.Net.Security;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace Kraken.P2P;

/// <summary>One authenticated connection: a reader, and a writer behind a bounded queue.</summary>
internal sealed class PeerConnection(PeerId peer, SslStream stream) : IAsyncDisposable
{
    private const int QueuedFrames = 4096;

    // A peer sends its height every second; one that is silent for this long is gone.
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(30);

    private readonly Channel<byte[]> outgoing = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(QueuedFrames) { SingleReader = true });

    public PeerId Peer => peer;

    /// <summary>Queues a frame; false when the peer does not take them fast enough.</summary>
    public bool TrySend(byte[] frame) => outgoing.Writer.TryWrite(frame);

    /// <summary>Reads and writes until either end closes or fails.</summary>
    public async Task RunAsync(Action<PeerId, PeerChannel, byte[]> received, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task writing = WriteAsync(stop.Token);
        try
        {
            await ReadAsync(received, stop).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async Task ReadAsync(Action<PeerId, PeerChannel, byte[]> received, CancellationTokenSource stop)
    {
        using CancellationTokenSource silence = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        while (true)
        {
            silence.CancelAfter(SilenceLimit);
            if (await FrameCodec.ReadAsync(stream, silence.Token).ConfigureAwait(false) is not { } frame)
            {
                return;
            }

            received(peer, frame.Channel, frame.Content);
        }
    }

    private async Task WriteAsync(CancellationToken cancellation)
    {
        try
        {
            await foreach (byte[] frame in outgoing.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                await stream.WriteAsync(frame, cancellation).ConfigureAwait(false);
                if (outgoing.Reader.Count == 0)
                {
                    await stream.FlushAsync(cancellation).ConfigureAwait(false);
                }
            }
        }
        catch (IOException)
        {
            // The reader sees the same broken connection and ends it.
        }
    }
}
