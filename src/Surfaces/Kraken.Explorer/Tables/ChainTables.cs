using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Parts;
using Kraken.Explorer.Web;
using Kraken.Proofs.Ranges;

namespace Kraken.Explorer.Tables;

/// <summary>Tables of blocks, transactions and proofs. Rows carry a key by which the live page tells new from old.</summary>
internal static class ChainTables
{
    private static readonly ImmutableArray<TableColumn> BlockColumns =
        [new("block", "Block"), new("hash", "Hash"), new("time", "Time"), new("transactions", "Transactions", true)];

    private static readonly ImmutableArray<TableColumn> TransactionColumns =
    [
        new("transaction", "Transaction"), new("what", "What"), new("sender", "Sender"), new("status", "Status"),
        new("block", "Block", true),
    ];

    private static readonly ImmutableArray<TableColumn> LatestProofColumns =
    [
        new("proof", "Proof of"), new("transactions", "Transactions", true), new("prove_ms", "Proved in", true),
        new("lag_seconds", "Lag", true), new("stored", "Stored"),
    ];

    private static readonly ImmutableArray<TableColumn> ProofColumns =
    [
        new("proof", "Proof of"), new("transactions", "Transactions", true), new("lag_seconds", "Lag", true), new("steps", "Steps", true),
        new("cells", "Cells", true), new("run_ms", "Read and run", true), new("prove_ms", "Proved in", true),
        new("memory_bytes", "Memory", true), new("proof_bytes", "Size", true), new("stored", "Stored"),
    ];

    /// <summary>Blocks in their order.</summary>
    public static DataTable Blocks(IReadOnlyList<BlockSummary> blocks, string name, string path) =>
        DataTable.Of(name, "Blocks, highest first", path, BlockColumns, blocks, block =>
        [
            TableCell.Block(block.Number),
            TableCell.Of(block.Hash, Routes.Block(block.Number)),
            TableCell.Of(block.Time),
            TableCell.Of(block.TransactionCount),
        ]) with
        {
            Keys = [.. blocks.Select(block => block.Hash.ToString())],
        };

    /// <summary>Transactions in their order.</summary>
    public static DataTable Transactions(IReadOnlyList<TransactionSummary> transactions, string name, string path) =>
        DataTable.Of(name, "Transactions", path, TransactionColumns, transactions, transaction =>
        [
            TableCell.Transaction(transaction.Hash),
            new TableCell($"{transaction.Kind}: {transaction.What}"),
            TableCell.Contract(transaction.Sender),
            TableCell.Status(transaction.Succeeded),
            TableCell.Block(transaction.BlockNumber),
        ]) with
        {
            Keys = [.. transactions.Select(transaction => transaction.Hash.ToString())],
        };

    /// <summary>Proofs in few columns, as whoever stored them states.</summary>
    public static DataTable LatestProofs(IReadOnlyList<RangeManifest> proofs, string name) =>
        DataTable.Of(name, "Proofs of blocks, highest first, as whoever stored them states", "", LatestProofColumns, proofs, proof =>
        [
            Name(proof),
            TableCell.Of(proof.Transactions),
            Milliseconds(proof.ProveMilliseconds),
            Lag(proof),
            TableCell.Of(proof.StoredAt),
        ]) with
        {
            Keys = [.. proofs.Select(proof => proof.Key.BlocksText)],
        };

    /// <summary>Proofs with what they cost, as whoever stored them states.</summary>
    public static DataTable Proofs(IReadOnlyList<RangeManifest> proofs, string name, string path) =>
        DataTable.Of(name, "The chain of proofs, highest blocks first, as whoever stored them states", path, ProofColumns, proofs, proof =>
        [
            Name(proof),
            TableCell.Of(proof.Transactions),
            Lag(proof),
            Number(proof.Steps, Rows.Count(proof.Steps)),
            Number(proof.TotalCells, Rows.Millions(proof.TotalCells)),
            Milliseconds(proof.RunMilliseconds),
            Milliseconds(proof.ProveMilliseconds),
            Number(proof.MemoryBytes, Rows.Bytes(proof.MemoryBytes)),
            Number(proof.ProofBytes, Rows.Bytes(proof.ProofBytes)),
            TableCell.Of(proof.StoredAt),
        ]);

    private static TableCell Name(RangeManifest proof) =>
        new(proof.Key.BlocksText) { Short = proof.Key.ToString(), Href = Routes.Proof(proof.Key) };

    private static TableCell Lag(RangeManifest proof) =>
        new(proof.Lag.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)) { Short = Rows.Duration(proof.Lag) };

    private static TableCell Milliseconds(long milliseconds) => Number(milliseconds, Rows.Seconds(milliseconds));

    private static TableCell Number(double number, string shown) =>
        new(number.ToString("0.###", CultureInfo.InvariantCulture)) { Short = shown };
}
