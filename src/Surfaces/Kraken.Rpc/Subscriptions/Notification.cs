using System;
using System.Text.Json;

namespace Kraken.Rpc.Subscriptions;

/// <summary>What a subscriber is told.</summary>
/// <param name="Method">The method of the notification.</param>
/// <param name="WriteResult">Writes its "result", one value.</param>
internal readonly record struct Notification(string Method, Action<Utf8JsonWriter> WriteResult);
