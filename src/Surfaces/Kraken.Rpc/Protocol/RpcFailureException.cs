using System;

namespace Kraken.Rpc.Protocol;

/// <summary>Ends a method with an error; the dispatcher turns it into the answer, so that it never leaves a handler's call.</summary>
/// <param name="error">What the caller is told.</param>
public sealed class RpcFailureException(RpcError error) : Exception(error.Message)
{
    /// <summary>What the caller is told.</summary>
    public RpcError Error { get; } = error;
}
