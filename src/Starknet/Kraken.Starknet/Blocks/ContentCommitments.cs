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
    /// <summary>All commitments of a block.</summary>
    /// <param name="transactions">The transactions with their hashes, in order.</param>
    /// <param name="receipts">The receipt of each.</param>
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
    public static Felt OfTransactions(ImmutableArray<Transaction> transactions) =>
        IndexedCommitment.Root([.. transactions.Select(tx => Poseidon.HashMany([tx.Hash, .. tx.Signature]))]);

    /// <summary>The commitment to all events, in the order of the receipts.</summary>
    public static Felt OfEvents(ImmutableArray<TransactionReceipt> receipts) =>
        IndexedCommitment.Root(
            [.. receipts.SelectMany(receipt => receipt.Events.Select(item => EventLeaf(item, receipt.TransactionHash)))]);

    /// <summary>The commitment to receipts, in the order of the block.</summary>
    public static Felt OfReceipts(ImmutableArray<TransactionReceipt> receipts) => IndexedCommitment.Root([.. receipts.Select(ReceiptLeaf)]);

    private static Felt EventLeaf(ContractEvent item, Felt transactionHash) =>
        Poseidon.HashMany([item.FromAddress, transactionHash, item.Keys.Length, .. item.Keys, item.Data.Length, .. item.Data]);

    private static Felt ReceiptLeaf(TransactionReceipt receipt) => Poseidon.HashMany(
    [
        receipt.TransactionHash,
        receipt.ActualFee.Amount,
        MessagesHash(receipt.Messages),
        receipt.RevertReason is { } reason ? Keccak.StarknetKeccak(reason) : Felt.Zero,
        Felt.Zero, // L2 gas, which the protocol leaves out of the hash
        receipt.Gas.L1Gas,
        receipt.Gas.L1DataGas,
    ]);

    private static Felt MessagesHash(ImmutableArray<MessageToL1> messages) => Poseidon.HashMany(
    [
        messages.Length,
        .. messages.SelectMany(message => (Felt[])[message.FromAddress, message.ToAddress, message.Payload.Length, .. message.Payload]),
    ]);
}
