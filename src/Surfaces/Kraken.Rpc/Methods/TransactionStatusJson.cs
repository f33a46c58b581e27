using System.Text.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;

namespace Kraken.Rpc.Methods;

/// <summary>How far a transaction has come, in the form of the specification.</summary>
internal static class TransactionStatusJson
{
    internal static void Write(Utf8JsonWriter result, FoundTransaction found)
    {
        result.WriteStartObject();
        switch (found)
        {
            case FoundTransaction.Included { Receipt: var receipt }:
                WriteStatus(result, BlockStatus.AcceptedOnL2, receipt);
                break;
            case FoundTransaction.PreConfirmed { Receipt: var receipt }:
                WriteStatus(result, BlockStatus.PreConfirmed, receipt);
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

    private static void WriteStatus(Utf8JsonWriter result, BlockStatus finality, TransactionReceipt receipt)
    {
        result.WriteString("finality_status", ReceiptJson.FinalityWord(finality));
        result.WriteString("execution_status", receipt.Status == ExecutionStatus.Reverted ? "REVERTED" : "SUCCEEDED");
        if (receipt.RevertReason is { } reason)
        {
            result.WriteString("failure_reason", reason);
        }
    }
}
