using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Server;
using Xunit;

namespace Kraken.Rpc.Tests.Limits;

/// <summary>Clients of a few addresses that hold on to what they were given keep nobody else from being answered.</summary>
public sealed class HoldingClientTests : IDisposable
{
    private const string Call = """{"jsonrpc":"2.0","id":1,"method":"starknet_getBlockWithReceipts","params":[{"block_number":10}]}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RpcFixture rpc = new();
    private readonly HttpClient http = new();

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task WhoHoldsAllBytesOfAnswersMakesRoomForOthers()
    {
        int length = (await rpc.Service.HandleAsync(Encoding.UTF8.GetBytes(Call), CancellationToken.None)).Length;
        string batch = Batch(length, out int held);
        await using RpcServer bounded = await StartAsync(new RpcOptions
        {
            MaxBatch = int.MaxValue, MaxBodyBytes = batch.Length,
            MaxClientAnswerBytes = 24 << 20, MaxTotalAnswerBytes = held, ReservedAnswerBytes = 0,
            Timeout = TimeSpan.FromMinutes(10), PieceTimeout = TimeSpan.FromMinutes(10),
        });
        using TcpClient idle = From("127.0.0.2");
        await HoldAsync(idle, bounded, batch);
        Assert.Equal(length, (await PostAsync(bounded, Call)).Length);
        Assert.InRange(await ReadToEndAsync(idle).WaitAsync(TimeSpan.FromMinutes(1)), 0, held - 200);
        await bounded.StopAsync(new CancellationToken(canceled: true));
    }

    // The first reads nothing; the second far more than the least, and far too little for so much in so little time.
    [Theory]
    [InlineData(600, 10, 0)]
    [InlineData(15, 10, 16 << 10)]
    public async Task WhoReadsNothingOrSlowlyIsCut(int timeout, int pieceTimeout, int pieceLength)
    {
        int length = (await rpc.Service.HandleAsync(Encoding.UTF8.GetBytes(Call), CancellationToken.None)).Length;
        string batch = Batch(length, out int held);
        await using RpcServer bounded = await StartAsync(new RpcOptions
        {
            MaxBatch = int.MaxValue, MaxBodyBytes = batch.Length, MaxClientAnswerBytes = held,
            Timeout = TimeSpan.FromSeconds(timeout), PieceTimeout = TimeSpan.FromSeconds(pieceTimeout),
        });
        using TcpClient idle = From("127.0.0.1");
        await HoldAsync(idle, bounded, batch);
        Task<int> reading = pieceLength == 0 ? Task.FromResult(0) : ReadToEndAsync(idle, pieceLength, TimeSpan.FromMilliseconds(100));

        // It holds all that its address may have.
        Assert.Contains("-32005", await PostAsync(bounded, Call), StringComparison.Ordinal);
        Stopwatch waited = Stopwatch.StartNew();
        while ((await PostAsync(bounded, Call)).Contains("-32005", StringComparison.Ordinal))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(2), "the answer was held for two minutes");
        }

        Assert.InRange(await reading, 0, held - 200);
        await bounded.StopAsync(new CancellationToken(canceled: true));
    }

    [Fact]
    public async Task BodiesOfAFewClientsLeaveRoomForSmallOnes()
    {
        const int Long = 4 << 20;
        RpcOptions options = new()
        {
            MaxBodyBytes = Long, MaxClientBodyBytes = Long, MaxTotalBodyBytes = 2 * Long, ReservedBodyBytes = Long / 2,
            Timeout = TimeSpan.FromMinutes(10),
        };
        await using RpcServer bounded = await StartAsync(options);
        using TcpClient first = From("127.0.0.2");
        using TcpClient second = From("127.0.0.3");
        byte[] almost = new byte[Long - 1];
        byte[] head = Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {Long}\r\n\r\n");
        List<Task<int>> refusals = [];
        foreach (TcpClient hostile in (TcpClient[])[first, second])
        {
            await hostile.ConnectAsync(IPAddress.Loopback, bounded.Address.Port);
            await hostile.GetStream().WriteAsync(head);
            refusals.Add(hostile.GetStream().ReadAsync(new byte[100]).AsTask());
            try
            {
                await hostile.GetStream().WriteAsync(almost);
            }
            catch (IOException)
            {
                // Cut in the middle.
            }
        }

        // One of the two is refused before its end: there are not two such shares beside what is kept. The other one's stays.
        Task<int> refusal = await Task.WhenAny(refusals).WaitAsync(Patience);
        Assert.NotEqual(0, await refusal);
        string small = """{"jsonrpc":"2.0","id":1,"method":"starknet_chainId"}""".PadRight(900_000);
        Assert.Contains("0x534e5f5345504f4c4941", await PostAsync(bounded, small), StringComparison.Ordinal);
        await bounded.StopAsync(new CancellationToken(canceled: true));
    }

    [Fact]
    public async Task WhoHasMostConnectionsGivesOneUpToWhoHasFewer()
    {
        RpcOptions options = new() { MaxConnections = 4, MaxClientConnections = 3 };
        await using RpcServer bounded = await StartAsync(options);
        int port = bounded.Address.Port;
        using TcpClient oldest = await OpenAsync("127.0.0.2");
        using TcpClient older = await OpenAsync("127.0.0.2");
        using TcpClient old = await OpenAsync("127.0.0.2");
        using TcpClient other = await OpenAsync("127.0.0.3");
        using TcpClient another = await OpenAsync("127.0.0.3");
        Assert.Equal(0, await ReadToEndAsync(oldest).WaitAsync(Patience));

        // Two and two: nobody has more than who comes would have.
        Assert.True(await IsRefusedAsync("127.0.0.3").WaitAsync(Patience));
        Assert.False(older.Client.Poll(0, SelectMode.SelectRead));
        Assert.False(old.Client.Poll(0, SelectMode.SelectRead));
        using TcpClient last = await OpenAsync("127.0.0.4");
        await bounded.StopAsync(new CancellationToken(canceled: true));

        async Task<bool> IsRefusedAsync(string address)
        {
            using TcpClient client = From(address);
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port);
                return await ReadToEndAsync(client) == 0;
            }
            catch (SocketException)
            {
                return true;
            }
        }

        // It is answered, and its connection stays.
        async Task<TcpClient> OpenAsync(string address)
        {
            TcpClient client = From(address);
            await client.ConnectAsync(IPAddress.Loopback, port);
            await client.GetStream().WriteAsync("OPTIONS / HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray());
            byte[] answer = new byte[4096];
            int length = 0;
            while (!answer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
            {
                int read = await client.GetStream().ReadAsync(answer.AsMemory(length)).AsTask().WaitAsync(Patience);
                Assert.NotEqual(0, read);
                length += read;
            }

            return client;
        }
    }

    /// <summary>More than sockets hold: the rest waits in the server until the client reads.</summary>
    private static string Batch(int length, out int answerLength)
    {
        int calls = (16 << 20) / length;
        answerLength = (calls * (length + 1)) + 1;
        return $"[{string.Join(',', Enumerable.Repeat(Call, calls))}]";
    }

    // Its answer has begun when this returns.
    private static async Task HoldAsync(TcpClient idle, RpcServer server, string body)
    {
        idle.ReceiveBufferSize = 4096;
        await idle.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        string head = $"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {body.Length}\r\n\r\n";
        await idle.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + body));
        Assert.NotEqual(0, await idle.GetStream().ReadAsync(new byte[100]));
    }

    private static TcpClient From(string address) => new(new IPEndPoint(IPAddress.Parse(address), 0));

    private static async Task<int> ReadToEndAsync(TcpClient client, int pieceLength = 64 << 10, TimeSpan pause = default)
    {
        byte[] piece = new byte[pieceLength];
        int length = 0;
        try
        {
            while (await client.GetStream().ReadAsync(piece) is > 0 and int read)
            {
                length += read;
                await Task.Delay(pause);
            }
        }
        catch (IOException)
        {
            // Cut.
        }

        return length;
    }

    private async Task<RpcServer> StartAsync(RpcOptions options)
    {
        RpcServer server = new(rpc.Backend, options, new IPEndPoint(IPAddress.Loopback, 0));
        await server.StartAsync(CancellationToken.None);
        return server;
    }

    private async Task<string> PostAsync(RpcServer server, string body)
    {
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await http.PostAsync(server.Address, content);
        return await answer.Content.ReadAsStringAsync();
    }
}
