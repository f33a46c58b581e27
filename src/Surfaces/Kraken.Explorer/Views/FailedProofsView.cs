using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Tables;
using Kraken.Explorer.Web;
using Kraken.Proofs.Ranges;

namespace Kraken.Explorer.Views;

/// <summary>The blocks without a proof, with the reasons, and the attempts that failed.</summary>
/// <param name="Count">How many blocks are named as without a proof.</param>
/// <param name="Unproved">The highest of them below a number.</param>
/// <param name="Retrying">What failed and will be tried again, as the watcher says.</param>
/// <param name="Older">The number below which the next page begins; null on the last.</param>
internal sealed record FailedProofsView(int Count, DataTable Unproved, DataTable Retrying, ulong? Older)
{
    private static readonly ImmutableArray<TableColumn> Named =
    [
        new("block", "Block", true), new("attempts", "Attempts", true), new("reason", "Reason"), new("differs", "Differs"),
        new("found", "Found"),
    ];

    private static readonly ImmutableArray<TableColumn> Failed =
    [
        new("first", "First block", true), new("last", "Last block", true), new("reason", "Reason"), new("attempts", "Attempts", true),
        new("next", "Next attempt"),
    ];

    /// <summary>Reads a page.</summary>
    public static async Task<FailedProofsView> LoadAsync(ExplorerData data, ulong? below, CancellationToken cancellation)
    {
        ProofList? list = await data.Proofs.ListAsync(cancellation).ConfigureAwait(false);
        ulong[] numbers = [.. (list?.Unproved ?? []).Where(number => below is not { } bound || number < bound).OrderDescending()];
        IReadOnlyList<UnprovedBlock> unproved = list is null
            ? []
            : await data.Proofs.ReasonsAsync(list.Genesis, numbers.Take(ProofListView.Length), cancellation).ConfigureAwait(false);
        string path = Routes.FailedProofs(below);
        return new(
            list?.Unproved.Count ?? 0,
            DataTable.Of("unproved", "Blocks without a proof, highest first", path, Named, unproved, Row),
            DataTable.Of(
                "retrying", "Attempts that failed, to be repeated", path, Failed, data.Watcher.Status?.Ranges.Retrying ?? [], Row),
            numbers.Length > ProofListView.Length ? numbers[ProofListView.Length - 1] : null);
    }

    private static ImmutableArray<TableCell> Row(UnprovedBlock block) =>
    [
        TableCell.Block(block.Number),
        TableCell.Of((ulong)block.Attempts),
        new TableCell(block.Reason),
        block.Differs ? new TableCell("differs") { Tone = "bad" } : new TableCell("no"),
        TableCell.Of(block.At),
    ];

    private static ImmutableArray<TableCell> Row(FailedSpan failed) =>
    [
        TableCell.Block(failed.First),
        TableCell.Block(failed.Last),
        new TableCell(failed.Reason),
        TableCell.Of((ulong)failed.Attempts),
        TableCell.Of(failed.NextAt),
    ];
}
