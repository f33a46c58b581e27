using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Server;
using Xunit;

namespace Kraken.Rpc.Tests;

/// <summary>Blocks for followers, within bounds.</summary>
public sealed class BlockEndpointTests : IAsyncLifetime
{
    private const int BlockBytes = 1000;

    private readonly RpcFixture rpc = new();
    private readonly HttpClient http = new();
    private readonly ManualResetEventSlim going = new(initialState: true);
    private readonly RpcServer server;
    private int read;

    public BlockEndpointTests() => server = new(
        rpc.Backend with { EncodedBlock = Encoded, GenesisFile = new byte[] { (byte)'{', (byte)'}' } },
        new RpcOptions
        {
            Blocks = new()
            {
                MaxBlocks = 50, MaxAnswerBytes = 20 * BlockBytes, PieceBytes = 3 * BlockBytes, MaxAnswers = 2, MaxClientAnswers = 1,
            },
        },
        new IPEndPoint(IPAddress.Loopback, 0));

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await server.StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        going.Set();
        http.Dispose();
        await server.StopAsync(CancellationToken.None);
        await server.DisposeAsync();
        going.Dispose();
    }

    [Fact]
    public async Task BlocksComeBehindTheHeightEachBehindItsLength()
    {
        (ulong height, List<byte[]> blocks) = await GetAsync("from=3&count=4");
        Assert.Equal(rpc.Backend.Chain.Latest!.Number, height);
        Assert.Equal([3, 4, 5, 6], blocks.Select(block => (int)block[0]));
        Assert.All(blocks, block => Assert.Equal(BlockBytes, block.Length));
        Assert.Equal((height, 0), await CountAsync("from=3&count=0"));
    }

    [Fact]
    public async Task AnAnswerEndsWithTheChainAndAtItsBounds()
    {
        Assert.Equal(2, (await CountAsync("from=98&count=50")).Blocks);
        Assert.Equal(0, (await CountAsync($"from={ulong.MaxValue}&count=50")).Blocks);

        // After the piece that passes the bytes of an answer: 21 blocks of 1,004 bytes in pieces of 3.
        Assert.Equal(21, (await CountAsync("from=1&count=50")).Blocks);
    }

    [Theory]
    [InlineData("from=1&count=51", "count: expected 0 to 50 blocks, got '51'")]
    [InlineData("from=1&count=-1", "count: expected 0 to 50 blocks, got '-1'")]
    [InlineData("from=1", "count: expected 0 to 50 blocks, got ''")]
    [InlineData("count=1", "from: expected the number of a block, got ''")]
    [InlineData("from=18446744073709551616&count=1", "from: expected the number of a block, got '18446744073709551616'")]
    [InlineData("from=1&from=2&count=1", "from: expected the number of a block, got '1,2'")]
    public async Task WhatIsNoQuestionIsRefused(string query, string reason)
    {
        using HttpResponseMessage refused = await http.GetAsync(new Uri(server.Address, $"/blocks?{query}"), Stopped);
        Assert.Equal((HttpStatusCode.BadRequest, reason), (refused.StatusCode, await refused.Content.ReadAsStringAsync(Stopped)));
        Assert.Equal(0, read);
    }

    [Fact]
    public async Task AClientHasAsManyAnswersAtATimeAsItMay()
    {
        going.Reset();
        Task<(ulong Height, List<byte[]> Blocks)> first = GetAsync("from=1&count=5");
        while (Volatile.Read(ref read) == 0)
        {
            await Task.Yield();
        }

        using HttpResponseMessage refused = await http.GetAsync(new Uri(server.Address, "/blocks?from=1&count=1"), Stopped);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        going.Set();
        Assert.Equal(5, (await first).Blocks.Count);

        // The place is free again when the answer has ended at the server too.
        while (true)
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri(server.Address, "/blocks?from=1&count=1"), Stopped);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return;
            }

            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        }
    }

    [Fact]
    public async Task TheGenesisFileIsServedAsItIs()
    {
        Assert.Equal("{}", await http.GetStringAsync(new Uri(server.Address, "/blocks/genesis"), Stopped));
        using HttpResponseMessage posted = await http.PostAsync(new Uri(server.Address, "/blocks"), null, Stopped);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
    }

    [Fact]
    public async Task ANodeThatServesNoneSaysSo()
    {
        await using RpcServer other = new(rpc.Backend, new RpcOptions(), new IPEndPoint(IPAddress.Loopback, 0));
        await other.StartAsync(Stopped);
        foreach (string path in (string[])["/blocks?from=1&count=1", "/blocks/genesis"])
        {
            using HttpResponseMessage refused = await http.GetAsync(new Uri(other.Address, path), Stopped);
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }
    }

    // A hundred blocks, 0 to 99.
    private ReadOnlyMemory<byte>? Encoded(ulong number)
    {
        Interlocked.Increment(ref read);
        going.Wait();
        if (number >= 100)
        {
            return null;
        }

        byte[] block = new byte[BlockBytes];
        block[0] = (byte)number;
        return block;
    }

    private async Task<(ulong Height, int Blocks)> CountAsync(string query)
    {
        (ulong height, List<byte[]> blocks) = await GetAsync(query);
        return (height, blocks.Count);
    }

    private async Task<(ulong Height, List<byte[]> Blocks)> GetAsync(string query)
    {
        byte[] answer = await http.GetByteArrayAsync(new Uri(server.Address, $"/blocks?{query}"), Stopped);
        List<byte[]> blocks = [];
        for (int at = sizeof(ulong); at < answer.Length;)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(answer.AsSpan(at));
            blocks.Add(answer[(at + sizeof(int))..(at + sizeof(int) + length)]);
            at += sizeof(int) + length;
        }

        return (BinaryPrimitives.ReadUInt64LittleEndian(answer), blocks);
    }
}
