using System;

namespace Kraken.Rpc.Client;

/// <summary>A call that a node refused, or whose answer was not as the specification has it.</summary>
public sealed class RpcClientException : Exception
{
    /// <summary>An error without text.</summary>
    public RpcClientException()
    {
    }

    /// <summary>An error of this side: the answer is malformed.</summary>
    public RpcClientException(string message)
        : base(message)
    {
    }

    /// <summary>An error of this side with its cause.</summary>
    public RpcClientException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error that the node answered.</summary>
    public RpcClientException(int code, string message, string? data)
        : base(data is null ? message : $"{message}: {data}")
    {
        Code = code;
        ErrorText = message;
        ErrorData = data;
    }

    /// <summary>The node's error code; zero when the answer was malformed.</summary>
    public int Code { get; }

    /// <summary>What the node said in the error's message; null when the answer was malformed.</summary>
    public string? ErrorText { get; }

    /// <summary>The node's error data as JSON text, or null.</summary>
    public string? ErrorData { get; }
}
