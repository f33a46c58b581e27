using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Rpc.Protocol;

/// <summary>The methods that a node answers, by name.</summary>
internal sealed class RpcMethodTable
{
    private readonly Dictionary<string, RpcMethod> methods = new(StringComparer.Ordinal);

    internal IReadOnlyCollection<RpcMethod> All => methods.Values;

    internal RpcMethod? Find(string name) => methods.GetValueOrDefault(name);

    internal void Add(string name, ImmutableArray<string> parameters, RpcHandler handler) => methods.Add(name, new(name, parameters, handler));

    /// <summary>Adds a method that answers at once.</summary>
    internal void Add(string name, ImmutableArray<string> parameters, Action<RpcParameters, Utf8JsonWriter> handler) =>
        Add(name, parameters, (call, result, _) =>
        {
            handler(call, result);
            return Task.CompletedTask;
        });

    /// <summary>Adds a method that runs contracts, which the cancellation may end.</summary>
    internal void AddRunning(string name, ImmutableArray<string> parameters, Action<RpcParameters, Utf8JsonWriter, CancellationToken> handler) =>
        Add(name, parameters, (call, result, cancellation) =>
        {
            handler(call, result, cancellation);
            return Task.CompletedTask;
        });
}
