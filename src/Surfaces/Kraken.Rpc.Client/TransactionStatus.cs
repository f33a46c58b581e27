using Kraken.Serialization.Json;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;

namespace Kraken.Rpc.Client;

/// <summary>How far a transaction has come and how it ended.</summary>
/// <param name="Finality">How far.</param>
/// <param name="Execution">How it ended; null while it has not run.</param>
/// <param name="FailureReason">Why it was reverted or dropped; null otherwise.</param>
public sealed record TransactionStatus(TransactionFinality Finality, ExecutionStatus? Execution, string? FailureReason)
{
    internal static TransactionStatus Read(JsonNode node) => new(
        node["finality_status"].Word(
        [
            ("RECEIVED", TransactionFinality.Received),
            ("CANDIDATE", TransactionFinality.Candidate),
            ("PRE_CONFIRMED", TransactionFinality.PreConfirmed),
            ("ACCEPTED_ON_L2", TransactionFinality.AcceptedOnL2),
            ("ACCEPTED_ON_L1", TransactionFinality.AcceptedOnL1),
            ("REJECTED", TransactionFinality.Rejected),
        ]),
        node["execution_status"].Exists
            ? node["execution_status"].Word([("SUCCEEDED", ExecutionStatus.Succeeded), ("REVERTED", ExecutionStatus.Reverted)])
            : null,
        node["failure_reason"].Exists ? node["failure_reason"].Text(TransactionLimits.MaxRevertReason) : null);
}
