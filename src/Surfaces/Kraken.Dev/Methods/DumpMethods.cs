using System;
using System.Collections.Immutable;
using System.IO;
using System.Text.Json;
using System.Threading;
using Kraken.Dev.Chain;
using Kraken.Dev.Messages;
using Kraken.Dev.Recording;
using Kraken.Rpc.Protocol;

namespace Kraken.Dev.Methods;

/// <summary>Keeping what was done in a file, and doing it again.</summary>
/// <param name="postman">The messages.</param>
/// <param name="files">The files of dumps.</param>
/// <param name="replay">Does again what a file says.</param>
internal sealed class DumpMethods(DevChain chain, Postman postman, DumpFiles files, Replay replay)
{
    internal ImmutableArray<RpcMethod> All =>
    [
        DevMethod.Of("devnet_dump", ["path"], Dump),
        DevMethod.Silent("devnet_load", ["path"], Load),
    ];

    private void Dump(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        if (!chain.Record.IsOn)
        {
            throw new RpcFailureException(new RpcError(DevMethod.Wildcard, "Please provide --dump-on mode on startup."));
        }

        string? path = call.GetOptional("path", null, static node => node.Text(DumpFiles.MaxPathLength)) is { Length: > 0 } given
            ? files.Find(given)
            : files.Named;
        if (path is null)
        {
            WriteCalls(result);
            return;
        }

        try
        {
            files.RequireDump(path);
            files.Write(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new RpcFailureException(new RpcError(DevMethod.Wildcard, "The dump operation failed: the file cannot be written"));
        }

        result.WriteNullValue();
    }

    private void WriteCalls(Utf8JsonWriter result)
    {
        result.WriteStartArray();
        foreach (byte[] one in chain.Record.From(0))
        {
            result.WriteRawValue(one, skipInputValidation: true);
        }

        result.WriteEndArray();
    }

    private void Load(RpcParameters call, CancellationToken cancellation)
    {
        string path = files.Find(call.Get("path", static node => node.Text(DumpFiles.MaxPathLength)));
        try
        {
            // What is no dump takes nothing away from the chain that is there.
            byte[] calls = Replay.Read(path);
            chain.Restart();
            postman.Restart(unloads: true);
            files.Load(path, () => replay.Run(calls, cancellation));
        }
        catch (DevRefusalException refusal)
        {
            throw new RpcFailureException(new RpcError(DevMethod.Wildcard, refusal.Message));
        }
    }
}
