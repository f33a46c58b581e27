using Kraken.Explorer.Search;
using Kraken.Explorer.Tables;

namespace Kraken.Explorer.Views;

/// <summary>The page of what a search found.</summary>
/// <param name="Outcome">The search.</param>
/// <param name="Table">What it found, each with its kind.</param>
internal sealed record SearchView(SearchOutcome Outcome, DataTable Table)
{
    /// <summary>Makes the table of what was found.</summary>
    public static SearchView Of(SearchOutcome outcome) => new(outcome, DataTable.Of(
        "results",
        "What was found",
        $"/search?q={System.Uri.EscapeDataString(outcome.Query)}",
        [new("kind", "Kind"), new("name", "Name"), new("about", "About")],
        outcome.Hits,
        hit =>
        [
            new TableCell(hit.Kind),
            new TableCell(hit.Name) { Href = hit.Path, IsCode = hit.Name.StartsWith("0x", System.StringComparison.Ordinal) },
            new TableCell(hit.About),
        ]));
}
