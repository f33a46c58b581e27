using System;
using System.Text.Json;
using Kraken.Serialization.Json;

namespace Kraken.Rpc.Protocol;

/// <summary>An error of the protocol or of the Starknet specification.</summary>
/// <param name="Code">The code: JSON-RPC's own are negative, Starknet's positive.</param>
/// <param name="Message">The specification's text.</param>
/// <param name="WriteData">Writes the "data" value; null when there is none.</param>
internal sealed record RpcError(int Code, string Message, Action<Utf8JsonWriter>? WriteData = null)
{
    internal static RpcError ParseError(string detail) => Text(-32700, "Parse error", detail);

    internal static RpcError InvalidRequest(string detail) => Text(-32600, "Invalid Request", detail);

    internal static RpcError MethodNotFound { get; } = new(-32601, "Method not found");

    internal static RpcError InternalError { get; } = new(-32603, "Internal error");

    internal static RpcError InternalErrorOf(long request) => Text(-32603, "Internal error", $"request {request}; the node's log says more");

    /// <summary>Others are being answered; the same request may succeed later.</summary>
    internal static RpcError ServerBusy(string detail) => Text(-32005, "Server busy", detail);

    /// <summary>The request wants more time, gas or memory than the node spends on one.</summary>
    internal static RpcError BudgetExceeded(string detail) => Text(-32006, "Budget exceeded", detail);

    /// <summary>The answer is longer than the node sends.</summary>
    internal static RpcError AnswerTooLarge(string detail) => Text(-32007, "Answer too large", detail);

    internal static RpcError TimedOut { get; } = Text(-32603, "Internal error", "the request took too long");

    internal static RpcError TooLarge(long max) => Text(-32600, "Invalid Request", $"the body exceeds {max} bytes");

    internal static RpcError InvalidParams(string detail) => Text(-32602, "Invalid params", detail);

    internal static RpcError InvalidParams(DecodeError error) => InvalidParams(error.ToString());

    internal static RpcError NoTrace { get; } = new(10, "No trace available for transaction", writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("status", "RECEIVED");
        writer.WriteEndObject();
    });

    internal static RpcError ContractNotFound { get; } = new(20, "Contract not found");

    internal static RpcError EntryPointNotFound { get; } = new(21, "Requested entry point does not exist in the contract");

    internal static RpcError BlockNotFound { get; } = new(24, "Block not found");

    internal static RpcError InvalidTransactionIndex { get; } = new(27, "Invalid transaction index in a block");

    internal static RpcError ClassHashNotFound { get; } = new(28, "Class hash not found");

    internal static RpcError TransactionHashNotFound { get; } = new(29, "Transaction hash not found");

    internal static RpcError PageSizeTooBig { get; } = new(31, "Requested page size is too big");

    internal static RpcError NoBlocks { get; } = new(32, "There are no blocks");

    internal static RpcError InvalidContinuationToken { get; } = new(33, "The supplied continuation token is invalid or unknown");

    internal static RpcError TooManyKeys { get; } = new(34, "Too many keys provided in a filter");

    internal static RpcError ContractError(string revertError) => new(40, "Contract error", writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("revert_error", revertError);
        writer.WriteEndObject();
    });

    internal static RpcError TransactionExecutionError(int index, string error) => new(41, "Transaction execution error", writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("transaction_index", index);
        writer.WriteString("execution_error", error);
        writer.WriteEndObject();
    });

    internal static RpcError StorageProofNotSupported { get; } =
        new(42, "the node doesn't support storage proofs for blocks that are too far in the past");

    internal static RpcError Text(int code, string message, string data) => new(code, message, writer => writer.WriteStringValue(data));
}
