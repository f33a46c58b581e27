using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Unicode;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Client;
using Kraken.Rpc.Limits;
using Kraken.Rpc.Methods;
using Kraken.Rpc.Metrics;
using Kraken.Rpc.Protocol;
using Kraken.Rpc.Subscriptions;
using Kraken.Rpc.Versions;
using Kraken.Starknet.Chain;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kraken.Rpc;

/// <summary>Answers JSON-RPC 2.0 requests, single or in batches, apart from any transport. Methods run on threads of their own.</summary>
public sealed class RpcService
{
    // One client's subscriptions take one thread's time at most.
    private const int SubscriptionThreads = 1;

    // Longer bodies are parsed off the transport's threads.
    private const int MaxInlineBytes = 32 << 10;

    private readonly RpcMethodTable methods;
    private readonly RpcOptions options;
    private readonly ILogger logger;
    private readonly RequestExecutor light;
    private readonly RequestExecutor heavy;
    private readonly RequestExecutor submissions;
    private readonly RequestExecutor notifications;
    private readonly ChainFeed feed;
    private readonly CountShares shares;
    private long requests;

    /// <summary>Serves a node.</summary>
    /// <param name="backend">The node.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="logger">Where defects behind the interface are told; null for nowhere.</param>
    public RpcService(RpcBackend backend, RpcOptions options, ILogger<RpcService>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        this.logger = logger ?? NullLogger<RpcService>.Instance;
        ArgumentNullException.ThrowIfNull(backend);
        ChainView view = new(backend.Chain, options.MaxCachedBlockBytes, backend.AcceptedOnL1);
        methods = StarknetMethods.Create(backend, view, options);
        feed = new(view, backend.Submitter, options.Sockets.PollInterval, this.logger);
        shares = new(options.Sockets.MaxTotalSubscriptions, options.Sockets.MaxClientSubscriptions);
        int sockets = options.Sockets.MaxConnections;
        notifications = new("notifications", SubscriptionThreads, sockets, sockets, SubscriptionThreads);
        light = new("reads", options.LightThreads, options.MaxWaitingLight, options.MaxClientLight, options.LightThreads);
        heavy = new("runs", options.HeavyThreads, options.MaxWaitingHeavy, options.MaxClientHeavy, Half(options.HeavyThreads));
        submissions = new(
            "submissions", options.SubmissionThreads, options.MaxWaitingLight, options.MaxClientLight, Half(options.SubmissionThreads));
        Answers = new("answers", options.MaxTotalAnswerBytes, options.MaxClientAnswerBytes, options.ReservedAnswerBytes);
    }

    /// <summary>The methods that are answered.</summary>
    public IReadOnlyCollection<RpcMethod> Methods => methods.All;

    /// <summary>Requests that wait for a thread.</summary>
    public int WaitingRequests => light.Waiting + heavy.Waiting + submissions.Waiting;

    /// <summary>The bytes of answers that batches have gathered, and of those that are being sent.</summary>
    internal ByteShares Answers { get; }

    /// <summary>Answers a request of a client without a name.</summary>
    /// <param name="body">The request, UTF-8 JSON from outside.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The answer, UTF-8 JSON; empty when the request holds only notifications.</returns>
    public Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        HandleAsync(body, string.Empty, cancellation);

    /// <summary>Answers a request.</summary>
    /// <param name="body">The request, UTF-8 JSON from outside.</param>
    /// <param name="client">Who asks: clients share threads and queues evenly.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The answer, UTF-8 JSON; empty when the request holds only notifications.</returns>
    public Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> body, string client, CancellationToken cancellation) =>
        HandleAsync(body, new RpcCaller(client, null, null), cancellation);

    /// <summary>The subscriptions of a socket that was opened.</summary>
    internal SubscriptionSession Open(string client, OlderVersion? version) => new(client, feed, shares, options.Sockets, version);

    /// <summary>Ends the subscriptions of all sockets.</summary>
    internal void EndSubscriptions() => feed.EndSubscriptions();

    /// <summary>Makes the next notifications of a socket, on a thread of their own.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal Task<SubscriptionBatch> CollectAsync(SubscriptionSession session, string client, CancellationToken cancellation) =>
        notifications.RunAsync(client, session.Collect, cancellation);

    /// <summary>Runs a request of another interface when its turn comes among those of this one.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ServerBusyException">Too many wait.</exception>
    internal Task<T> RunAsync<T>(RequestLoad load, string client, Func<T> work, CancellationToken cancellation) =>
        ExecutorOf(load).RunAsync(client, work, cancellation).WaitAsync(cancellation);

    /// <summary>Tells the log of a defect of subscriptions.</summary>
    internal void Log(Exception defect) => logger.LogError(defect, "the subscriptions of a socket failed");

    /// <summary>Answers a request.</summary>
    internal async Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> body, RpcCaller client, CancellationToken cancellation)
    {
        if (body.Length > options.MaxBodyBytes)
        {
            return Answer(default, RpcError.TooLarge(options.MaxBodyBytes));
        }

        if (ElementsOf(body.Span) > options.MaxElements)
        {
            return Answer(default, RpcError.InvalidRequest($"the body has more than {options.MaxElements} elements"));
        }

        if (!Utf8.IsValid(body.Span))
        {
            return Answer(default, RpcError.ParseError("the body is not UTF-8"));
        }

        using CancellationTokenSource bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(options.Timeout);
        RpcBody read;
        try
        {
            read = body.Length <= MaxInlineBytes
                ? RpcBody.Read(body, options.MaxBatch)
                : await light.RunAsync(client.Name, () => RpcBody.Read(body, options.MaxBatch), bounded.Token).ConfigureAwait(false);
        }
        catch (JsonException exception)
        {
            return Answer(default, RpcError.ParseError(exception.Message));
        }
        catch (ServerBusyException refusal)
        {
            return Busy(refusal);
        }
        catch (OperationCanceledException)
        {
            return Answer(default, RpcError.TimedOut);
        }

        return read.BatchLength is { } length
            ? await HandleBatchAsync(read.Calls, length, client, bounded.Token).ConfigureAwait(false)
            : await HandleOneAsync(read.Calls[0], client, options.MaxAnswerBytes, bounded.Token).ConfigureAwait(false);
    }

    /// <summary>The answer to a request that is refused before it is read.</summary>
    internal static ReadOnlyMemory<byte> Busy(ServerBusyException refusal) => Refusal(RpcError.ServerBusy(refusal.Message));

    /// <summary>The answer to what is refused before it is read.</summary>
    internal static ReadOnlyMemory<byte> Refusal(RpcError error) => Answer(default, error);

    /// <summary>An upper bound of a request's elements: no more than a comma each, and as many again for members' values.</summary>
    internal static int ElementsOf(ReadOnlySpan<byte> body) => body.Count((byte)',') + 1;

    // What takes long must not take all threads for one client's sake.
    private static int Half(int threads) => (threads + 1) / 2;

    private async Task<ReadOnlyMemory<byte>> HandleBatchAsync(
        IReadOnlyList<RpcCall> calls, int length, RpcCaller client, CancellationToken cancellation)
    {
        if (length == 0 || length > options.MaxBatch)
        {
            return Answer(default, RpcError.InvalidRequest($"a batch has 1 to {options.MaxBatch} calls, got {length}"));
        }

        // Errors are short and their number is bounded, so that they may stand beside the bound of the answer.
        AnswerBuffer answers = new(int.MaxValue);
        long held = 0;
        try
        {
            foreach (RpcCall call in calls)
            {
                int left = Math.Max(0, options.MaxAnswerBytes - answers.Length);
                ReadOnlyMemory<byte> answer = await HandleOneAsync(call, client, left, cancellation).ConfigureAwait(false);
                if (answer.IsEmpty)
                {
                    continue;
                }

                // What is gathered stays in memory until the batch's slowest call is answered.
                if (Hold(client.Name, answer.Length) is { } refusal)
                {
                    answer = Answer(call.Id, refusal);
                }
                else
                {
                    held += answer.Length;
                }

                answers.Append(answers.Length == 0 ? "["u8 : ","u8);
                answers.Append(answer.Span);
            }
        }
        finally
        {
            if (held > 0)
            {
                Answers.Return(client.Name, held);
            }
        }

        if (answers.Length > 0)
        {
            answers.Append("]"u8);
        }

        return answers.Written;
    }

    private RpcError? Hold(string client, int bytes)
    {
        try
        {
            // Whoever gathers cannot be asked to give back: it must not take what is kept for the answers of others.
            Answers.Take(client, bytes, fromReserve: false);
            return null;
        }
        catch (ServerBusyException refusal)
        {
            return RpcError.ServerBusy(refusal.Message);
        }
    }

    private async Task<ReadOnlyMemory<byte>> HandleOneAsync(RpcCall call, RpcCaller client, int maxBytes, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> answer = call.Error is { } wrong
            ? Answer(call.Id, wrong)
            : await InvokeAsync(call, client, maxBytes, cancellation).ConfigureAwait(false);
        return call.WantsAnswer ? answer : default;
    }

    private async Task<ReadOnlyMemory<byte>> InvokeAsync(RpcCall call, RpcCaller client, int maxBytes, CancellationToken cancellation)
    {
        if (methods.Find(call.Method) is not { } method)
        {
            RpcMeter.Answered(RpcMeter.UnknownMethod, RpcErrorCode.MethodNotFound, TimeSpan.Zero);
            return Answer(call.Id, RpcError.MethodNotFound);
        }

        long began = Stopwatch.GetTimestamp();
        (ReadOnlyMemory<byte> answer, RpcError? error) =
            await InvokeAsync(method, call, client, maxBytes, cancellation).ConfigureAwait(false);
        RpcMeter.Answered(method.Name, error?.Code ?? 0, Stopwatch.GetElapsedTime(began));
        return error is null ? answer : Answer(call.Id, client.Version?.ErrorOf(method.Name, error) ?? error);
    }

    private async Task<(ReadOnlyMemory<byte> Answer, RpcError? Error)> InvokeAsync(
        RpcMethod method, RpcCall call, RpcCaller client, int maxBytes, CancellationToken cancellation)
    {
        long request = Interlocked.Increment(ref requests);
        try
        {
            RpcParameters parameters = new(call.Params, client.Version?.ParametersOf(method) ?? method.Parameters, client);
            Task<AnswerBuffer> work = ExecutorOf(method.Load).RunAsync(
                client.Name, () => Run(method, parameters, call.Id, maxBytes, cancellation), cancellation);
            return ((await work.WaitAsync(cancellation).ConfigureAwait(false)).Written, null);
        }
        catch (RpcFailureException failure)
        {
            return (default, failure.Error);
        }
        catch (OperationCanceledException)
        {
            return (default, RpcError.TimedOut);
        }
        catch (ServerBusyException refusal)
        {
            return (default, RpcError.ServerBusy(refusal.Message));
        }
        catch (BudgetExceededException exceeded)
        {
            return (default, RpcError.BudgetExceeded(exceeded.Message));
        }
        catch (StateNotHeldException gone)
        {
            return (default, RpcError.StateNotHeld(gone.Message));
        }
        catch (AnswerTooLargeException)
        {
            return (default, RpcError.AnswerTooLarge(string.Create(
                CultureInfo.InvariantCulture, $"an answer, or the answers of a batch together, may have {options.MaxAnswerBytes} bytes")));
        }
        catch (Exception exception) when (exception.InnerException is RpcFailureException failure)
        {
            // What a reader behind the interface has to say to the caller, whoever wrapped it on its way.
            return (default, failure.Error);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A defect behind the interface must not end the connection or show its insides.
            logger.LogError(exception, "request {Request}: {Method} failed", request, method.Name);
            return (default, RpcError.InternalErrorOf(request));
        }
    }

    private RequestExecutor ExecutorOf(RequestLoad load) => load switch
    {
        RequestLoad.Heavy => heavy,
        RequestLoad.Submission => submissions,
        _ => light,
    };

    // On a thread of the executor. What a handler awaits (a verdict on a submission) keeps the thread, which is there for that.
    private static AnswerBuffer Run(
        RpcMethod method,
        RpcParameters parameters,
        JsonElement id,
        int maxBytes,
        CancellationToken cancellation)
    {
        AnswerBuffer buffer = new(maxBytes);
        using Utf8JsonWriter writer = new(buffer);
        WriteHead(writer, id);
        writer.WritePropertyName("result");
        MethodDifference? difference = parameters.Version?.Of(method.Name);
        if (difference?.NewArgument is { } later)
        {
            parameters.Refuse(later);
        }

        method.Handler(parameters, writer, cancellation).GetAwaiter().GetResult();
        writer.WriteEndObject();
        writer.Flush();
        if (difference is { NewMembers: { Count: > 0 } members })
        {
            buffer.Remove(members);
        }

        return buffer;
    }

    private static ReadOnlyMemory<byte> Answer(JsonElement id, RpcError error)
    {
        AnswerBuffer buffer = new(int.MaxValue);
        using Utf8JsonWriter writer = new(buffer);
        WriteHead(writer, id);
        writer.WriteStartObject("error");
        writer.WriteNumber("code", error.Code);
        writer.WriteString("message", error.Message);
        if (error.WriteData is { } data)
        {
            writer.WritePropertyName("data");
            data(writer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.Written;
    }

    private static void WriteHead(Utf8JsonWriter writer, JsonElement id)
    {
        writer.WriteStartObject();
        writer.WriteString("jsonrpc", "2.0");
        writer.WritePropertyName("id");
        if (id.ValueKind is JsonValueKind.Undefined)
        {
            writer.WriteNullValue();
        }
        else
        {
            id.WriteTo(writer);
        }
    }
}
