using System;

namespace Kraken.Rpc.Protocol;

/// <summary>Ends a method with an error; the dispatcher turns it into the answer, so it never leaves this project.</summary>
internal sealed class RpcFailureException(RpcError error) : Exception(error.Message)
{
    internal RpcError Error { get; } = error;
}
