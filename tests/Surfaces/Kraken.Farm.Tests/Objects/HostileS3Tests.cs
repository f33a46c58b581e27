using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm.Objects;
using Xunit;

namespace Kraken.Farm.Tests.Objects;

/// <summary>A server that answers as it likes costs an error that says so, never more memory than was allowed, and no process.</summary>
public sealed class HostileS3Tests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_object_without_a_stated_length_is_read_whole()
    {
        const string Answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
        await using Answers server = new(_ => Answer);
        using S3Objects store = server.Open();
        Assert.Equal("abcde"u8.ToArray(), await store.ReadAsync("a", 5, Token));
        await Assert.ThrowsAsync<InvalidDataException>(() => store.ReadAsync("a", 4, Token));
    }

    [Fact]
    public async Task A_stated_length_takes_no_memory_and_a_body_that_ends_early_is_an_outage()
    {
        await using Answers server = new(_ => "HTTP/1.1 200 OK\r\nContent-Length: 500000000\r\nConnection: close\r\n\r\nabc");
        using S3Objects store = server.Open();
        long before = GC.GetTotalAllocatedBytes();
        FarmUnavailableException cut =
            await Assert.ThrowsAsync<FarmUnavailableException>(() => store.ReadAsync("a", 512 << 20, Token));
        Assert.Contains("cannot read a", cut.Message, StringComparison.Ordinal);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 100_000_000);
        await Assert.ThrowsAsync<InvalidDataException>(() => store.ReadAsync("a", 400_000_000, Token));
    }

    [Fact]
    public async Task Keys_that_nobody_asked_for_are_not_listed()
    {
        await using Answers server = new(_ => List(
            "<Contents><Key>x</Key></Contents><Contents><Key>elsewhere/ranges/1</Key></Contents><Contents></Contents>"
            + "<Contents><Key>below/ranges/1</Key></Contents><Contents><Key>below/verdicts/1</Key></Contents>"));
        using S3Objects store = server.Open("/below");
        Assert.Equal(["ranges/1"], await store.ListAsync("ranges/", Token));
    }

    [Fact]
    public async Task A_list_without_an_end_is_refused_at_its_bound()
    {
        int pages = 0;
        await using Answers server = new(_ =>
        {
            StringBuilder keys = new("<IsTruncated>true</IsTruncated><NextContinuationToken>more</NextContinuationToken>");
            for (int i = 0; i < 1000; i++)
            {
                keys.Append(CultureInfo.InvariantCulture, $"<Contents><Key>ranges/{pages:D6}-{i:D3}</Key></Contents>");
            }

            Interlocked.Increment(ref pages);
            return List(keys.ToString());
        });
        using S3Objects store = server.Open();
        FarmUnavailableException endless =
            await Assert.ThrowsAsync<FarmUnavailableException>(() => store.ListAsync("ranges/", Token));
        Assert.Contains($"expected at most {S3Objects.MaxListed} keys", endless.Message, StringComparison.Ordinal);
        Assert.InRange(pages, 1, (S3Objects.MaxListed / 1000) + 1);
    }

    private static string List(string content)
    {
        string body = $"""<?xml version="1.0" encoding="UTF-8"?><ListBucketResult>{content}</ListBucketResult>""";
        return $"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";
    }

    /// <summary>A server that writes one text to each connection after its request's head, and closes it.</summary>
    private sealed class Answers : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource over = new();
        private readonly Task serving;

        public Answers(Func<string, string> answer)
        {
            listener.Start();
            serving = ServeAsync(answer);
        }

        public S3Objects Open(string prefix = "")
        {
            int port = ((IPEndPoint)listener.LocalEndpoint).Port;
            string address = $"s3://somekey:somesecret@127.0.0.1:{port}/bucket{prefix}?tls=false";
            return S3Address.TryParse(address, _ => null, out S3Address? parsed, out string? problem)
                ? new S3Objects(parsed)
                : throw new InvalidOperationException(problem);
        }

        public async ValueTask DisposeAsync()
        {
            await over.CancelAsync();
            await serving;
            listener.Stop();
            over.Dispose();
        }

        private async Task ServeAsync(Func<string, string> answer)
        {
            try
            {
                while (true)
                {
                    using TcpClient client = await listener.AcceptTcpClientAsync(over.Token);
                    await AnswerAsync(client, answer);
                }
            }
            catch (OperationCanceledException)
            {
                // The test is over.
            }
        }

        private static async Task AnswerAsync(TcpClient client, Func<string, string> answer)
        {
            try
            {
                using NetworkStream stream = client.GetStream();
                using StreamReader reader = new(stream);
                string head = "";
                for (string? line; (line = await reader.ReadLineAsync(Token)) is { Length: > 0 };)
                {
                    head += line + "\n";
                }

                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer(head)), Token);
            }
            catch (IOException)
            {
                // The client went.
            }
        }
    }
}
