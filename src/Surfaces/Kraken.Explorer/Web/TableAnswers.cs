using System.Linq;
using System.Threading.Tasks;
using Kraken.Explorer.Tables;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Kraken.Explorer.Web;

/// <summary>Answers of pages whose tables can be had as files.</summary>
internal static class TableAnswers
{
    /// <summary>The page, or one of its tables in the format that the query names.</summary>
    public static async Task<IResult> TablesAsync<TPage, TView>(
        this PageRenderer pages, HttpRequest request, TView view, params DataTable[] tables)
        where TPage : IComponent
    {
        if (!request.Query.TryGetValue("format", out Microsoft.Extensions.Primitives.StringValues format))
        {
            return await pages.PageAsync<TPage, TView>(view).ConfigureAwait(false);
        }

        string name = request.Query["table"].ToString();
        if (tables.FirstOrDefault(candidate => name.Length == 0 || candidate.Name == name) is not { } table)
        {
            return await ExplorerEndpoints.BadRequestAsync(pages, "table", string.Join(" or ", tables.Select(each => each.Name)), name)
                .ConfigureAwait(false);
        }

        return format.ToString() switch
        {
            "csv" => Results.Bytes(TableExport.Csv(table), "text/csv; charset=utf-8", $"{table.Name}.csv"),
            "json" => Results.Bytes(TableExport.Json(table), "application/json", $"{table.Name}.json"),
            string other => await ExplorerEndpoints.BadRequestAsync(pages, "format", "csv or json", other).ConfigureAwait(false),
        };
    }
}
