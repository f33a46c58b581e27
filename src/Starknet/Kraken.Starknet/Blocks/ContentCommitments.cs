using System.Collections.Immutable;
using System.Linq;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Blocks;

/// <summary>The commitments of a block to its transactions, events, receipts and state diff (0.13.4 and later).</summary>
public static class ContentCommitments
{
    // Of nearly all receipts: their number alone.
    private static readonly Felt OfNoMessages = Poseidon.HashMany([Felt.Zero]);

    /// <summary>All commitments of a block.</summary>
    /// <param name="transactions">The transactions with their hashes, in order.</param>
    /// <param name="diff">The state diff, in any order.</param>
    public static BlockCommitments Compute(
        ImmutableArray<Transaction> transactions,
        ImmutableArray<TransactionReceipt> receipts,
        StateDiff diff) => new(
        OfTransactions(transactions),
        OfEvents(receipts),
        OfReceipts(receipts),
        StateDiffHash.Compute(diff),
        (ulong)transactions.Length,
        (ulong)receipts.Sum(receipt => receipt.Events.Length),
        (ulong)diff.Length);

    /// <summary>The commitment to transactions and their signatures.</summary>
    public static Felt OfTransactions(ImmutableArray<Transaction> transactions)
    {
        PoseidonBatch leaves = new();
        foreach (Transaction transaction in transactions)
        {
            leaves.Append(transaction.Hash);
            leaves.Append(transaction.Signature.AsSpan());
            leaves.EndList();
        }

        return IndexedCommitment.Root(leaves.TakeHashes());
    }

    /// <summary>The commitment to all events, in the order of the receipts.</summary>
    public static Felt OfEvents(ImmutableArray<TransactionReceipt> receipts)
    {
        PoseidonBatch leaves = new();
        foreach (TransactionReceipt receipt in receipts)
        {
            foreach (ContractEvent item in receipt.Events)
            {
                leaves.Append(item.FromAddress, receipt.TransactionHash, item.Keys.Length);
                leaves.Append(item.Keys.AsSpan());
                leaves.Append(item.Data.Length);
                leaves.Append(item.Data.AsSpan());
                leaves.EndList();
            }
        }

        return IndexedCommitment.Root(leaves.TakeHashes());
    }

    /// <summary>The commitment to receipts, in the order of the block.</summary>
    public static Felt OfReceipts(ImmutableArray<TransactionReceipt> receipts)
    {
        PoseidonBatch messages = new();
        foreach (TransactionReceipt receipt in receipts.Where(receipt => !receipt.Messages.IsEmpty))
        {
            AppendMessages(messages, receipt.Messages);
        }

        Felt[] hashes = messages.TakeHashes();
        int sent = 0;
        PoseidonBatch leaves = new();
        foreach (TransactionReceipt receipt in receipts)
        {
            Felt messagesHash = receipt.Messages.IsEmpty ? OfNoMessages : hashes[sent++];
            leaves.Append(
                receipt.TransactionHash,
                receipt.ActualFee.Amount,
                messagesHash,
                receipt.RevertReason is { } reason ? Keccak.StarknetKeccak(reason) : Felt.Zero,
                Felt.Zero, // L2 gas, which the protocol leaves out of the hash
                receipt.Gas.L1Gas,
                receipt.Gas.L1DataGas);
            leaves.EndList();
        }

        return IndexedCommitment.Root(leaves.TakeHashes());
    }

    private static void AppendMessages(PoseidonBatch lists, ImmutableArray<MessageToL1> messages)
    {
        lists.Append(messages.Length);
        foreach (MessageToL1 message in messages)
        {
            lists.Append(message.FromAddress, message.ToAddress, message.Payload.Length);
            lists.Append(message.Payload.AsSpan());
        }

        lists.EndList();
    }
}
