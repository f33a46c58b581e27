using System;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Rpc.Client.Tests;

/// <summary>Answers every request with what a test gives it, and keeps the last request.</summary>
internal sealed class FakeNode : HttpMessageHandler
{
    public FakeNode() => Client = new(new HttpClient(this), new Uri("http://node.invalid/"));

    public RpcClient Client { get; }

    /// <summary>The body of the next answers.</summary>
    public string Body { get; set; } = string.Empty;

    /// <summary>The body as bytes, where it is no text.</summary>
    public byte[]? Bytes { get; set; }

    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    /// <summary>The last request.</summary>
    public JsonElement Request { get; private set; }

    /// <summary>Answers with a result.</summary>
    public FakeNode With(string result)
    {
        Body = $$"""{"jsonrpc":"2.0","id":1,"result":{{result}}}""";
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Request = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken)).RootElement;
        return new HttpResponseMessage(Status) { Content = new ByteArrayContent(Bytes ?? Encoding.UTF8.GetBytes(Body)) };
    }
}
