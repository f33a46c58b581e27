using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using Kraken.P2P.Admission;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Kraken.P2P.Tests;

/// <summary>Those without a known key: what they hold is bounded, and peers come in past them.</summary>
public sealed class StrangerTests : IDisposable
{
    private static readonly ConnectionLimits Limits = new();

    private readonly TestPeers peers = new(2);

    public void Dispose() => peers.Dispose();

    [Theory]
    [InlineData(400, 512, false)]
    [InlineData(400, 64, false)]
    [InlineData(400, 512, true)]
    public async Task IdleSocketsKeepNoPeerOut(int idle, int placesPerAddress, bool beginHandshakes)
    {
        ConnectionLimits limits = new() { MaxPendingPerAddress = placesPerAddress };
        placesPerAddress = beginHandshakes ? limits.MaxActiveHandshakes : placesPerAddress;
        await using PeerNetwork b = peers.Open(1, options: new PeerNetworkOptions { Connections = limits });
        using CancellationTokenSource enough = new();
        int opened = 0;
        List<Task> strangers = [];
        for (int i = 0; i < idle; i++)
        {
            strangers.Add(Task.Run(
                () => HoldIdleAsync(peers.Addresses[1].Port, beginHandshakes, () => Interlocked.Increment(ref opened), enough.Token)));
        }

        // Their places are full, and those that had to leave have come again.
        int full = Math.Min(idle, placesPerAddress);
        await TestPeers.UntilAsync(() => b.PendingHandshakes >= full && Volatile.Read(ref opened) >= (full < idle ? 2 * idle : idle));
        long began = Stopwatch.GetTimestamp();
        await using PeerNetwork a = peers.Open(0);
        await TestPeers.UntilAsync(() => b.ConnectedPeers.Count == 1, () => $"{b.PendingHandshakes} strangers, {opened} opened");
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, limits.HandshakeLimit);
        Assert.InRange(b.PendingHandshakes, 1, limits.MaxPendingPerAddress);
        TestContext.Current.TestOutputHelper?.WriteLine($"{opened} opened, {Stopwatch.GetElapsedTime(began)}");
        await enough.CancelAsync();
        await Task.WhenAll(strangers);
        Assert.Single(b.ConnectedPeers);
    }

    [Fact]
    public async Task AStrangersKeyIsRefused()
    {
        using TestPeers strangers = new(1);
        await using PeerNetwork b = peers.Open(1);
        using RawPeer impostor = await RawPeer.ConnectAsync(peers.Addresses[1].Port, strangers.Certificates[0]);
        await impostor.ClosedAsync();
        Assert.Empty(b.ConnectedPeers);
        Assert.Equal(0, b.Statistics[0].Connections);
        await using PeerNetwork genuine = peers.Open(0);
        await TestPeers.UntilAsync(() => b.ConnectedPeers.Count == 1);
    }

    [Fact]
    public async Task AStrangerInAPeersPlaceIsNotGreeted()
    {
        using TestPeers strangers = new(1);
        bool isGreeted = false;
        using TcpListener impostor = new(IPAddress.Loopback, peers.Addresses[1].Port);
        impostor.Start();
        await using PeerNetwork a = peers.Open(0, connected: _ => isGreeted = true);
        using TcpClient dialled = await impostor.AcceptTcpClientAsync();
        using SslStream stream = new(dialled.GetStream(), leaveInnerStreamOpen: false, (_, shown, _, _) => shown is not null);
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = strangers.Certificates[0],
                ClientCertificateRequired = true,
                EnabledSslProtocols = SslProtocols.Tls13,
            });
            await stream.ReadExactlyAsync(new byte[1]);
        });
        Assert.False(isGreeted);
        Assert.Equal(0, a.Statistics[0].Connections);
    }

    [Fact]
    public async Task APeerThatShouldWaitToBeDialledIsRefused()
    {
        await using PeerNetwork a = peers.Open(0);
        using RawPeer eager = await RawPeer.ConnectAsync(peers.Addresses[0].Port, peers.Certificates[1]);
        await eager.ClosedAsync();
        Assert.Equal(0, a.Statistics[0].Connections);
    }

    [Fact]
    public async Task GarbageOnThePortDoesNotDisturbPeers()
    {
        int received = 0;
        await using PeerNetwork a = peers.Open(0);
        await using PeerNetwork b = peers.Open(1, (_, _, _, _) =>
        {
            Interlocked.Increment(ref received);
            return ValueTask.CompletedTask;
        });
        await TestPeers.UntilAsync(() => b.ConnectedPeers.Count == 1);
        Random random = new(1);
        for (int i = 0; i < 20; i++)
        {
            using TcpClient client = new();
            await client.ConnectAsync(IPAddress.Loopback, peers.Addresses[1].Port);
            byte[] garbage = new byte[512];
            random.NextBytes(garbage);
            await client.GetStream().WriteAsync(garbage);
        }

        await TestPeers.UntilAsync(() => b.PendingHandshakes == 0);
        a.Broadcast(PeerChannel.Votes, new byte[1]);
        await TestPeers.UntilAsync(() => Volatile.Read(ref received) == 1);
        Assert.Equal(1, b.Statistics[0].Connections);
        Assert.Empty(peers.Log.At(LogLevel.Error));
    }

    [Fact]
    public async Task ASilentStrangerIsClosedAfterTheHandshakeLimit()
    {
        ManualClock clock = new();
        await using PeerNetwork b = peers.Open(1, options: new PeerNetworkOptions { Time = clock });
        using TcpClient silent = new();
        await silent.ConnectAsync(IPAddress.Loopback, peers.Addresses[1].Port);
        await TestPeers.UntilAsync(() => b.PendingHandshakes == 1);
        clock.Advance(Limits.HandshakeLimit - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, b.PendingHandshakes);
        await TestPeers.UntilAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return b.PendingHandshakes == 0;
        });
    }

    [Fact]
    public void TheOldestSilentStrangerMakesRoom()
    {
        PendingHandshakes pending = new(new ConnectionLimits { MaxPendingHandshakes = 4, MaxPendingPerAddress = 3 });
        AddressBlock here = AddressBlock.Of(IPAddress.Loopback);
        AddressBlock there = AddressBlock.Of(IPAddress.Parse("10.0.0.1"));
        (PendingHandshake Entry, Socket Socket)[] strangers = [.. New(here, 4), .. New(there, 2)];
        pending.Enter(strangers[0].Entry);
        pending.Enter(strangers[1].Entry);
        pending.Enter(strangers[2].Entry);
        pending.Begins(strangers[0].Entry);

        // Over the address's limit: the oldest silent one from there goes, not the older one that speaks.
        pending.Enter(strangers[3].Entry);
        Assert.Equal([false, true, false, false, false, false], Closed());

        // Over the limit of all: the same rule over all addresses.
        pending.Enter(strangers[4].Entry);
        pending.Enter(strangers[5].Entry);
        Assert.Equal([false, true, true, false, false, false], Closed());
        Assert.Equal(4, pending.Count);

        // Nobody is silent: the oldest goes.
        pending.Begins(strangers[3].Entry);
        pending.Begins(strangers[4].Entry);
        pending.Begins(strangers[5].Entry);
        pending.Enter(New(there, 1)[0].Entry);
        Assert.Equal([true, true, true, false, false, false], Closed());

        bool[] Closed() => Array.ConvertAll(strangers, stranger => stranger.Socket.SafeHandle.IsClosed);
    }

    [Fact]
    public void ABusyAddressMakesRoomForOthers()
    {
        ConnectionLimits limits = new() { MaxPendingHandshakes = 5, MaxPendingPerAddress = 5, MaxActiveHandshakes = 3 };
        PendingHandshakes pending = new(limits);
        AddressBlock quiet = AddressBlock.Of(IPAddress.Parse("10.0.0.1"));
        AddressBlock busy = AddressBlock.Of(IPAddress.Parse("10.0.0.2"));
        (PendingHandshake Entry, Socket Socket)[] strangers = [.. New(quiet, 2), .. New(busy, 9)];
        foreach ((PendingHandshake entry, _) in strangers)
        {
            pending.Enter(entry);
            pending.Begins(entry);
        }

        // At the fourth handshake the quiet address had most and lost its older one; from then on the busy one paid for itself.
        Assert.True(strangers[0].Socket.SafeHandle.IsClosed);
        Assert.False(strangers[1].Socket.SafeHandle.IsClosed);
        Assert.Equal(3, pending.Count);
        Assert.Equal(8, pending.Evictions);
        Assert.False(strangers[^1].Socket.SafeHandle.IsClosed);
        pending.Leave(strangers[^1].Entry);
        Assert.Equal(2, pending.Count);
    }

    [Fact]
    public void AHostOfVersion6IsOneAddress()
    {
        Assert.Equal(AddressBlock.Of(IPAddress.Parse("2001:db8:1:2::1")), AddressBlock.Of(IPAddress.Parse("2001:db8:1:2:ffff::9")));
        Assert.NotEqual(AddressBlock.Of(IPAddress.Parse("2001:db8:1:2::1")), AddressBlock.Of(IPAddress.Parse("2001:db8:1:3::1")));
        Assert.Equal(AddressBlock.Of(IPAddress.Parse("10.1.2.3")), AddressBlock.Of(IPAddress.Parse("::ffff:10.1.2.3")));
        Assert.NotEqual(AddressBlock.Of(IPAddress.Parse("10.1.2.3")), AddressBlock.Of(IPAddress.Parse("10.1.2.4")));
    }

    private static (PendingHandshake Entry, Socket Socket)[] New(AddressBlock from, int count)
    {
        (PendingHandshake, Socket)[] made = new (PendingHandshake, Socket)[count];
        for (int i = 0; i < count; i++)
        {
            Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            made[i] = (new PendingHandshake(socket, from), socket);
        }

        return made;
    }

    private static async Task HoldIdleAsync(int port, bool beginHandshake, Action opened, CancellationToken enough)
    {
        byte[] nothing = new byte[1];
        while (!enough.IsCancellationRequested)
        {
            try
            {
                using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), enough);
                opened();
                if (beginHandshake)
                {
                    // The first byte of a TLS record, and no more.
                    await socket.SendAsync(new byte[] { 22 }, enough);
                }

                await socket.ReceiveAsync(nothing, enough);
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException)
            {
                // Closed by the node, or the test is over; the loop's condition tells.
            }
        }
    }
}
