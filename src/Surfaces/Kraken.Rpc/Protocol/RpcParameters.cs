using System;
using System.Collections.Immutable;
using System.Text.Json;
using Kraken.Rpc.Subscriptions;
using Kraken.Rpc.Versions;
using Kraken.Serialization;
using Kraken.Serialization.Json;

namespace Kraken.Rpc.Protocol;

/// <summary>The parameters of a call, given by name or by position.</summary>
public sealed class RpcParameters
{
    private readonly JsonDecoding decoding = new();
    private readonly JsonElement element;
    private readonly ImmutableArray<string> names;

    /// <summary>Takes the "params" of a request.</summary>
    /// <exception cref="RpcFailureException">They are neither an object nor an array, or there are too many, or unknown ones.</exception>
    internal RpcParameters(JsonElement element, ImmutableArray<string> names, RpcCaller caller = default)
    {
        Session = caller.Session;
        Version = caller.Version;
        this.element = element;
        this.names = names;
        if (element.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Undefined or JsonValueKind.Null))
        {
            throw new RpcFailureException(RpcError.InvalidParams("params: expected an object or an array"));
        }

        if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() > names.Length)
        {
            throw new RpcFailureException(
                RpcError.InvalidParams($"params: expected at most {names.Length}, got {element.GetArrayLength()}"));
        }

        if (element.ValueKind == JsonValueKind.Object)
        {
            RefuseUnknown();
        }
    }

    /// <summary>The subscriptions of the socket over which the call came; null for one that came otherwise.</summary>
    internal SubscriptionSession? Session { get; }

    /// <summary>The older version of the specification by which it is answered; null for the newest.</summary>
    internal OlderVersion? Version { get; }

    /// <summary>Reads a parameter.</summary>
    /// <param name="name">Its name, one of the method's.</param>
    /// <param name="read">Reads its value; what the node is told to fail with is told to the caller.</param>
    /// <exception cref="RpcFailureException">It is missing or malformed: -32602.</exception>
    public T Get<T>(string name, Func<JsonNode, T> read)
    {
        T value = read(decoding.At(Find(name), name));
        return decoding.Error is { } error ? throw new RpcFailureException(RpcError.InvalidParams(error)) : value;
    }

    /// <summary>Reads a parameter that may be missing or null.</summary>
    /// <param name="name">Its name, one of the method's.</param>
    /// <param name="absent">What is given where it is missing or null.</param>
    /// <param name="read">Reads its value.</param>
    /// <exception cref="RpcFailureException">It is malformed: -32602.</exception>
    public T GetOptional<T>(string name, T absent, Func<JsonNode, T> read) =>
        Find(name).ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? absent : Get(name, read);

    /// <summary>Refuses values that only later versions of the specification know.</summary>
    /// <exception cref="RpcFailureException">The parameter has one: -32602.</exception>
    internal void Refuse(NewArgument argument)
    {
        if (argument.IsNew(Find(argument.Parameter)))
        {
            throw new RpcFailureException(RpcError.InvalidParams(
                $"{argument.Parameter}: expected {argument.Expected} by version {Version?.Number}, got what came later"));
        }
    }

    private void RefuseUnknown()
    {
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (!names.Contains(member.Name))
            {
                string expected = names.IsEmpty ? "none" : string.Join(", ", names);
                string got = ForeignText.Short(member.Name);
                throw new RpcFailureException(RpcError.InvalidParams($"params: expected {expected}, got '{got}'"));
            }
        }
    }

    private JsonElement Find(string name)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return element.TryGetProperty(name, out JsonElement member) ? member : default;
            case JsonValueKind.Array:
                // An older version may know the method without the parameter.
                int index = names.IndexOf(name);
                return index >= 0 && index < element.GetArrayLength() ? element[index] : default;
            default:
                return default;
        }
    }
}
