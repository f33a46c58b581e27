using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.Explorer.Tests.Pages;

/// <summary>What the web server refuses before the explorer sees it is answered with a page too.</summary>
[Collection(nameof(ExplorerCollection))]
public sealed class UnreadableRequestTests(ExplorerFixture explorer)
{
    [Theory]
    [InlineData("GET /block/%00 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /tx/0x1%00?q=%00 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /blocks HTTP/1.1\r\nHost: x\r\nName without a colon\r\n\r\n")]
    [InlineData("GET /blocks\0 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET  HTTP/1.1\r\n\r\n")]
    public async Task ItIsAPage(string request)
    {
        (string head, string body) = await AnswerAsync(request);
        Assert.StartsWith("HTTP/1.1 400 ", head, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/html; charset=utf-8", head, StringComparison.Ordinal);
        Assert.Contains("Content-Security-Policy: default-src 'none'", head, StringComparison.Ordinal);
        Assert.Contains($"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n", head, StringComparison.Ordinal);
        Assert.Contains("<h1>This request cannot be read</h1>", body, StringComparison.Ordinal);
        Assert.EndsWith("</html>", body.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HeadersBeyondTheBoundToo()
    {
        string value = new('a', ExplorerLimits.HeaderBytes);
        (string head, string body) = await AnswerAsync($"GET / HTTP/1.1\r\nHost: x\r\nLong: {value}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 431 ", head, StringComparison.Ordinal);
        Assert.Contains("<h1>This request cannot be read</h1>", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoAsksForTheHeadAloneGetsThat()
    {
        (string head, string body) = await AnswerAsync("HEAD /blocks HTTP/1.1\r\nHost: x\r\nName without a colon\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", head, StringComparison.Ordinal);
        Assert.Equal("", body);
    }

    [Fact]
    public async Task WhatWasAnsweredBeforeItStays()
    {
        (string head, string body) = await AnswerAsync(
            "GET /icon.svg HTTP/1.1\r\nHost: x\r\n\r\nGET /block/%00 HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 ", head, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 400 ", body, StringComparison.Ordinal);
        Assert.EndsWith("</html>", body.TrimEnd(), StringComparison.Ordinal);
    }

    private async Task<(string Head, string Body)> AnswerAsync(string request)
    {
        using TcpClient client = new();
        Uri address = explorer.Http.BaseAddress!;
        await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        using StreamReader reader = new(client.GetStream(), Encoding.UTF8);

        // The server closes: it cannot know where the next request would begin.
        string answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        int end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        Assert.True(end > 0, answer);
        return (answer[..(end + 2)], answer[(end + 4)..]);
    }
}
