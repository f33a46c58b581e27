using System;
using System.Text.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;

namespace Kraken.Rpc.Methods;

/// <summary>How far a transaction has come, in the form of the specification.</summary>
public static class TransactionStatusJson
{
    /// <summary>Writes how far a transaction has come.</summary>
    internal static void Write(Utf8JsonWriter result, FoundTransaction found)
    {
        result.WriteStartObject();
        switch (found)
        {
            case FoundTransaction.Included { Receipt: var receipt, Finality: var finality }:
                WriteMembers(result, finality, receipt);
                break;
            case FoundTransaction.PreConfirmed { Receipt: var receipt }:
                WriteMembers(result, BlockStatus.PreConfirmed, receipt);
                break;
            case FoundTransaction.Dropped { Reason: var reason }:
                // The specification 0.10 has no word for what was taken and dropped; that of earlier versions and of error 10 says it.
                result.WriteString("finality_status", "REJECTED");
                result.WriteString("failure_reason", reason);
                break;
            case FoundTransaction.Waiting { IsCandidate: var isCandidate }:
                result.WriteString("finality_status", isCandidate ? "CANDIDATE" : "RECEIVED");
                break;
        }

        result.WriteEndObject();
    }

    /// <summary>Writes the members of a transaction that was executed.</summary>
    /// <param name="result">The destination.</param>
    /// <param name="finality">The finality of its block.</param>
    public static void WriteMembers(Utf8JsonWriter result, BlockStatus finality, TransactionReceipt receipt)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(receipt);
        result.WriteString("finality_status", ReceiptJson.FinalityWord(finality));
        result.WriteString("execution_status", receipt.Status == ExecutionStatus.Reverted ? "REVERTED" : "SUCCEEDED");
        if (receipt.RevertReason is { } reason)
        {
            result.WriteString("failure_reason", reason);
        }
    }
}
