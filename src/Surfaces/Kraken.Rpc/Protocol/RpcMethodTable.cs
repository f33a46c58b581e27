using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Limits;

namespace Kraken.Rpc.Protocol;

/// <summary>The methods that a node answers, by name.</summary>
internal sealed class RpcMethodTable
{
    private readonly Dictionary<string, RpcMethod> methods = new(StringComparer.Ordinal);

    internal IReadOnlyCollection<RpcMethod> All => methods.Values;

    internal RpcMethod? Find(string name) => methods.GetValueOrDefault(name);

    /// <summary>Adds a method of the node's own, in place of one of the same name where there is one.</summary>
    internal void Put(RpcMethod method) => methods[method.Name] = method;

    /// <summary>Adds a method that waits for others: it hands a transaction to the node.</summary>
    internal void Add(string name, ImmutableArray<string> parameters, RpcHandler handler) =>
        Add(name, parameters, RequestLoad.Submission, handler);

    /// <summary>Adds a method that answers at once.</summary>
    internal void Add(string name, ImmutableArray<string> parameters, Action<RpcParameters, Utf8JsonWriter> handler) =>
        methods.Add(name, RpcMethod.Reading(name, parameters, handler));

    /// <summary>Adds a method that runs contracts or reads much, which the cancellation may end.</summary>
    internal void AddRunning(
        string name,
        ImmutableArray<string> parameters,
        Action<RpcParameters, Utf8JsonWriter, CancellationToken> handler) =>
        Add(name, parameters, RequestLoad.Heavy, (call, result, cancellation) =>
        {
            handler(call, result, cancellation);
            return Task.CompletedTask;
        });

    private void Add(string name, ImmutableArray<string> parameters, RequestLoad load, RpcHandler handler) =>
        methods.Add(name, new(name, parameters, load, handler));
}
