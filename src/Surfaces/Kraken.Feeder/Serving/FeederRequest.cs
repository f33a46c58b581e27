using System;
using System.Text.Json;
using System.Threading;

namespace Kraken.Feeder.Serving;

/// <summary>A request to one path of the gateways.</summary>
/// <param name="Query">Its parameters.</param>
/// <param name="Body">Its body, from outside; empty for a path that is read.</param>
/// <param name="Answer">Takes the answer, one JSON value.</param>
/// <param name="Cancellation">Nobody waits for the answer any longer.</param>
internal readonly record struct FeederRequest(
    FeederQuery Query, ReadOnlyMemory<byte> Body, Utf8JsonWriter Answer, CancellationToken Cancellation);
