using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Node.Following;
using Kraken.Sync;
using Kraken.Sync.Sources;
using Xunit;

namespace Kraken.Node.Tests.Following;

/// <summary>Gateways that refuse, boast, or answer what is no block: each is a failure of that source and of nothing else.</summary>
public sealed class GatewayBlockSourceTests
{
    private const string Certificate = """{"jsonrpc":"2.0","id":1,"result":{"block_hash":"0x1","block_number":1,"certificate":"0x00"}}""";

    [Theory]
    [InlineData("""{"code":"StarknetErrorCode.TRANSACTION_LIMIT_EXCEEDED","message":"later"}""", 400, "later")]
    [InlineData("""{"block":{}}""", 200, "malformed")]
    [InlineData("no JSON", 200, "no JSON")]
    [InlineData("gone", 500, "expected status 200, got 500")]
    public async Task WhatIsNoBlockIsAFailure(string body, int status, string expected)
    {
        BlockSourceException failure = await Assert.ThrowsAsync<BlockSourceException>(() => ReadAsync(body, status, Certificate));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("http://gateway/feeder_gateway: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABlockThatIsNotThereEndsTheAnswer()
    {
        const string Missing = """{"code":"StarknetErrorCode.BLOCK_NOT_FOUND","message":"none"}""";
        Assert.Empty(await ReadAsync(Missing, 400, """{"jsonrpc":"2.0","id":1,"error":{"code":24,"message":"Block not found"}}"""));
    }

    [Fact]
    public async Task NoMoreIsReadThanTheBounds()
    {
        SyncLimits limits = new() { MaxBlockBytes = 1000 };
        BlockSourceException failure =
            await Assert.ThrowsAsync<BlockSourceException>(() => ReadAsync(new string(' ', 1001), 200, Certificate, limits));
        Assert.Contains("at most 1000 bytes", failure.Message, StringComparison.Ordinal);
        failure = await Assert.ThrowsAsync<BlockSourceException>(() => ReadAsync("{}", 200, new string(' ', (4 << 20) + 1)));
        Assert.Contains(GatewayBlockSourceTests.Malformed, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHeightThatIsNoneIsAFailure()
    {
        using HttpClient http = new(new Answering("""{"block_hash":"0x1","block_number":-1}""", 200, Certificate));
        BlockSourceException failure = await Assert.ThrowsAsync<BlockSourceException>(() => Source(http).LatestAsync(Stopped));
        Assert.Contains("block_number", failure.Message, StringComparison.Ordinal);
    }

    // Both fail; which is told first is that of the gateway.
    private const string Malformed = "malformed";

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    private static GatewayBlockSource Source(HttpClient http, SyncLimits? limits = null) =>
        new(http, SourceAddress.Of(new Uri("http://gateway/feeder_gateway")), limits ?? new SyncLimits(), 1 << 20);

    private static async Task<List<SourceBlock>> ReadAsync(string body, int status, string certificate, SyncLimits? limits = null)
    {
        using HttpClient http = new(new Answering(body, status, certificate));
        List<SourceBlock> blocks = [];
        await foreach (SourceBlock block in Source(http, limits).BlocksAsync(1, 3, Stopped))
        {
            blocks.Add(block);
        }

        return blocks;
    }

    private sealed class Answering(string body, int status, string certificate) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            bool isGateway = request.RequestUri!.AbsolutePath.StartsWith("/feeder_gateway/", StringComparison.Ordinal);
            Assert.Equal("gateway", request.RequestUri.Host);
            return Task.FromResult(new HttpResponseMessage(isGateway ? (HttpStatusCode)status : HttpStatusCode.OK)
            {
                Content = new ByteArrayContent(Encoding.UTF8.GetBytes(isGateway ? body : certificate)),
            });
        }
    }
}
