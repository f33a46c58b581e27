using System;
using System.Collections.Immutable;
using System.Text.Json;
using Kraken.Feeder.Json;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Feeder.Serving;

/// <summary>Transactions and how far they have come.</summary>
internal sealed class TransactionPaths(FeederBackend backend)
{
    private const string TransactionHash = "transactionHash";
    private const string NotReceived = "NOT_RECEIVED";
    private const string Received = "RECEIVED";
    private const string Rejected = "REJECTED";
    private const string AcceptedOnL2 = "ACCEPTED_ON_L2";

    internal void Register(Action<string, ImmutableArray<string>, Action<FeederRequest>> add)
    {
        add("/feeder_gateway/get_transaction", [TransactionHash], request => Write(request, WriteTransaction, writesStatus: true));
        add("/feeder_gateway/get_transaction_receipt", [TransactionHash], request => Write(request, WriteReceipt, writesStatus: false));
        add("/feeder_gateway/get_transaction_status", [TransactionHash], Status);
    }

    private static void WriteTransaction(Utf8JsonWriter answer, Known known)
    {
        if (known.Transaction is { } transaction)
        {
            answer.WritePropertyName("transaction");
            GatewayTransactionJson.Write(answer, transaction);
        }
    }

    private static void WriteReceipt(Utf8JsonWriter answer, Known known)
    {
        if (known is { Transaction: { } transaction, Receipt: { } receipt })
        {
            GatewayReceiptJson.WriteMembers(answer, receipt, transaction, known.Index);
        }
        else if (known.Transaction is { } waiting)
        {
            answer.WriteFelt("transaction_hash", waiting.Hash);
        }
    }

    private void Write(FeederRequest request, Action<Utf8JsonWriter, Known> writeMore, bool writesStatus)
    {
        Known known = Find(request.Query.Felt(TransactionHash));
        Utf8JsonWriter answer = request.Answer;
        answer.WriteStartObject();
        answer.WriteString("status", known.Status);
        answer.WriteString("finality_status", known.Finality);
        if (known.Header is { } header)
        {
            answer.WriteFelt("block_hash", header.Hash);
            answer.WriteNumber("block_number", header.Number);
        }

        // A receipt has these two itself.
        if (known.Receipt is { } receipt && writesStatus)
        {
            answer.WriteString("execution_status", GatewayReceiptJson.StatusWord(receipt));
            answer.WriteNumber("transaction_index", known.Index);
        }

        writeMore(answer, known);
        answer.WriteEndObject();
    }

    private void Status(FeederRequest request)
    {
        Known known = Find(request.Query.Felt(TransactionHash));
        Utf8JsonWriter answer = request.Answer;
        answer.WriteStartObject();
        answer.WriteString("tx_status", known.Status);
        answer.WriteString("finality_status", known.Finality);
        answer.WriteString(
            "execution_status", known.Rejection is not null ? Rejected
            : known.Receipt is { } receipt ? GatewayReceiptJson.StatusWord(receipt)
            : null);
        if (known.Header is { } header)
        {
            answer.WriteFelt("block_hash", header.Hash);
        }

        if (known.Receipt?.RevertReason is { } reason)
        {
            answer.WriteString("tx_revert_reason", reason);
        }

        if (known.Rejection is { } rejection)
        {
            answer.WriteStartObject("tx_failure_reason");
            answer.WriteString("code", "TRANSACTION_REJECTED");
            answer.WriteString("error_message", rejection);
            answer.WriteEndObject();
        }

        answer.WriteEndObject();
    }

    private Known Find(Felt hash)
    {
        if (InChain(hash) is { } found)
        {
            return found;
        }

        if (backend.Submitter?.FindPending(hash) is { } waiting)
        {
            return new(backend.Chain.Candidates.Contains(hash) ? "CANDIDATE" : Received, Received) { Transaction = waiting };
        }

        // It may have gone from the waiting ones into a block, or out of the pool, between the looks: a block has the last word.
        string? reason = backend.Submitter?.FindRejection(hash);
        return InChain(hash) ?? (reason is null ? new(NotReceived, NotReceived) : new(Rejected, Received) { Rejection = reason });
    }

    private Known? InChain(Felt hash)
    {
        FeederMoment moment = new(backend.Chain);
        if (moment.Locate(hash) is { } found)
        {
            (Transaction transaction, TransactionReceipt receipt) = moment.At(found.Location);
            string status = receipt.RevertReason is null ? AcceptedOnL2 : "REVERTED";
            return new(status, AcceptedOnL2)
            {
                Transaction = transaction, Receipt = receipt, Header = found.Header, Index = found.Location.Index,
            };
        }

        Block proposed = moment.Proposal.Block;
        for (int i = 0; i < proposed.Transactions.Length; i++)
        {
            if (proposed.Transactions[i].Hash == hash)
            {
                return new("PRE_CONFIRMED", Received) { Transaction = proposed.Transactions[i], Receipt = proposed.Receipts[i], Index = i };
            }
        }

        return null;
    }

    // The gateway has no word for the finality of what is pre-confirmed, other than that of what waits.
    private sealed record Known(string Status, string Finality)
    {
        internal Transaction? Transaction { get; init; }

        internal TransactionReceipt? Receipt { get; init; }

        internal BlockHeader? Header { get; init; }

        internal int Index { get; init; }

        internal string? Rejection { get; init; }
    }
}
