using System;
using Kraken.Dev.Methods;
using Kraken.Rpc.Protocol;
using Kraken.Serialization;

namespace Kraken.Dev.Forking;

/// <summary>What a forked network says, or fails to say, as an error of the call for which it was asked.</summary>
internal static class ForkErrors
{
    private const int MaxShown = 500;

    /// <summary>The network did not answer, or refused.</summary>
    internal static RpcFailureException Unavailable(string what, Exception cause) =>
        new(new RpcError(DevMethod.Wildcard, $"the forked network: {what} cannot be read: {Shown(cause.Message)}"));

    /// <summary>The network gave something that cannot be so.</summary>
    internal static RpcFailureException Lie(string what, string expected, string got) =>
        new(new RpcError(DevMethod.Wildcard, $"the forked network lies: {what}: expected {expected}, got {Shown(got)}"));

    // The network's own words may be among them.
    private static string Shown(string text) => ForeignText.Line(text, MaxShown);
}
