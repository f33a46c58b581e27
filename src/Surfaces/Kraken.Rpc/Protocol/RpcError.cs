using System;
using System.Text.Json;
using Kraken.Rpc.Client;
using Kraken.Serialization.Json;

namespace Kraken.Rpc.Protocol;

/// <summary>An error of the protocol or of the Starknet specification.</summary>
/// <param name="Code">The code: JSON-RPC's own are negative, Starknet's positive.</param>
/// <param name="Message">The specification's text.</param>
/// <param name="WriteData">Writes the "data" value; null when there is none.</param>
public sealed record RpcError(int Code, string Message, Action<Utf8JsonWriter>? WriteData = null)
{
    /// <summary>What <see cref="RpcErrorCode.ServerBusy"/> says.</summary>
    internal const string ServerBusyText = "Server busy";

    internal static RpcError ParseError(string detail) => Text(RpcErrorCode.ParseError, "Parse error", detail);

    internal static RpcError InvalidRequest(string detail) => Text(RpcErrorCode.InvalidRequest, "Invalid Request", detail);

    internal static RpcError MethodNotFound { get; } = new(RpcErrorCode.MethodNotFound, "Method not found");

    /// <summary>The method subscribes, and the call came over a transport that cannot tell of anything later.</summary>
    internal static RpcError OnlyOverWebSocket { get; } =
        Text(RpcErrorCode.MethodNotFound, "Method not found", "subscriptions are of WebSocket connections: see /ws");

    internal static RpcError InternalErrorOf(long request) =>
        Text(RpcErrorCode.InternalError, "Internal error", $"request {request}; the node's log says more");

    /// <summary>Others are being answered; the same request may succeed later.</summary>
    internal static RpcError ServerBusy(string detail) => Text(RpcErrorCode.ServerBusy, ServerBusyText, detail);

    /// <summary>The request wants more time, gas or memory than the node spends on one.</summary>
    internal static RpcError BudgetExceeded(string detail) => Text(RpcErrorCode.BudgetExceeded, "Budget exceeded", detail);

    /// <summary>The answer is longer than the node sends.</summary>
    internal static RpcError AnswerTooLarge(string detail) => Text(RpcErrorCode.AnswerTooLarge, "Answer too large", detail);

    internal static RpcError TimedOut { get; } = Text(RpcErrorCode.InternalError, "Internal error", "the request took too long");

    internal static RpcError TooLarge(long max) => Text(RpcErrorCode.InvalidRequest, "Invalid Request", $"the body exceeds {max} bytes");

    /// <summary>-32602: a parameter is none that the method takes.</summary>
    /// <param name="detail">Which, what was expected and what was got.</param>
    public static RpcError InvalidParams(string detail) => Text(RpcErrorCode.InvalidParams, "Invalid params", detail);

    internal static RpcError InvalidParams(DecodeError error) => InvalidParams(error.ToString());

    internal static RpcError NoTrace(string status) => new(RpcErrorCode.NoTraceAvailable, "No trace available for transaction", writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("status", status);
        writer.WriteEndObject();
    });

    internal static RpcError ContractNotFound { get; } = new(RpcErrorCode.ContractNotFound, "Contract not found");

    internal static RpcError EntryPointNotFound { get; } =
        new(RpcErrorCode.EntryPointNotFound, "Requested entry point does not exist in the contract");

    internal static RpcError BlockNotFound { get; } = new(RpcErrorCode.BlockNotFound, "Block not found");

    /// <summary>The block is there, its state no longer: the specification has no other error for it.</summary>
    internal static RpcError StateNotHeld(string detail) => Text(RpcErrorCode.BlockNotFound, "Block not found", detail);

    internal static RpcError InvalidTransactionIndex { get; } =
        new(RpcErrorCode.InvalidTransactionIndex, "Invalid transaction index in a block");

    internal static RpcError ClassHashNotFound { get; } = new(RpcErrorCode.ClassHashNotFound, "Class hash not found");

    internal static RpcError TransactionHashNotFound { get; } = new(RpcErrorCode.TransactionHashNotFound, "Transaction hash not found");

    internal static RpcError PageSizeTooBig(ulong got, int most) =>
        Text(RpcErrorCode.PageSizeTooBig, "Requested page size is too big", $"filter.chunk_size: expected at most {most}, got {got}");

    internal static RpcError NoBlocks { get; } = new(RpcErrorCode.NoBlocks, "There are no blocks");

    internal static RpcError InvalidContinuationToken { get; } = Text(
        RpcErrorCode.InvalidContinuationToken,
        "The supplied continuation token is invalid or unknown",
        "filter.continuation_token: expected one that a page of this filter gave");

    internal static RpcError TooManyKeys(int got, int most) => Text(
        RpcErrorCode.TooManyKeys, "Too many keys provided in a filter", $"keys: expected at most {most}, positions included, got {got}");

    internal static RpcError InvalidSubscriptionId { get; } = new(RpcErrorCode.InvalidSubscriptionId, "Invalid subscription id");

    internal static RpcError TooManyAddresses { get; } =
        new(RpcErrorCode.TooManyAddresses, "Too many addresses in filter sender_address filter");

    internal static RpcError TooManyBlocksBack { get; } =
        new(RpcErrorCode.TooManyBlocksBack, "Cannot go back more than 1024 blocks");

    internal static RpcError ContractError(string revertError) => new(RpcErrorCode.ContractError, "Contract error", writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("revert_error", revertError);
        writer.WriteEndObject();
    });

    internal static RpcError TransactionExecutionError(int index, string error) =>
        new(RpcErrorCode.TransactionExecutionError, "Transaction execution error", writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("transaction_index", index);
            writer.WriteString("execution_error", error);
            writer.WriteEndObject();
        });

    internal static RpcError StorageProofNotSupported(string detail) => Text(
        RpcErrorCode.StorageProofNotSupported, "the node doesn't support storage proofs for blocks that are too far in the past", detail);

    internal static RpcError Text(int code, string message, string data) => new(code, message, writer => writer.WriteStringValue(data));
}
