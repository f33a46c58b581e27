using System;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm.Objects;
using Kraken.Farm.Tests.Servers;
using Kraken.Proofs.Ranges;
using Kraken.Proofs.Tests;
using Xunit;

namespace Kraken.Farm.Tests.Objects;

[Collection(FarmServers.Name)]
public sealed class S3ObjectsTests(FarmServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bucket_is_a_store_of_objects()
    {
        string bucket = await servers.Store.BucketAsync("laws");
        using S3Objects store = servers.Store.Open(bucket);
        await ObjectStoreLaws.HoldAsync(store);
        using S3Objects below = servers.Store.Open(bucket, servers.Store.Address($"{bucket}/a/prefix"));
        await ObjectStoreLaws.HoldAsync(below);
        await below.PutAsync("x", new byte[] { 1 }, Token);
        Assert.Equal(["a/prefix/x"], await store.ListAsync("", Token));
    }

    [Fact]
    public async Task More_objects_than_a_page_are_listed()
    {
        using S3Objects store = servers.Store.Open(await servers.Store.BucketAsync("pages"));
        await Parallel.ForAsync(0, 1005, Token, async (i, token) => await store.PutAsync($"many/{i:D4}", new byte[] { 1 }, token));
        Assert.Equal(1005, (await store.ListAsync("many/", Token)).Count);
    }

    [Fact]
    public async Task Proofs_of_blocks_lie_in_a_bucket()
    {
        using S3Objects objects = servers.Store.Open(await servers.Store.BucketAsync("proofs"));
        ObjectRangeStore store = new(objects);
        byte[] bundle = [1, 2, 3];
        await store.PutAsync(ExampleRange.Of(77, 5, 8, bundle), bundle, Token);
        Assert.Equal(bundle, (await store.ReadAsync(new RangeKey(77, 5, 8), Token))!.Bundle);
        Assert.Equal([new RangeKey(77, 5, 8)], await store.BeginningWithAsync(77, 5, Token));
        await store.SetAsideAsync(new RangeKey(77, 5, 8), Token);
        Assert.Empty(await store.OfChainAsync(77, Token));
    }

    [Fact]
    public async Task Wrong_credentials_a_missing_bucket_and_an_absent_server_are_told_without_credentials()
    {
        string[] addresses =
        [
            $"s3://wrongkey:wrongsecret@127.0.0.1:{servers.Store.Port}/laws?tls=false",
            servers.Store.Address("nowhere"),
            $"s3://wrongkey:wrongsecret@127.0.0.1:{ServerProcess.FreePort()}/laws?tls=false",
        ];
        foreach (string address in addresses)
        {
            using S3Objects store = servers.Store.Open("", address);
            FarmUnavailableException refused =
                await Assert.ThrowsAsync<FarmUnavailableException>(() => store.PutAsync("a", new byte[] { 1 }, Token));
            Assert.Contains("cannot write a", refused.Message, StringComparison.Ordinal);
            string told = refused.ToString();
            foreach (string secret in (string[])["wrong", S3Server.AccessKey, S3Server.SecretKey, Uri.EscapeDataString(S3Server.SecretKey)])
            {
                Assert.DoesNotContain(secret, told, StringComparison.OrdinalIgnoreCase);
            }

            await Assert.ThrowsAsync<FarmUnavailableException>(() => store.ReadAsync("a", 10, Token));
        }
    }

    [Theory]
    [InlineData(507, "InsufficientStorage")]
    [InlineData(403, "QuotaExceeded")]
    [InlineData(500, "InternalError")]
    public async Task A_server_that_is_full_or_repeats_the_key_in_its_error_is_told_without_it(int code, string error)
    {
        int port = ServerProcess.FreePort();
        using HttpListener listener = new();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        Task serving = AnswerAsync(listener, code, $"<Error><Code>{error}</Code><Message>no room for fullkey and full/secret</Message></Error>");
        using S3Objects store = servers.Store.Open("", $"s3://fullkey:full%2Fsecret@127.0.0.1:{port}/bucket?tls=false");
        FarmUnavailableException full = await Assert.ThrowsAsync<FarmUnavailableException>(() => store.PutAsync("a", new byte[] { 1 }, Token));
        Assert.Contains(error, full.Message, StringComparison.Ordinal);
        Assert.Contains("no room for *** and ***", full.Message, StringComparison.Ordinal);
        listener.Stop();
        await serving;
    }

    private static async Task AnswerAsync(HttpListener listener, int code, string body)
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await listener.GetContextAsync();
                await context.Request.InputStream.CopyToAsync(System.IO.Stream.Null, Token);
                context.Response.StatusCode = code;
                context.Response.ContentType = "application/xml";
                await context.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(body), Token);
                context.Response.Close();
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
