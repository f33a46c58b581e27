using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Kraken.P2P.Tests;

/// <summary>Real sockets on loopback: delivery, reconnection, names, and callbacks that fail or never end.</summary>
public sealed class PeerNetworkTests : IDisposable
{
    private readonly TestPeers peers = new(3);
    private readonly ConcurrentQueue<(int Node, PeerId From, PeerChannel Channel, string Text)> received = new();

    public void Dispose() => peers.Dispose();

    [Fact]
    public async Task MessagesReachEveryPeerUnchanged()
    {
        await using PeerNetwork a = Open(0);
        await using PeerNetwork b = Open(1);
        await using PeerNetwork c = Open(2);
        await TestPeers.UntilAsync(() => a.ConnectedPeers.Count == 2 && b.ConnectedPeers.Count == 2 && c.ConnectedPeers.Count == 2);
        string large = new('x', 3 << 20);
        Assert.Equal(SendResult.Queued, a.Broadcast(PeerChannel.Votes, Encoding.UTF8.GetBytes("to all")));
        Assert.Equal(SendResult.Queued, b.Send(peers[0], PeerChannel.Blocks, ReadOnlyMemory<byte>.Empty));
        Assert.Equal(SendResult.Queued, c.Send(peers[1], PeerChannel.Transactions, Encoding.UTF8.GetBytes(large)));
        await TestPeers.UntilAsync(() => received.Count == 4);
        Assert.Contains((1, peers[0], PeerChannel.Votes, "to all"), received);
        Assert.Contains((2, peers[0], PeerChannel.Votes, "to all"), received);
        Assert.Contains((0, peers[1], PeerChannel.Blocks, string.Empty), received);
        Assert.Contains((1, peers[2], PeerChannel.Transactions, large), received);
        ChannelStatistics fromC = b.Statistics.Single(link => link.Peer == peers[2]).Transactions;
        Assert.Equal((1L, 3L << 20, 0L), (fromC.ReceivedMessages, fromC.ReceivedBytes, fromC.ReceiveDropped));
        await TestPeers.UntilAsync(() => c.Statistics.Single(link => link.Peer == peers[1]).Transactions.SentMessages == 1);
    }

    [Fact]
    public async Task APeerThatRestartsIsConnectedAgain()
    {
        await using PeerNetwork a = Open(0);
        PeerNetwork b = Open(1);
        await TestPeers.UntilAsync(() => a.ConnectedPeers.Count == 1);
        await b.DisposeAsync();
        await TestPeers.UntilAsync(() => a.ConnectedPeers.Count == 0);
        Assert.Equal(SendResult.NotConnected, a.Send(peers[1], PeerChannel.Votes, new byte[1]));
        await using PeerNetwork again = Open(1);
        await TestPeers.UntilAsync(() => a.ConnectedPeers.Count == 1 && again.ConnectedPeers.Count == 1);
    }

    [Fact]
    public async Task AMessageOverTheLimitIsToldToTheSender()
    {
        await using PeerNetwork a = Open(0);
        await using PeerNetwork b = Open(1);
        await TestPeers.UntilAsync(() => a.ConnectedPeers.Count == 1);
        foreach (PeerChannel channel in Enum.GetValues<PeerChannel>())
        {
            int limit = new LinkLimits().Of(channel).MaxContentBytes;
            Assert.Equal(SendResult.TooLong, a.Send(peers[1], channel, new byte[limit + 1]));
            Assert.Equal(SendResult.TooLong, a.Broadcast(channel, new byte[limit + 1]));
            Assert.Equal(SendResult.Queued, a.Send(peers[1], channel, new byte[limit]));
        }

        await TestPeers.UntilAsync(() => received.Count == 4);
        Assert.Equal(8, peers.Log.At(LogLevel.Error).Length);
        Assert.Single(a.ConnectedPeers);
    }

    [Fact]
    public async Task HostsMayBeNames()
    {
        using TestPeers named = new(2, "localhost");
        await using PeerNetwork a = named.Open(0);
        await using PeerNetwork b = named.Open(1);
        await TestPeers.UntilAsync(() => a.ConnectedPeers.Count == 1 && b.ConnectedPeers.Count == 1);
    }

    [Fact]
    public void ListeningHostsAreLiteralsOrNames()
    {
        Assert.Equal(new IPEndPoint(IPAddress.Any, 7), HostName.Listening("0.0.0.0", 7));
        Assert.Equal(new IPEndPoint(IPAddress.IPv6Any, 7), HostName.Listening("::", 7));
        Assert.True(IPAddress.IsLoopback(HostName.Listening("localhost", 7).Address));
        Assert.Throws<SocketException>(() => HostName.Listening("no-such-host.invalid", 7));
    }

    [Fact]
    public async Task AHandlerThatFailsEndsThatConnectionOnly()
    {
        int thrown = 0;
        await using PeerNetwork a = Open(0);
        await using PeerNetwork b = peers.Open(1, (from, _, _, _) => from == peers[0] && Interlocked.Increment(ref thrown) == 1
            ? throw new FormatException("a bug of the node")
            : ValueTask.CompletedTask);
        await using PeerNetwork c = Open(2);
        await TestPeers.UntilAsync(() => b.ConnectedPeers.Count == 2 && a.ConnectedPeers.Contains(peers[1]));
        Assert.Equal(SendResult.Queued, a.Send(peers[1], PeerChannel.Votes, new byte[1]));
        await TestPeers.UntilAsync(() => b.Statistics.Single(link => link.Peer == peers[0]).Connections == 2);
        Assert.Equal(1, b.Statistics.Single(link => link.Peer == peers[2]).Connections);
        Assert.Equal(0, b.Statistics.Single(link => link.Peer == peers[0]).Offences);
        Assert.Contains("a bug of the node", Assert.Single(peers.Log.At(LogLevel.Error)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AGreetingThatFailsEndsThatConnectionOnly()
    {
        int thrown = 0;
        await using PeerNetwork a = Open(0);
        await using PeerNetwork b = peers.Open(1, connected: _ =>
        {
            if (Interlocked.Increment(ref thrown) == 1)
            {
                throw new FormatException("a bug of the node");
            }
        });
        await TestPeers.UntilAsync(() => b.Statistics[0].Connections == 2 && b.ConnectedPeers.Count == 1);
        Assert.Contains("a bug of the node", Assert.Single(peers.Log.At(LogLevel.Error)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DisposingWaitsForHandlers()
    {
        bool hasEnded = false;
        await using PeerNetwork a = Open(0);
        PeerNetwork b = peers.Open(1, async (_, _, _, closing) =>
        {
            try
            {
                await Task.Delay(Timeout.Infinite, closing);
            }
            finally
            {
                hasEnded = true;
            }
        });
        await TestPeers.UntilAsync(() => a.ConnectedPeers.Count == 1);
        a.Broadcast(PeerChannel.Votes, new byte[1]);
        await TestPeers.UntilAsync(() => b.Statistics[0].Votes.ReceivedMessages == 1);
        await b.DisposeAsync();
        Assert.True(hasEnded || b.Statistics[0].QueuedBytes == 0);
        Assert.Empty(b.ConnectedPeers);
        await b.DisposeAsync();
        Assert.Empty(peers.Log.At(LogLevel.Error));
    }

    private PeerNetwork Open(int index) => peers.Open(index, (from, channel, content, _) =>
    {
        received.Enqueue((index, from, channel, Encoding.UTF8.GetString(content.Span)));
        return ValueTask.CompletedTask;
    });
}
