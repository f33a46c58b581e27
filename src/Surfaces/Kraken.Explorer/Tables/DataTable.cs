using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Kraken.Explorer.Tables;

/// <summary>A table as pages show it and as it is exported.</summary>
/// <param name="Name">What tests and exports call it.</param>
/// <param name="Caption">What it holds, for who cannot see it.</param>
/// <param name="Path">The page that it stands on, with its query: the exports are had there.</param>
/// <param name="Rows">Its rows, each with a cell for each column.</param>
internal sealed record DataTable(
    string Name, string Caption, string Path, ImmutableArray<TableColumn> Columns, ImmutableArray<ImmutableArray<TableCell>> Rows)
{
    /// <summary>By what the live page tells rows; null for tables that do not change.</summary>
    public ImmutableArray<string>? Keys { get; init; }

    /// <summary>Whether rows were left out because there were too many.</summary>
    public bool IsCut { get; init; }

    /// <summary>The address of the table in a format.</summary>
    public string Export(string format) => $"{Path}{(Path.Contains('?') ? '&' : '?')}table={Name}&format={format}";

    /// <summary>A table of at most <see cref="ExplorerLimits.TableRows"/> of the rows.</summary>
    public static DataTable Of<T>(
        string name,
        string caption,
        string path,
        ImmutableArray<TableColumn> columns,
        IEnumerable<T> items,
        System.Func<T, ImmutableArray<TableCell>> row)
    {
        ImmutableArray<ImmutableArray<TableCell>> rows = [.. items.Take(ExplorerLimits.TableRows + 1).Select(row)];
        bool isCut = rows.Length > ExplorerLimits.TableRows;
        return new(name, caption, path, columns, isCut ? rows[..ExplorerLimits.TableRows] : rows) { IsCut = isCut };
    }
}
