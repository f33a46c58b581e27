using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Kraken.Rpc.Protocol;

/// <summary>The calls of a request's body.</summary>
/// <param name="Calls">The calls; none of a batch that is empty or too long.</param>
/// <param name="BatchLength">How many calls the batch has; null for a single call.</param>
internal sealed record RpcBody(IReadOnlyList<RpcCall> Calls, int? BatchLength)
{
    /// <summary>Parses a body, and looks through all members of its calls.</summary>
    /// <param name="body">UTF-8 JSON from outside.</param>
    /// <param name="maxBatch">The most calls of a batch.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    internal static RpcBody Read(ReadOnlyMemory<byte> body, int maxBatch)
    {
        // Not disposed: a call that timed out may still read it, and the collector takes it as well.
        JsonElement root = JsonDocument.Parse(body).RootElement;
        if (root.ValueKind != JsonValueKind.Array)
        {
            return new([RpcCall.Read(root)], null);
        }

        int length = root.GetArrayLength();
        return new(length > maxBatch ? [] : [.. root.EnumerateArray().Select(RpcCall.Read)], length);
    }
}
