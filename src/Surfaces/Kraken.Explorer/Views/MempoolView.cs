using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Tables;
using Kraken.Explorer.Web;
using Kraken.Fields;
using Kraken.Rpc.Client;

namespace Kraken.Explorer.Views;

/// <summary>What waits at the node, and what it is deciding.</summary>
/// <param name="Count">How many wait; null where the node does not tell.</param>
/// <param name="Waiting">The first of those to arrive.</param>
/// <param name="Proposed">The transactions of the block that is being decided, in order.</param>
internal sealed record MempoolView(ulong? Count, DataTable Waiting, DataTable Proposed)
{
    private static readonly ImmutableArray<TableColumn> WaitingColumns =
    [
        new("transaction", "Transaction"), new("kind", "Kind"), new("sender", "Sender"), new("nonce", "Nonce", true),
        new("tip", "Tip, fri", true),
    ];

    private static readonly ImmutableArray<TableColumn> ProposedColumns = [new("index", "Place", true), new("transaction", "Transaction")];

    /// <summary>Asks the node.</summary>
    public static async Task<MempoolView> LoadAsync(ExplorerData data, CancellationToken cancellation)
    {
        WaitingPage? waiting = await data.Node.WaitingAsync(cancellation).ConfigureAwait(false);
        ImmutableArray<Felt> proposed = await data.Node.ProposedAsync(cancellation).ConfigureAwait(false);
        return new(
            waiting?.Count,
            DataTable.Of(
                "waiting", "Waiting transactions, the first to arrive first", Routes.Mempool, WaitingColumns,
                waiting?.Transactions ?? [], Row),
            DataTable.Of(
                "proposed", "Transactions of the block that is being decided", Routes.Mempool, ProposedColumns, proposed.Index(),
                item => [TableCell.Of((ulong)item.Index), TableCell.Transaction(item.Item)]));
    }

    private static ImmutableArray<TableCell> Row(WaitingTransaction waiting) =>
    [
        TableCell.Transaction(waiting.Hash),
        new TableCell(waiting.Type),
        TableCell.Contract(waiting.Sender),
        new TableCell(waiting.Nonce.ToBigInteger().ToString(System.Globalization.CultureInfo.InvariantCulture)),
        TableCell.Of(waiting.Tip),
    ];
}
