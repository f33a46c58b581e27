using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Linq;
using System.Reflection;
using Kraken.Rpc.Client;

namespace Kraken.Rpc.Metrics;

/// <summary>
/// Counts and times of requests, for operators. Who asks chooses neither label: a method is one that is answered or "unknown", a code is 0
/// or one of <see cref="RpcErrorCode"/>, else "other".
/// </summary>
internal static class RpcMeter
{
    /// <summary>What names a method that does not exist.</summary>
    internal const string UnknownMethod = "unknown";

    private const string OtherCode = "other";

    private static readonly Meter Meter = new("Kraken.Rpc");

    private static readonly Counter<long> Requests = Meter.CreateCounter<long>(
        "rpc_requests_total", null, "Calls answered, by method and error code; code 0 is success.");

    private static readonly Histogram<double> Seconds = Meter.CreateHistogram<double>(
        "rpc_seconds", "s", "Time from a call's decoding to its answer, waiting for a thread included, by method.");

    private static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "rpc_refused_total", null, "HTTP requests refused before they were read, by reason.");

    private static readonly UpDownCounter<long> Running = Meter.CreateUpDownCounter<long>(
        "rpc_in_flight", null, "HTTP requests and WebSockets being served.");

    private static readonly FrozenDictionary<int, string> Codes = Known().ToFrozenDictionary(
        code => code, code => code.ToString(CultureInfo.InvariantCulture));

    /// <summary>A call was answered.</summary>
    /// <param name="method">A method that there is, or <see cref="UnknownMethod"/>.</param>
    /// <param name="code">The error's code; 0 for none.</param>
    /// <param name="took">How long it took.</param>
    internal static void Answered(string method, int code, TimeSpan took)
    {
        KeyValuePair<string, object?> name = new("method", method);
        Requests.Add(1, name, new("code", Codes.GetValueOrDefault(code, OtherCode)));
        Seconds.Record(took.TotalSeconds, name);
    }

    /// <summary>A request was refused.</summary>
    /// <param name="reason">Why, in a word of the server's own.</param>
    internal static void Refuse(string reason) => Refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>A request begins (1) or ends (-1).</summary>
    internal static void Run(int change) => Running.Add(change);

    private static IEnumerable<int> Known() => typeof(RpcErrorCode).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.IsLiteral).Select(field => (int)field.GetRawConstantValue()!).Append(0).Distinct();
}
