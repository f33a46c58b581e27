using System;
using System.IO;
using System.Net.Http;
using Kraken.Rpc.Client;

namespace Kraken.Load.Sending;

/// <summary>Tells the exceptions by which a node fails from defects of the client.</summary>
internal static class NodeFailure
{
    /// <summary>No answer came, or not the whole of one: it is unknown what the node did.</summary>
    public static bool IsSilence(Exception failure) => failure is HttpRequestException or IOException or OperationCanceledException;

    /// <summary>No answer, or one that says no.</summary>
    public static bool IsAny(Exception failure) => failure is RpcClientException || IsSilence(failure);
}
