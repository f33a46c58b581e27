using System;
using System.Collections.Immutable;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Dev.Chain;
using Kraken.Rpc.Client;
using Kraken.Rpc.Limits;
using Kraken.Rpc.Protocol;

namespace Kraken.Dev.Methods;

/// <summary>Methods of a development chain: on the threads of submissions, refusals told as starknet-devnet tells them.</summary>
internal static class DevMethod
{
    /// <summary>The code of errors that have no other, as at starknet-devnet.</summary>
    internal const int Wildcard = -1;

    private const int RestrictedCode = -32604;

    /// <summary>The error of an unknown block.</summary>
    internal static RpcError BlockNotFound { get; } = new(RpcErrorCode.BlockNotFound, "Block not found");

    /// <summary>A method.</summary>
    /// <param name="parameters">Its parameters' names, in order.</param>
    /// <param name="handler">Does what is asked, and writes the result.</param>
    internal static RpcMethod Of(
        string name, ImmutableArray<string> parameters, Action<RpcParameters, Utf8JsonWriter, CancellationToken> handler) =>
        new(name, parameters, RequestLoad.Submission, (call, result, cancellation) =>
        {
            try
            {
                handler(call, result, cancellation);
            }
            catch (DevRefusalException refusal)
            {
                throw new RpcFailureException(new RpcError(RpcErrorCode.InvalidRequest, refusal.Message));
            }

            return Task.CompletedTask;
        });

    /// <summary>A method that gives nothing back: an empty object.</summary>
    internal static RpcMethod Silent(string name, ImmutableArray<string> parameters, Action<RpcParameters, CancellationToken> handler) =>
        Of(name, parameters, (call, result, cancellation) =>
        {
            handler(call, cancellation);
            result.WriteStartObject();
            result.WriteEndObject();
        });

    /// <summary>The same method refused.</summary>
    internal static RpcMethod Restricted(RpcMethod method) => method with
    {
        Load = RequestLoad.Light,
        Handler = static (_, _, _) => throw new RpcFailureException(new RpcError(RestrictedCode, "Method forbidden")),
    };

    /// <summary>Reads a flag that may be missing.</summary>
    internal static bool Flag(this RpcParameters call, string name, bool absent = false) =>
        call.GetOptional(name, absent, static node => node.Boolean());
}
