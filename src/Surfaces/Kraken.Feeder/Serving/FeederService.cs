using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text.Json;

namespace Kraken.Feeder.Serving;

/// <summary>
/// The feeder gateway and the gateway of a node, apart from any transport: what nodes of other makers read blocks from, and send
/// transactions to.
/// </summary>
public sealed class FeederService
{
    private static readonly (string Path, string Text)[] Alive =
        [("/feeder_gateway/is_alive", "FeederGateway is alive!"), ("/gateway/is_alive", "Gateway is alive!")];

    private readonly FrozenDictionary<string, FeederPath> paths;

    /// <summary>Serves a node.</summary>
    public FeederService(FeederBackend backend, FeederLimits limits)
    {
        ArgumentNullException.ThrowIfNull(backend);
        Dictionary<string, FeederPath> all = [];
        void Add(string path, ImmutableArray<string> parameters, Action<FeederRequest> handle) =>
            all.Add(path, new(limits, path, parameters, handle));
        foreach ((string path, string text) in Alive)
        {
            all.Add(path, new(limits, path, [], static _ => { }) { Text = text });
        }

        new BlockPaths(backend).Register(Add);
        new ClassPaths(backend).Register(Add);
        new TransactionPaths(backend).Register(Add);
        if (backend.Executor is { } executor)
        {
            new TracePaths(backend, executor).Register((path, parameters, handle) =>
                all.Add(path, new(limits, path, parameters, handle) { Runs = true }));
        }

        if (backend.Submitter is { } submitter)
        {
            const string Submitting = "/gateway/add_transaction";
            all.Add(Submitting, new(limits, Submitting, ["token"], new SubmissionPath(backend.Chain.ChainId, submitter, limits).Submit)
            {
                Submits = true,
            });
        }

        paths = all.ToFrozenDictionary();
    }

    /// <summary>The paths that are answered.</summary>
    public IEnumerable<string> Paths => paths.Keys;

    /// <summary>Whether a path is of the gateways, known or not.</summary>
    public static bool Has(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith("/feeder_gateway/", StringComparison.Ordinal) || path.StartsWith("/gateway/", StringComparison.Ordinal);
    }

    /// <summary>A path that is answered; null for any other.</summary>
    public FeederPath? Find(string path) => paths.GetValueOrDefault(path);

    /// <summary>Writes the body of a refusal.</summary>
    public static void WriteError(Utf8JsonWriter writer, string code, string message)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("code", code);
        writer.WriteString("message", message);
        writer.WriteEndObject();
    }
}
