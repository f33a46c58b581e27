using System;
using System.Collections.Immutable;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Limits;

namespace Kraken.Rpc.Protocol;

/// <summary>Answers a call: writes exactly one JSON value, or throws <see cref="RpcFailureException"/>.</summary>
/// <param name="parameters">The parameters of the call.</param>
/// <param name="result">Takes the result.</param>
/// <param name="cancellation">Nobody waits for the answer any longer.</param>
public delegate Task RpcHandler(RpcParameters parameters, Utf8JsonWriter result, CancellationToken cancellation);

/// <summary>A method of the interface.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Parameters">Its parameters' names, in order; a call that gives others is -32602.</param>
/// <param name="Load">Which threads answer it.</param>
/// <param name="Handler">What answers it.</param>
public sealed record RpcMethod(string Name, ImmutableArray<string> Parameters, RequestLoad Load, RpcHandler Handler)
{
    /// <summary>A method that answers at once, on the threads of light reads.</summary>
    /// <param name="name">Its full name.</param>
    /// <param name="parameters">Its parameters' names, in order.</param>
    /// <param name="handler">Writes the result.</param>
    public static RpcMethod Reading(string name, ImmutableArray<string> parameters, Action<RpcParameters, Utf8JsonWriter> handler) =>
        new(name, parameters, RequestLoad.Light, (call, result, _) =>
        {
            handler(call, result);
            return Task.CompletedTask;
        });
}
