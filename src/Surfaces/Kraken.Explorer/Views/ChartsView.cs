using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Tables;
using Kraken.Explorer.Tokens;
using Kraken.Explorer.Web;
using Kraken.Proofs.Ranges;
using Kraken.Starknet.Blocks;

namespace Kraken.Explorer.Views;

/// <summary>The latest blocks and proofs as lines.</summary>
/// <param name="Figures">The blocks, lowest first.</param>
/// <param name="Proofs">The latest proofs.</param>
/// <param name="Fees">The token of fees.</param>
/// <param name="Table">The numbers behind the lines, latest block first.</param>
internal sealed record ChartsView(
    IReadOnlyList<BlockFigures> Figures, IReadOnlyList<RangeManifest> Proofs, FeeToken Fees, DataTable Table)
{
    private static readonly ImmutableArray<TableColumn> Columns =
    [
        new("block", "Block", true), new("time", "Time"), new("seconds", "Seconds since the one before", true),
        new("transactions", "Transactions", true), new("events", "Events", true), new("l2_gas_price", "Price of L2 gas, fri", true),
        new("fees", "Fees", true),
    ];

    /// <summary>Reads the headers of the latest blocks, and the fees of those of them that are read within the time of a page.</summary>
    public static async Task<ChartsView> LoadAsync(ExplorerData data, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        ulong height = await data.Node.HeightAsync(cancellation).ConfigureAwait(false);
        List<BlockFigures> figures = [];
        BlockHeader? newer = await data.Node.KnownHeaderAsync(height, cancellation).ConfigureAwait(false);
        while (newer is not null && figures.Count < ExplorerLimits.ChartedBlocks)
        {
            // Headers come first: a chain whose blocks are large has lines of them, though not of all fees.
            BlockHeader? older = newer.Number == 0 || Stopwatch.GetElapsedTime(start) > ExplorerLimits.Scan
                ? null
                : await data.Node.KnownHeaderAsync(newer.Number - 1, cancellation).ConfigureAwait(false);
            figures.Add(BlockFigures.Of(newer, older));
            newer = older;
        }

        for (int i = 0; i < figures.Count; i++)
        {
            bool mayRead = i < ExplorerLimits.ScannedBlocks && Stopwatch.GetElapsedTime(start) < ExplorerLimits.Scan;
            figures[i] = figures[i] with
            {
                Fees = await data.Fees.OfBlockAsync(figures[i].Number, mayRead, cancellation).ConfigureAwait(false),
            };
        }

        FeeToken fees = await data.Token.FeeTokenAsync(cancellation).ConfigureAwait(false);
        ProofList? list = await data.Proofs.ListAsync(cancellation).ConfigureAwait(false);
        return new(
            [.. Enumerable.Reverse(figures)],
            list is null
                ? []
                : await data.Proofs.ManifestsAsync(list.Below(null).Take(ProofListView.Length), cancellation).ConfigureAwait(false),
            fees,
            DataTable.Of("figures", "Blocks, latest first", Routes.Charts, Columns, figures, figure => Row(figure, fees)));
    }

    private static ImmutableArray<TableCell> Row(BlockFigures figure, FeeToken fees) =>
    [
        TableCell.Block(figure.Number),
        TableCell.Of(figure.Time),
        new TableCell(figure.Seconds?.ToString("0.###", CultureInfo.InvariantCulture) ?? ""),
        TableCell.Of(figure.Transactions),
        TableCell.Of(figure.Events),
        new TableCell(figure.L2GasPrice.ToString(CultureInfo.InvariantCulture)),
        figure.Fees is { } paid
            ? new TableCell(paid.ToString(CultureInfo.InvariantCulture)) { Short = Amounts.Of(paid, fees.Decimals) }
            : TableCell.Empty,
    ];
}
