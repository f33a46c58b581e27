using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using Kraken.P2P.Admission;
using Kraken.P2P.Links;
using Microsoft.Extensions.Logging;

namespace Kraken.P2P;

/// <summary>
/// Keeps one mutual-TLS connection to every known peer. Of two peers the one with the lower address dials; a certificate whose
/// key is not the expected peer's ends the handshake. A broken connection is made anew. What strangers and peers can make this node
/// hold or do is bounded; docs/kraken-p2p.md says by what.
/// </summary>
public sealed class PeerNetwork : IAsyncDisposable
{
    private readonly PeerId self;
    private readonly IPEndPoint listen;
    private readonly PeerNetworkOptions options;
    private readonly ILogger logger;
    private readonly PeerAuthentication authentication;
    private readonly ConnectionKeeper keeper;
    private readonly Acceptor acceptor;
    private readonly RunningTasks tasks;
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Socket? listener;
    private int isDisposing;

    /// <summary>Builds a network; <see cref="Start"/> opens it.</summary>
    /// <param name="self">This node.</param>
    /// <param name="certificate">Its certificate with private key.</param>
    /// <param name="listen">Where to accept connections; <see cref="HostName.Listening"/> makes it of a host and port.</param>
    /// <param name="peers">The other nodes; this node among them is left out.</param>
    /// <param name="logger">Receives one line per connection made or lost, and one per offence.</param>
    /// <param name="options">Limits and clock; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is not positive or smaller than what it must hold.</exception>
    /// <exception cref="ArgumentException">Two peers have the same key or the same identity.</exception>
    public PeerNetwork(
        PeerId self,
        X509Certificate2 certificate,
        IPEndPoint listen,
        IEnumerable<PeerAddress> peers,
        ILogger logger,
        PeerNetworkOptions? options = null)
    {
        this.self = self;
        this.listen = listen;
        this.logger = logger;
        this.options = options ?? new PeerNetworkOptions();
        this.options.Links.Validate();
        this.options.Connections.Validate();
        PeerAddress[] others = [.. peers.Where(peer => peer.Id != self)];
        authentication = new PeerAuthentication(certificate, others);
        keeper = new ConnectionKeeper(others, this.options, logger, stop.Token);
        tasks = new RunningTasks(logger);
        acceptor = new Acceptor(self, authentication, keeper, tasks, this.options, logger);
    }

    /// <summary>Takes every message.</summary>
    public PeerMessageHandler Received
    {
        get => keeper.Received;
        init => keeper.Received = value;
    }

    /// <summary>Called when a peer connected, before its first message is handed on. It must not block.</summary>
    public Action<PeerId> Connected
    {
        get => keeper.Connected;
        init => keeper.Connected = value;
    }

    /// <summary>Those with a connection that has proved its key.</summary>
    public IReadOnlyCollection<PeerId> ConnectedPeers =>
        [.. keeper.Links.Where(link => link.Connection is not null).Select(link => link.Peer)];

    /// <summary>State and counts of every known peer, in the order of their addresses.</summary>
    public IReadOnlyList<LinkStatistics> Statistics => [.. keeper.Links.OrderBy(link => link.Peer.Address).Select(link => link.Statistics)];

    /// <summary>
    /// The bytes that all peers together can make this node hold, by <see cref="LinkLimits.MaxBufferedBytesPerPeer"/>. A message that
    /// was broadcast is held once, but counts for every peer.
    /// </summary>
    public long MaxBufferedBytes => keeper.Links.Count() * options.Links.MaxBufferedBytesPerPeer;

    /// <summary>Accepted connections that have not shown a known key.</summary>
    internal int PendingHandshakes => acceptor.Pending;

    /// <summary>Begins to listen and to dial; once.</summary>
    /// <exception cref="SocketException">The port is taken, or the address is not this machine's.</exception>
    public void Start()
    {
        listener = Acceptor.Open(listen);
        tasks.Start(() => acceptor.RunAsync(listener, stop.Token));
        Dialer dialer = new(authentication, keeper, options, logger, stop.Token);
        foreach (PeerLink link in keeper.Links.Where(link => self.Address < link.Peer.Address))
        {
            tasks.Start(() => dialer.RunAsync(link));
        }
    }

    /// <summary>Sends to one peer. Never waits and never throws for what the peer does.</summary>
    /// <param name="peer">To whom.</param>
    /// <param name="channel">What it is about.</param>
    /// <param name="content">The message; it is kept, not copied, and must not change any more.</param>
    public SendResult Send(PeerId peer, PeerChannel channel, ReadOnlyMemory<byte> content) =>
        Fits(channel, content) ? keeper.Find(peer)?.Connection?.Send(channel, content) ?? SendResult.NotConnected : SendResult.TooLong;

    /// <summary>Sends to every connected peer.</summary>
    /// <param name="channel">What it is about.</param>
    /// <param name="content">The message; it is kept, not copied, and must not change any more.</param>
    /// <returns>The worst of the connected peers' results; <see cref="SendResult.NotConnected"/> when there is none.</returns>
    public SendResult Broadcast(PeerChannel channel, ReadOnlyMemory<byte> content)
    {
        if (!Fits(channel, content))
        {
            return SendResult.TooLong;
        }

        SendResult? worst = null;
        foreach (PeerLink link in keeper.Links)
        {
            if (link.Connection?.Send(channel, content) is { } result && !(worst >= result))
            {
                worst = result;
            }
        }

        return worst ?? SendResult.NotConnected;
    }

    /// <summary>
    /// Ends a peer's connection and refuses it for a while: <see cref="ConnectionLimits.FirstPenalty"/>, doubled with each further
    /// offence. For what a peer signed wrongly, sent in floods, or sent as garbage. An unknown peer is ignored.
    /// </summary>
    /// <param name="peer">Who did it.</param>
    /// <param name="offence">What it did, for the log.</param>
    public void Penalize(PeerId peer, string offence)
    {
        if (keeper.Find(peer) is { } link)
        {
            keeper.Penalize(link, offence);
        }
    }

    /// <summary>Closes every connection and waits until nothing runs any more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isDisposing, 1) == 0)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            listener?.Dispose();
            await tasks.WaitAsync().ConfigureAwait(false);
            stop.Dispose();
            stopped.SetResult();
        }

        await stopped.Task.ConfigureAwait(false);
    }

    private bool Fits(PeerChannel channel, ReadOnlyMemory<byte> content)
    {
        int limit = options.Links.Of(channel).MaxContentBytes;
        if (content.Length <= limit)
        {
            return true;
        }

        logger.LogError("a message of {Bytes} bytes is not sent on channel {Channel}: at most {Limit}", content.Length, channel, limit);
        return false;
    }
}
