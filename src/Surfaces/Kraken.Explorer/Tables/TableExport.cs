using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace Kraken.Explorer.Tables;

/// <summary>Tables as CSV [RFC4180] and JSON.</summary>
internal static class TableExport
{
    private const string Formulas = "=+-@\t\r\n";
    private const string Quoted = "\",\r\n";

    /// <summary>
    /// The table as CSV. A text that a spreadsheet would run as a formula is written behind an apostrophe, which makes it text.
    /// </summary>
    public static byte[] Csv(DataTable table)
    {
        StringBuilder text = new();
        text.AppendJoin(',', table.Columns.Select(column => Field(column.Name, false))).Append("\r\n");
        foreach (ImmutableArray<TableCell> row in table.Rows)
        {
            text.AppendJoin(',', row.Select((cell, index) => Field(Bounded(cell), table.Columns[index].IsNumber))).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The table as a JSON object: its name, whether rows were left out, and the rows as objects of texts.</summary>
    public static byte[] Json(DataTable table)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("table", table.Name);
            writer.WriteBoolean("is_cut", table.IsCut);
            writer.WriteStartArray("rows");
            foreach (ImmutableArray<TableCell> row in table.Rows)
            {
                writer.WriteStartObject();
                for (int i = 0; i < row.Length; i++)
                {
                    writer.WriteString(table.Columns[i].Name, Bounded(row[i]));
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    // Half a surrogate pair is no text that an export could hold.
    private static string Bounded(TableCell cell)
    {
        string text = cell.Text.Length > ExplorerLimits.CellText ? cell.Text[..ExplorerLimits.CellText] : cell.Text;
        return text.Any(char.IsSurrogate) ? string.Concat(text.EnumerateRunes()) : text;
    }

    private static string Field(string text, bool isNumber)
    {
        string safe = text.Length > 0 && Formulas.Contains(text[0]) && !(isNumber && IsNumber(text)) ? "'" + text : text;
        return safe.AsSpan().ContainsAny(Quoted) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static bool IsNumber(string text) => text[0] == '-' && text.Skip(1).All(digit => char.IsAsciiDigit(digit) || digit == '.');
}
