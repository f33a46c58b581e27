using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Serialization.Json;
using Kraken.Storage.Files;

namespace Kraken.Feeder.Client;

/// <summary>Asks a gateway and bounds its answers.</summary>
internal sealed class FeederConnection(HttpClient http, Uri address)
{
    private const int MaxCode = 100;
    private const int MaxMessage = 4000;

    private readonly string root = address.AbsoluteUri.TrimEnd('/');

    /// <summary>The bytes of an answer with status 200.</summary>
    /// <exception cref="FeederException">The gateway refuses, or answers with more bytes.</exception>
    internal async Task<ReadOnlyMemory<byte>> AskAsync(string question, int maxBytes, int maxErrorBytes, CancellationToken cancellation)
    {
        // The client's patience ends with the head of an answer; it is meant for the whole of it.
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(http.Timeout);
        try
        {
            Uri uri = new($"{root}/feeder_gateway/{question}");
            using HttpResponseMessage response =
                await http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            bool isAnswer = response.StatusCode == HttpStatusCode.OK;
            ReadOnlyMemory<byte> body =
                await ReadAsync(question, response, isAnswer ? maxBytes : maxErrorBytes, patience.Token).ConfigureAwait(false);
            return isAnswer ? body : throw Refusal(question, response.StatusCode, body, maxErrorBytes);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"the answer to {question} did not end within {http.Timeout}", late);
        }
        catch (IOException cut)
        {
            throw new HttpRequestException($"the answer to {question} was cut: {cut.Message}", cut);
        }
    }

    private static Exception Refusal(string question, HttpStatusCode status, ReadOnlyMemory<byte> body, int maxBytes) =>
        JsonDecoding.TryDecode(
            body, maxBytes, node => new Stated(node["code"].Text(MaxCode), node["message"].Text(MaxMessage)), out Stated? stated, out _)
            ? new FeederException(stated.Code, $"{question}: {stated.Code}: {stated.Message}")
            : new HttpRequestException($"{question}: expected status 200, got {(int)status}", null, status);

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(
        string question, HttpResponseMessage response, int maxBytes, CancellationToken cancellation)
    {
        Stream stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                return await BoundedFile.ReadAsync(stream, $"the answer to {question}", maxBytes, cancellation).ConfigureAwait(false);
            }
            catch (InvalidDataException tooLong)
            {
                throw new FeederException(tooLong.Message, tooLong);
            }
        }
    }

    private sealed record Stated(string Code, string Message);
}
