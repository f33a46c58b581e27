using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Server;
using Xunit;

namespace Kraken.Rpc.Tests.Limits;

/// <summary>Clients that send requests without an end or a wait for answers do not keep the threads of the pool for themselves.</summary>
public sealed class PipeliningClientTests
{
    private const int Connections = 16;

    [Fact]
    public async Task ClientsThatPipelineLeaveThePoolToTimersAndConsensus()
    {
        RpcFixture rpc = new();
        await using RpcServer server = new(rpc.Backend, new RpcOptions(), new IPEndPoint(IPAddress.Loopback, 0));
        await server.StartAsync(CancellationToken.None);
        using CancellationTokenSource stop = new();
        Thread flood = new(() => Flood(server.Address.Port, stop.Token));
        flood.Start();
        try
        {
            // Held threads are made up for by about two new ones a second: work that waited for these would wait for longer.
            for (int i = 0; i < 20; i++)
            {
                using ManualResetEventSlim ran = new();
                Assert.False(stop.Token.WaitHandle.WaitOne(50));
                ThreadPool.UnsafeQueueUserWorkItem(static state => ((ManualResetEventSlim)state!).Set(), ran);
                bool inTime = ran.Wait(TimeSpan.FromSeconds(2), CancellationToken.None);
                if (!inTime)
                {
                    await stop.CancelAsync();
                    ran.Wait(CancellationToken.None);
                }

                Assert.True(inTime, "expected work of the pool to begin within 2 s");
            }
        }
        finally
        {
            await stop.CancelAsync();
            flood.Join();
            await server.StopAsync(CancellationToken.None);
        }
    }

    private static void Flood(int port, CancellationToken stop)
    {
        byte[] requests = Encoding.ASCII.GetBytes(
            string.Concat(Enumerable.Repeat("OPTIONS / HTTP/1.1\r\nHost: x\r\n\r\n", 1000)));
        byte[] answers = new byte[1 << 20];
        Socket[] sockets = [.. Enumerable.Range(0, Connections).Select(_ => Connect(port))];
        int[] sent = new int[Connections];
        while (!stop.IsCancellationRequested)
        {
            for (int i = 0; i < Connections; i++)
            {
                sockets[i].Receive(answers, SocketFlags.None, out SocketError _);
                int written = sockets[i].Send(requests.AsSpan(sent[i]), SocketFlags.None, out SocketError _);
                sent[i] = (sent[i] + Math.Max(0, written)) % requests.Length;
            }
        }

        Array.ForEach(sockets, socket => socket.Dispose());
    }

    private static Socket Connect(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port);
        socket.Blocking = false;
        return socket;
    }
}
