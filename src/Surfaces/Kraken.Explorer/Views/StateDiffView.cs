using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Tables;
using Kraken.Explorer.Web;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.Explorer.Views;

/// <summary>What a block or a transaction changed.</summary>
/// <param name="Back">The page of that.</param>
/// <param name="BackText">The words that lead there.</param>
/// <param name="Roots">The state roots before and after; null for a transaction.</param>
/// <param name="Storage">The changed storage cells.</param>
/// <param name="Others">The changed nonces, classes and contracts.</param>
internal sealed record StateDiffView(
    string Title, string Back, string BackText, (Felt Old, Felt New)? Roots, DataTable Storage, DataTable Others)
{
    private static readonly ImmutableArray<TableColumn> Cells =
        [new("contract", "Contract"), new("key", "Key"), new("value", "Value after")];

    private static readonly ImmutableArray<TableColumn> Rest =
        [new("change", "Change"), new("subject", "Contract or class"), new("value", "Value after")];

    /// <summary>Reads what a block changed; null when there is no such block.</summary>
    public static async Task<StateDiffView?> OfBlockAsync(ExplorerData data, ulong number, CancellationToken cancellation) =>
        await data.Node.StateUpdateAsync(number, cancellation).ConfigureAwait(false) is { } update
            ? Of($"Block {number}", Routes.Block(number), $"block {number}", Routes.BlockState(number), update.Diff) with
            {
                Roots = (update.OldRoot, update.NewRoot),
            }
            : null;

    /// <summary>Reads what a transaction changed, from its trace; null when the node gives none.</summary>
    public static async Task<StateDiffView?> OfTransactionAsync(ExplorerData data, Felt hash, CancellationToken cancellation) =>
        await data.Node.TraceAsync(hash, cancellation).ConfigureAwait(false) is { StateDiff: { } diff }
            ? Of($"Transaction {ShortFelt.Of(hash)}", Routes.Transaction(hash), ShortFelt.Of(hash), Routes.TransactionState(hash), diff)
            : null;

    private static StateDiffView Of(string title, string back, string backText, string path, StateDiff diff) => new(
        title,
        back,
        backText,
        null,
        DataTable.Of(
            "storage", "Changed storage cells", path, Cells,
            diff.Entries().Where(entry => entry.List == StateDiffList.Storage),
            cell => [TableCell.Contract(cell.Owner), TableCell.Of(cell.Key), TableCell.Of(cell.Value)]),
        DataTable.Of(
            "changes", "Changed nonces, classes and contracts", path, Rest,
            diff.Entries().Where(entry => entry.List != StateDiffList.Storage), Row));

    private static ImmutableArray<TableCell> Row(StateDiffEntry entry) => entry.List switch
    {
        StateDiffList.Nonce => [new("nonce"), TableCell.Contract(entry.Owner), TableCell.Of(entry.Value)],
        StateDiffList.Deployed => [new("deployed"), TableCell.Contract(entry.Owner), TableCell.Class(entry.Value)],
        StateDiffList.Replaced => [new("class replaced"), TableCell.Contract(entry.Owner), TableCell.Class(entry.Value)],
        StateDiffList.Declared => [new("class declared"), TableCell.Class(entry.Owner), TableCell.Of(entry.Value)],
        StateDiffList.Migrated => [new("class migrated"), TableCell.Class(entry.Owner), TableCell.Of(entry.Value)],
        _ => [new("class of Cairo 0 declared"), TableCell.Class(entry.Owner), TableCell.Empty],
    };
}
