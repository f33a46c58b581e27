using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Sync.Sources;
using Xunit;

namespace Kraken.Sync.Tests;

/// <summary>Blocks by HTTP from servers that do what they like.</summary>
public sealed class HttpBlockSourceTests : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };

    private static byte[] Block { get; } = BlockCodec.Encode(MadeChain.Instance.Block(2));

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task BlocksComeInTheirOrder()
    {
        byte[] body = [.. Height(14), .. Framed(Encoded(1)), .. Framed(Encoded(2))];
        await using RawServer server = Serving(RawServer.Head(body.Length), body);
        Assert.Equal(14UL, await Source(server).LatestAsync(TestContext.Current.CancellationToken));
        List<SourceBlock> blocks = await ReadAsync(Source(server), 5);
        Assert.Equal([1UL, 2UL], blocks.Select(block => block.Block.Header.Number));
        Assert.Equal(Block, BlockCodec.Encode(blocks[1]));
    }

    [Fact]
    public async Task AnAnswerThatIsCutOffIsAFailure()
    {
        byte[] body = [.. Height(14), .. Framed(Block)];
        foreach (int length in (int[])[3, 9, 12, body.Length - 1])
        {
            await using RawServer server = Serving(RawServer.Head(body.Length), body[..length]);
            await Assert.ThrowsAsync<BlockSourceException>(() => ReadAsync(Source(server), 5));
        }
    }

    [Fact]
    public async Task AnAnswerWithoutAnEndIsReadAsFarAsItWasAskedFor()
    {
        await using RawServer server = new(async (stream, cancellation) =>
        {
            await stream.WriteAsync(RawServer.Head(long.MaxValue), cancellation);
            await stream.WriteAsync(Height(14), cancellation);
            while (true)
            {
                await stream.WriteAsync(Framed(Block), cancellation);
            }
        });
        Assert.Equal(3, (await ReadAsync(Source(server), 3)).Count);
    }

    [Fact]
    public async Task ABlockIsAsLongAsItMayBeAndNoLonger()
    {
        byte[] body = [.. Height(14), .. Framed(Block)];
        await using RawServer server = Serving(RawServer.Head(body.Length), body);
        SyncLimits limits = new() { MaxBlockBytes = Block.Length };
        Assert.Single(await ReadAsync(Source(server, limits), 5));
        BlockSourceException refused = await Assert.ThrowsAsync<BlockSourceException>(
            () => ReadAsync(Source(server, limits with { MaxBlockBytes = Block.Length - 1 }), 5));
        Assert.Contains($"at most {Block.Length - 1} bytes, got one of {Block.Length}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALengthThatIsOnlyAnnouncedTakesNoMemory()
    {
        byte[] body = [.. Height(14), 0xff, 0xff, 0xff, 0x03, 1, 2, 3];
        await using RawServer server = Serving(RawServer.Head(100_000_000), body);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await Assert.ThrowsAsync<BlockSourceException>(() => ReadAsync(Source(server), 5));
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 16 << 20);
    }

    [Fact]
    public async Task WhatIsNoBlockIsAFailureWithItsPlace()
    {
        byte[] body = [.. Height(14), .. Framed(Block[..^1])];
        await using RawServer server = Serving(RawServer.Head(body.Length), body);
        BlockSourceException refused = await Assert.ThrowsAsync<BlockSourceException>(() => ReadAsync(Source(server), 5));
        Assert.Contains("block 1 is none: its end does not decode", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASilentSourceIsNotWaitedForLongerThanItMayTake()
    {
        foreach (byte[] begun in (byte[][])[[], RawServer.Head(1000), [.. RawServer.Head(1000), .. Height(14), 1]])
        {
            await using RawServer server = new(async (stream, cancellation) =>
            {
                await stream.WriteAsync(begun, cancellation);
                await Task.Delay(Timeout.Infinite, cancellation);
            });
            SyncLimits limits = new() { AnswerTime = TimeSpan.FromMilliseconds(300) };
            BlockSourceException late = await Assert.ThrowsAsync<BlockSourceException>(() => ReadAsync(Source(server, limits), 5));
            Assert.Contains("nothing came within", late.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("404 Not Found")]
    [InlineData("302 Found")]
    public async Task ARefusalIsToldInItsWords(string status)
    {
        byte[] text = Encoding.UTF8.GetBytes("nothing is here");
        await using RawServer server = Serving(RawServer.Head(text.Length, status), text);
        BlockSourceException refused = await Assert.ThrowsAsync<BlockSourceException>(() => ReadAsync(Source(server), 5));
        Assert.Contains($"answers {status[..3]}: nothing is here", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALongRefusalIsNotRead()
    {
        byte[] text = new byte[100_000];
        await using RawServer server = Serving(RawServer.Head(text.Length, "400 Bad Request"), text);
        BlockSourceException refused = await Assert.ThrowsAsync<BlockSourceException>(() => ReadAsync(Source(server), 5));
        Assert.Contains("at most 1024 bytes, got a longer one", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AGenesisFileIsAsLongAsItMayBeAndNoLonger()
    {
        await using RawServer server = Serving(RawServer.Head(3), [1, 2, 3]);
        HttpBlockSource source = Source(server);
        Assert.Equal([1, 2, 3], await source.GenesisFileAsync(3, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<BlockSourceException>(() => source.GenesisFileAsync(2, TestContext.Current.CancellationToken));
    }

    private static RawServer Serving(params byte[][] parts) => new(async (stream, cancellation) =>
    {
        foreach (byte[] part in parts)
        {
            await stream.WriteAsync(part, cancellation);
        }

        stream.Socket.Shutdown(SocketShutdown.Send);
    });

    private static byte[] Encoded(ulong number) => BlockCodec.Encode(MadeChain.Instance.Block(number));

    private static byte[] Height(ulong height)
    {
        byte[] bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, height);
        return bytes;
    }

    private static byte[] Framed(byte[] block)
    {
        byte[] length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, block.Length);
        return [.. length, .. block];
    }

    private static async Task<List<SourceBlock>> ReadAsync(HttpBlockSource source, int count)
    {
        List<SourceBlock> blocks = [];
        await foreach (SourceBlock block in source.BlocksAsync(1, count, TestContext.Current.CancellationToken))
        {
            blocks.Add(block);
        }

        return blocks;
    }

    private HttpBlockSource Source(RawServer server, SyncLimits? limits = null) =>
        new(http, server.Address, limits ?? new SyncLimits { AnswerTime = TimeSpan.FromSeconds(20) }, 8 << 20);
}
