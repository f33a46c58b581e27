using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Client;

namespace Kraken.Fuzz.Targets;

/// <summary>The answer of a node that others run, given to its client as if it came over HTTP.</summary>
internal static class RpcAnswer
{
    // A client's buffer, and the answer as objects.
    private static readonly FuzzBounds Bounds = new(1 << 20, 256, TimeSpan.FromSeconds(5));

    private static readonly Uri Nowhere = new("http://localhost/");

    /// <summary>The target of one question.</summary>
    /// <param name="name">The target's name.</param>
    /// <param name="call">Asks; what the node answers is the input.</param>
    /// <param name="seeds">Genuine answers, whole.</param>
    /// <param name="bounds">What reading one may take; null for what an answer takes that is as large as what it says.</param>
    internal static CodecTarget<object> Target<T>(
        string name,
        Func<RpcClient, CancellationToken, Task<T>> call,
        Func<IEnumerable<byte[]>> seeds,
        FuzzBounds? bounds = null) =>
        new(
            name,
            "a node's answer to its client, watcher and explorer",
            InputShape.Json,
            input => Ask<T, RpcClientException>(input, http => call(new RpcClient(http, Nowhere), CancellationToken.None)),
            seeds) { Limits = bounds ?? Bounds };

    /// <summary>The target of several questions whose answers are short: every input answers each of them.</summary>
    /// <typeparam name="TRefusal">What a client throws for an answer that is none.</typeparam>
    /// <param name="name">The target's name.</param>
    /// <param name="decodes">Whose answers they are.</param>
    /// <param name="calls">Ask over a transport.</param>
    /// <param name="seeds">Genuine answers, whole.</param>
    internal static CodecTarget<object> Target<TRefusal>(
        string name, string decodes, IReadOnlyList<Func<HttpClient, Task<object>>> calls, Func<IEnumerable<byte[]>> seeds)
        where TRefusal : Exception =>
        new(name, decodes, InputShape.Json, input => AskAll<TRefusal>(input, calls), seeds)
        {
            Limits = Bounds with { FixedBytes = Bounds.FixedBytes * calls.Count, BytesPerByte = Bounds.BytesPerByte * calls.Count },
        };

    /// <summary>An answer with a result.</summary>
    internal static byte[] Result(ReadOnlySpan<byte> json) => [.. """{"jsonrpc":"2.0","id":1,"result":"""u8, .. json, (byte)'}'];

    private static object? AskAll<TRefusal>(byte[] input, IReadOnlyList<Func<HttpClient, Task<object>>> calls)
        where TRefusal : Exception
    {
        object[] taken = [.. calls.Select(call => Ask<object, TRefusal>(input, call)).OfType<object>()];
        return taken.Length == 0 ? null : taken;
    }

    // The transport answers at once, on the caller's thread.
    private static object? Ask<T, TRefusal>(byte[] input, Func<HttpClient, Task<T>> call)
        where TRefusal : Exception
    {
        using HttpClient http = new(new RecordedAnswer(input));
        try
        {
            return call(http).GetAwaiter().GetResult();
        }
        catch (TRefusal)
        {
            return null;
        }
    }

    private sealed class RecordedAnswer(byte[] answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(answer) });
    }
}
