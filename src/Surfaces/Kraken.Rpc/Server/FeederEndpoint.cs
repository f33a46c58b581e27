using System;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Feeder;
using Kraken.Feeder.Serving;
using Kraken.Rpc.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kraken.Rpc.Server;

/// <summary>
/// Serves the gateways over HTTP, within the bounds of the JSON-RPC beside them: their requests wait for the same threads, and their bodies
/// and answers are bytes of the same shares.
/// </summary>
/// <param name="feeder">What answers.</param>
/// <param name="service">The threads.</param>
/// <param name="bodies">The bytes of bodies.</param>
/// <param name="options">The bounds.</param>
/// <param name="logger">Where defects are told.</param>
internal sealed class FeederEndpoint(FeederService feeder, RpcService service, ByteShares bodies, RpcOptions options, ILogger logger)
{
    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="send">Sends an answer at the pace that its client takes it.</param>
    /// <exception cref="ServerBusyException">Not even a refusal fits beside the answers that are being sent.</exception>
    internal async Task HandleAsync(HttpContext context, string client, Func<ReadOnlyMemory<byte>, Task> send)
    {
        (int status, ReadOnlyMemory<byte> answer) = await AnswerAsync(context, client).ConfigureAwait(false);
        context.Response.StatusCode = status;
        if (answer.IsEmpty)
        {
            return;
        }

        try
        {
            await send(answer).ConfigureAwait(false);
        }
        catch (ServerBusyException refusal) when (!context.Response.HasStarted)
        {
            (context.Response.StatusCode, answer) = Busy(refusal);
            await send(answer).ConfigureAwait(false);
        }
    }

    private async Task<(int Status, ReadOnlyMemory<byte> Answer)> AnswerAsync(HttpContext context, string client)
    {
        string at = (context.Request.Path.Value ?? string.Empty).TrimEnd('/');
        if (feeder.Find(at) is not { } path)
        {
            return Error(StatusCodes.Status404NotFound, FeederErrorCode.MalformedRequest, "nothing is here: see docs/feeder-gateway.md");
        }

        string expected = path.Submits ? "POST" : "GET";
        if (context.Request.Method is "OPTIONS")
        {
            return (StatusCodes.Status204NoContent, default);
        }

        if (context.Request.Method != expected)
        {
            context.Response.Headers.Allow = $"{expected}, OPTIONS";
            return Error(
                StatusCodes.Status405MethodNotAllowed, FeederErrorCode.MalformedRequest, $"expected {expected} here");
        }

        if (path.Text is { } text)
        {
            return (StatusCodes.Status200OK, Encoding.UTF8.GetBytes(text));
        }

        using CancellationTokenSource bounded = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        bounded.CancelAfter(options.Timeout);
        try
        {
            return (StatusCodes.Status200OK, await RunAsync(context, client, path, bounded.Token).ConfigureAwait(false));
        }
        catch (FeederException refusal)
        {
            return Error(StatusCodes.Status400BadRequest, refusal.Code, refusal.Message);
        }
        catch (ServerBusyException refusal)
        {
            return Busy(refusal);
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException broken)
        {
            return Error(broken.StatusCode, FeederErrorCode.MalformedRequest, broken.Message);
        }
        catch (AnswerTooLargeException)
        {
            return Error(
                StatusCodes.Status400BadRequest, FeederErrorCode.Unsupported, $"an answer has at most {options.MaxAnswerBytes} bytes");
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return Error(StatusCodes.Status503ServiceUnavailable, FeederErrorCode.InternalError, "the request took too long");
        }
        catch (Exception defect) when (defect is not (OutOfMemoryException or OperationCanceledException))
        {
            // A defect behind the interface must not end the connection or show its insides.
            logger.LogError(defect, "{Path} failed", path.Path);
            return Error(StatusCodes.Status500InternalServerError, FeederErrorCode.InternalError, "the node's log says more");
        }
    }

    private async Task<ReadOnlyMemory<byte>> RunAsync(HttpContext context, string client, FeederPath path, CancellationToken cancellation)
    {
        string query = context.Request.QueryString.Value ?? string.Empty;
        if (!path.Submits)
        {
            RequestLoad load = path.Runs ? RequestLoad.Heavy : RequestLoad.Light;
            return await service.RunAsync(load, client, () => Write(path, query, default, cancellation), cancellation)
                .ConfigureAwait(false);
        }

        using RequestBody body =
            await RequestBody.ReadAsync(context.Request, options.MaxBodyBytes, bodies, client, cancellation).ConfigureAwait(false);
        if (RpcService.ElementsOf(body.Content.Span) > options.MaxElements)
        {
            throw new FeederException(FeederErrorCode.MalformedRequest, $"the body has more than {options.MaxElements} elements");
        }

        return await service.RunAsync(
            RequestLoad.Submission, client, () => Write(path, query, body.Content, cancellation), cancellation).ConfigureAwait(false);
    }

    private ReadOnlyMemory<byte> Write(FeederPath path, string query, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        AnswerBuffer buffer = new(options.MaxAnswerBytes);
        using Utf8JsonWriter writer = new(buffer);
        path.Answer(query, body, writer, cancellation);
        writer.Flush();
        return buffer.Written;
    }

    private static (int Status, ReadOnlyMemory<byte> Answer) Busy(ServerBusyException refusal) =>
        Error(StatusCodes.Status429TooManyRequests, FeederErrorCode.LimitExceeded, refusal.Message);

    private static (int Status, ReadOnlyMemory<byte> Answer) Error(int status, string code, string message)
    {
        AnswerBuffer buffer = new(int.MaxValue);
        using Utf8JsonWriter writer = new(buffer);
        FeederService.WriteError(writer, code, message);
        writer.Flush();
        return (status, buffer.Written);
    }
}
