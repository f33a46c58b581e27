using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Kraken.P2P.Tests;
using Kraken.Rpc.Health;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Operations.Tests;

/// <summary>An operators' address as a scraper and a supervisor see it, and what a collector is sent.</summary>
public sealed class OperatorServerTests : IDisposable
{
    private readonly Meter meter = new("Kraken.Test");
    private readonly HttpClient http = new();

    public void Dispose()
    {
        meter.Dispose();
        http.Dispose();
    }

    [Fact]
    public async Task WhatIsMeasuredIsTextThatAScraperReads()
    {
        await using OperatorServer server = await StartAsync(new HealthReport());
        Counter<long> counter = meter.CreateCounter<long>("test_events_total", null, "Events with a \\ and\na second line.");
        Histogram<double> histogram = meter.CreateHistogram<double>("test_seconds", "s", "Times.");
        meter.CreateObservableGauge("test_height", () => 7L, null, "Height.");
        counter.Add(3, new("kind", "a \"quoted\" \\ one\n"), new("other", "x"));
        counter.Add(4, new("kind", "plain"), new("other", "x"));
        histogram.Record(0.02);
        histogram.Record(20);
        MetricsText text = await ScrapeAsync(server);
        Assert.Equal("counter", text.TypeOf["test_events_total"]);
        Assert.Equal(7, text.Sum("test_events_total"));
        Assert.Equal(4, text.Sum("test_events_total", ("kind", "plain")));
        Assert.Equal("gauge", text.TypeOf["test_height"]);
        Assert.Equal(7, text.Sum("test_height"));
        Assert.Equal("histogram", text.TypeOf["test_seconds"]);
        Assert.Equal(2, text.Sum("test_seconds_count"));
        Assert.Equal(1, text.Sum("test_seconds_bucket", ("le", "0.025")));
        Assert.Contains(text.TypeOf.Keys, name => name.StartsWith("dotnet_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LabelsThatStrangersChooseCannotFillTheMemory()
    {
        await using OperatorServer server = await StartAsync(new HealthReport());
        Counter<long> counter = meter.CreateCounter<long>("test_wild_total");
        for (int i = 0; i < 3 * OperatorLimits.MaxSeries; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("name", $"{i}"));
        }

        MetricsText text = await ScrapeAsync(server);
        Assert.InRange(text.Samples.Count(sample => sample.Name == "test_wild_total"), 1, OperatorLimits.MaxSeries + 1);
        Assert.Equal(3 * OperatorLimits.MaxSeries, text.Sum("test_wild_total"));
    }

    [Fact]
    public async Task HealthIsToldBesideTheMetricsAndNothingElse()
    {
        HealthReport report = new(new HealthProblem(HealthGrade.Unready, "farm", "away"));
        await using OperatorServer server = await StartAsync(report);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(server, "/health"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await GetAsync(server, "/ready"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(server, "/is_alive"));
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync(server, "/"));
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync(server, "/metrics/x"));
        foreach (string path in (string[])["/metrics", "/health"])
        {
            using StringContent body = new("");
            using HttpResponseMessage answer = await http.PostAsync(new Uri(server.Address!, path), body);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        }
    }

    [Fact]
    public async Task ACollectorIsSentTheMetrics()
    {
        using HttpListener collector = new();
        int port = FreePorts.Take();
        collector.Prefixes.Add($"http://127.0.0.1:{port}/");
        collector.Start();
        Counter<long> counter = meter.CreateCounter<long>("test_sent_total");
        Task<HttpListenerContext> coming = collector.GetContextAsync();
        OperatorServer server = await OperatorServer.StartAsync(
            new OperatorOptions("test") { Collector = new Uri($"http://127.0.0.1:{port}/v1/metrics"), Interval = TimeSpan.FromHours(1) },
            () => new HealthReport(), NullLoggerFactory.Instance, CancellationToken.None);
        Assert.Null(server.Address);
        counter.Add(5);

        // What was measured since the last export is sent at the end.
        Task ending = Task.Run(async () => await server.DisposeAsync());
        HttpListenerContext context = await coming.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("POST", context.Request.HttpMethod);
        Assert.Equal("/v1/metrics", context.Request.Url!.AbsolutePath);
        Assert.Equal("application/x-protobuf", context.Request.ContentType);
        using MemoryStream body = new();
        await context.Request.InputStream.CopyToAsync(body);
        string sent = Encoding.Latin1.GetString(body.ToArray());
        Assert.Contains("test_sent_total", sent, StringComparison.Ordinal);
        Assert.Contains("kraken-test", sent, StringComparison.Ordinal);
        context.Response.Close();
        await ending.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task ATakenPortIsSaidAndWhereNothingIsAskedForNothingListens()
    {
        await using OperatorServer first = await StartAsync(new HealthReport());
        IPEndPoint taken = new(IPAddress.Loopback, first.Address!.Port);
        await Assert.ThrowsAsync<IOException>(() => OperatorServer.StartAsync(
            new OperatorOptions("test") { Listen = taken }, () => new HealthReport(), NullLoggerFactory.Instance, CancellationToken.None));
        await using OperatorServer none = await OperatorServer.StartAsync(
            new OperatorOptions("test"), () => new HealthReport(), NullLoggerFactory.Instance, CancellationToken.None);
        Assert.Null(none.Address);
    }

    [Theory]
    [InlineData("off", null)]
    [InlineData("9464", "127.0.0.1:9464")]
    [InlineData("0.0.0.0:9464", "0.0.0.0:9464")]
    [InlineData("[::1]:9464", "[::1]:9464")]
    public void WhereToListenIsRead(string text, string? expected)
    {
        (bool isGood, IPEndPoint? listen) = OperatorOptions.ReadListen(text);
        Assert.True(isGood);
        Assert.Equal(expected, listen?.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("localhost:9464")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:0")]
    [InlineData("OFF")]
    public void NoPlaceToListenIsRefused(string? text) => Assert.Equal((false, null), OperatorOptions.ReadListen(text));

    [Theory]
    [InlineData("http://127.0.0.1:4318/v1/metrics", true)]
    [InlineData("https://collector/v1/metrics", true)]
    [InlineData("http://user:password@collector/", false)]
    [InlineData("grpc://collector", false)]
    [InlineData("collector", false)]
    public void ACollectorsAddressHasNoCredentials(string text, bool isGood) =>
        Assert.Equal(isGood, OperatorOptions.TryParseCollector(text, out _));

    private static Task<OperatorServer> StartAsync(HealthReport report) => OperatorServer.StartAsync(
        new OperatorOptions("test") { Listen = new IPEndPoint(IPAddress.Loopback, 0) }, () => report, NullLoggerFactory.Instance,
        CancellationToken.None);

    private async Task<HttpStatusCode> GetAsync(OperatorServer server, string path)
    {
        using HttpResponseMessage answer = await http.GetAsync(new Uri(server.Address!, path));
        return answer.StatusCode;
    }

    private async Task<MetricsText> ScrapeAsync(OperatorServer server)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(server.Address!, "/metrics"));
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("text/plain"));
        using HttpResponseMessage answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        return MetricsText.Read(await answer.Content.ReadAsStringAsync());
    }
}
