using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.P2P.Tests;

/// <summary>Addresses that do not answer: every dial ends in time and is repeated.</summary>
public sealed class DialTests : IDisposable
{
    private readonly TestPeers peers = new(2);

    public void Dispose() => peers.Dispose();

    [Fact]
    public async Task ADialThatIsNotAnsweredEnds()
    {
        // A listener whose queue is full and never emptied: the system drops further attempts without a word.
        using Socket hole = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        hole.Bind(new IPEndPoint(IPAddress.Loopback, peers.Addresses[1].Port));
        hole.Listen(0);
        List<Socket> fill = [];
        bool isFull = false;
        while (!isFull)
        {
            Assert.InRange(fill.Count, 0, 100);
            Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            fill.Add(client);
            using CancellationTokenSource limit = new(TimeSpan.FromMilliseconds(300));
            try
            {
                await client.ConnectAsync(hole.LocalEndPoint!, limit.Token);
            }
            catch (OperationCanceledException)
            {
                isFull = true;
            }
        }

        ConnectionLimits limits = new() { DialLimit = TimeSpan.FromMilliseconds(200) };
        await using PeerNetwork a = peers.Open(0, options: new PeerNetworkOptions { Connections = limits });
        await TestPeers.UntilAsync(() => peers.Log.Count("failed") >= 3);
        fill.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task AHandshakeThatIsNotAnsweredEnds()
    {
        using TcpListener silent = new(IPAddress.Loopback, peers.Addresses[1].Port);
        silent.Start();
        ConnectionLimits limits = new() { HandshakeLimit = TimeSpan.FromMilliseconds(200) };
        await using PeerNetwork a = peers.Open(0, options: new PeerNetworkOptions { Connections = limits });
        await TestPeers.UntilAsync(() => peers.Log.Count("failed") >= 3);
        Assert.Equal(0, a.Statistics[0].Connections);
    }

    [Fact]
    public async Task AnUnknownNameIsTriedAgain()
    {
        peers.Addresses[1] = peers.Addresses[1] with { Host = "no-such-host.invalid" };
        await using PeerNetwork a = peers.Open(0);
        await TestPeers.UntilAsync(() => peers.Log.Count("failed") >= 2);
    }

    [Fact]
    public async Task APenalisedPeerIsNotDialled()
    {
        ManualClock clock = new();
        await using PeerNetwork a = peers.Open(0, options: new PeerNetworkOptions { Time = clock });
        await using PeerNetwork b = peers.Open(1);
        await TestPeers.UntilAsync(() =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            return a.ConnectedPeers.Count == 1 && b.ConnectedPeers.Count == 1;
        });
        a.Penalize(peers[1], "garbage");
        await TestPeers.UntilAsync(() => b.ConnectedPeers.Count == 0);
        clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(1, a.Statistics[0].Connections);
        await TestPeers.UntilAsync(() =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            return b.ConnectedPeers.Count == 1;
        });
        Assert.Equal(2, a.Statistics[0].Connections);
    }
}
