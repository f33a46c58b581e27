using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using Kraken.Fields;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.P2P.Tests;

/// <summary>Real sockets on loopback: delivery, reconnection, and refusal of strangers and garbage.</summary>
public sealed class PeerNetworkTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-p2p-").FullName;
    private readonly ConcurrentQueue<(int Node, PeerId From, string Text)> received = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task MessagesReachEveryPeerUnchanged()
    {
        (PeerAddress[] addresses, X509Certificate2[] certificates) = Make(3);
        await using PeerNetwork a = Open(addresses, certificates, 0);
        await using PeerNetwork b = Open(addresses, certificates, 1);
        await using PeerNetwork c = Open(addresses, certificates, 2);
        await UntilAsync(() => a.ConnectedPeers.Count == 2 && b.ConnectedPeers.Count == 2 && c.ConnectedPeers.Count == 2);
        string large = new('x', 3 << 20);
        a.Broadcast(PeerChannel.Consensus, Encoding.UTF8.GetBytes("to all"));
        Assert.True(c.Send(addresses[1].Id, PeerChannel.Transactions, Encoding.UTF8.GetBytes(large)));
        await UntilAsync(() => received.Count == 3);
        Assert.Contains((1, addresses[0].Id, "to all"), received);
        Assert.Contains((2, addresses[0].Id, "to all"), received);
        Assert.Contains((1, addresses[2].Id, large), received);
    }

    [Fact]
    public async Task APeerThatRestartsIsConnectedAgain()
    {
        (PeerAddress[] addresses, X509Certificate2[] certificates) = Make(2);
        await using PeerNetwork a = Open(addresses, certificates, 0);
        PeerNetwork b = Open(addresses, certificates, 1);
        await UntilAsync(() => a.ConnectedPeers.Count == 1);
        await b.DisposeAsync();
        await UntilAsync(() => a.ConnectedPeers.Count == 0);
        await using PeerNetwork again = Open(addresses, certificates, 1);
        await UntilAsync(() => a.ConnectedPeers.Count == 1 && again.ConnectedPeers.Count == 1);
    }

    [Fact]
    public async Task AStrangersKeyIsRefused()
    {
        (PeerAddress[] addresses, X509Certificate2[] certificates) = Make(2);
        (_, X509Certificate2[] strangers) = Make(1);
        await using PeerNetwork b = Open(addresses, certificates, 1);
        await using PeerNetwork impostor = Open(addresses, [strangers[0], certificates[1]], 0);
        await Task.Delay(1000);
        Assert.Empty(b.ConnectedPeers);
        await impostor.DisposeAsync();
        await using PeerNetwork genuine = Open(addresses, certificates, 0);
        await UntilAsync(() => b.ConnectedPeers.Count == 1);
    }

    [Fact]
    public async Task GarbageOnThePortDoesNotDisturbPeers()
    {
        (PeerAddress[] addresses, X509Certificate2[] certificates) = Make(2);
        await using PeerNetwork a = Open(addresses, certificates, 0);
        await using PeerNetwork b = Open(addresses, certificates, 1);
        await UntilAsync(() => b.ConnectedPeers.Count == 1);
        Random random = new(1);
        for (int i = 0; i < 20; i++)
        {
            using TcpClient client = new();
            await client.ConnectAsync(IPAddress.Loopback, addresses[1].Port);
            byte[] garbage = new byte[512];
            random.NextBytes(garbage);
            await client.GetStream().WriteAsync(garbage);
        }

        a.Broadcast(PeerChannel.Consensus, "still here"u8);
        await UntilAsync(() => !received.IsEmpty);
        Assert.Equal(addresses[0].Id, Assert.Single(b.ConnectedPeers));
    }

    private static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        long deadline = Environment.TickCount64 + (long)Limit.TotalMilliseconds;
        while (!condition())
        {
            Assert.True(Environment.TickCount64 < deadline, "the condition did not come true in time");
            await Task.Delay(10);
        }
    }

    private (PeerAddress[] Addresses, X509Certificate2[] Certificates) Make(int count)
    {
        List<PeerAddress> addresses = [];
        List<X509Certificate2> certificates = [];
        for (int i = 0; i < count; i++)
        {
            string key = Path.Combine(folder, $"{Guid.NewGuid()}.key");
            addresses.Add(new PeerAddress(new PeerId((Felt)(i + 1)), "127.0.0.1", FreePort(), PeerCertificate.Create(key)));
            certificates.Add(PeerCertificate.Load(key));
        }

        return ([.. addresses], [.. certificates]);
    }

    private PeerNetwork Open(PeerAddress[] addresses, X509Certificate2[] certificates, int index)
    {
        PeerNetwork network = new(addresses[index].Id, certificates[index], new IPEndPoint(IPAddress.Loopback, addresses[index].Port), addresses, NullLogger.Instance)
        {
            Received = (from, _, content) => received.Enqueue((index, from, Encoding.UTF8.GetString(content))),
        };
        network.Start();
        return network;
    }
}
