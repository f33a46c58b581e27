using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Kraken.Explorer.Tables;
using Xunit;

namespace Kraken.Explorer.Tests.Tables;

/// <summary>Tables as files: whole, within bounds, and harmless in a spreadsheet.</summary>
[Collection(nameof(ExplorerCollection))]
public sealed class TableExportTests(ExplorerFixture explorer)
{
    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"")]
    [InlineData("+1+1", "'+1+1")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    public void NoTextIsAFormula(string text, string field) =>
        Assert.Equal($"name,amount\r\n{field},\r\n", Csv(new TableCell(text), TableCell.Empty));

    [Theory]
    [InlineData("-12.5", "-12.5")]
    [InlineData("-1+1", "'-1+1")]
    [InlineData("=1", "'=1")]
    public void NumbersStayNumbers(string text, string field) =>
        Assert.Equal($"name,amount\r\n,{field}\r\n", Csv(TableCell.Empty, new TableCell(text)));

    [Fact]
    public void CellsAndRowsAreBounded()
    {
        string longest = new('x', ExplorerLimits.CellText);
        DataTable table = Table(Enumerable.Repeat(new TableCell(longest + "y"), ExplorerLimits.TableRows + 1));
        Assert.True(table.IsCut);
        Assert.Equal(ExplorerLimits.TableRows, table.Rows.Length);
        using JsonDocument json = JsonDocument.Parse(TableExport.Json(table));
        Assert.True(json.RootElement.GetProperty("is_cut").GetBoolean());
        Assert.Equal(ExplorerLimits.TableRows, json.RootElement.GetProperty("rows").GetArrayLength());
        Assert.Equal(longest, json.RootElement.GetProperty("rows")[0].GetProperty("name").GetString());
        Assert.False(Table(Enumerable.Repeat(new TableCell(longest), ExplorerLimits.TableRows)).IsCut);
    }

    [Fact]
    public void HalfASurrogatePairIsNoReasonToFail()
    {
        DataTable table = Table([new TableCell("a\ud800b")]);
        using JsonDocument json = JsonDocument.Parse(TableExport.Json(table));
        Assert.Equal("a\ufffdb", json.RootElement.GetProperty("rows")[0].GetProperty("name").GetString());
        Assert.Contains("a\ufffdb", Encoding.UTF8.GetString(TableExport.Csv(table)), StringComparison.Ordinal);
    }

    /// <summary>Every table of every page can be had in both forms, with as many rows as the page has.</summary>
    [Theory]
    [InlineData("/blocks", "blocks", 25)]
    [InlineData("/block/12", "block-transactions", 1)]
    [InlineData("/block/12/state", "storage", -1)]
    [InlineData("/block/12/state", "changes", -1)]
    [InlineData("/events", "events", -1)]
    [InlineData("/messages", "from-l1", 0)]
    [InlineData("/messages", "to-l1", 0)]
    [InlineData("/tokens", "tokens", -1)]
    [InlineData("/validators", "validators", 4)]
    [InlineData("/validators", "certificates", 27)]
    [InlineData("/mempool", "waiting", -1)]
    [InlineData("/mempool", "proposed", 0)]
    [InlineData("/charts", "figures", 28)]
    [InlineData("/proofs", "proofs", 1)]
    [InlineData("/proofs/failed", "unproved", 0)]
    [InlineData("/proofs/failed", "retrying", 0)]
    [InlineData("/search?q=STRK", "results", -1)]
    public async Task EveryTableIsExported(string page, string name, int rows)
    {
        string path = $"{page}{(page.Contains('?', StringComparison.Ordinal) ? '&' : '?')}table={name}&format=";
        using HttpResponseMessage json = await explorer.Http.GetAsync(new Uri(path + "json", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, json.StatusCode);
        Assert.Equal("application/json", json.Content.Headers.ContentType?.MediaType);
        using JsonDocument document = JsonDocument.Parse(await json.Content.ReadAsStringAsync());
        Assert.Equal(name, document.RootElement.GetProperty("table").GetString());
        int found = document.RootElement.GetProperty("rows").GetArrayLength();
        Assert.True(rows < 0 ? found > 0 || name is "waiting" or "changes" : found == rows, $"{path}: {found} rows");
        using HttpResponseMessage csv = await explorer.Http.GetAsync(new Uri(path + "csv", UriKind.Relative));
        Assert.Equal("text/csv", csv.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", csv.Content.Headers.ContentDisposition?.DispositionType);
        Assert.True((await csv.Content.ReadAsStringAsync()).Split("\r\n").Length >= found + 1);
    }

    [Theory]
    [InlineData("/blocks?format=xml")]
    [InlineData("/blocks?format=")]
    [InlineData("/blocks?format=csv&table=other")]
    public async Task OtherFormatsAreRefused(string path)
    {
        using HttpResponseMessage answer = await explorer.Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static string Csv(TableCell name, TableCell amount) => Encoding.UTF8.GetString(TableExport.Csv(
        DataTable.Of("t", "", "/t", [new("name", "Name"), new("amount", "Amount", true)], [0], _ => [name, amount])));

    private static DataTable Table(System.Collections.Generic.IEnumerable<TableCell> cells) =>
        DataTable.Of("t", "", "/t", [new("name", "Name")], cells, cell => [cell]);
}
