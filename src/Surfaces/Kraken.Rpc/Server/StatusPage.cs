using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Text;
using Kraken.Starknet.Blocks;

namespace Kraken.Rpc.Server;

/// <summary>The page that tells people how a node is; plain HTML, readable in light and dark.</summary>
internal static class StatusPage
{
    private const string Head = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="refresh" content="5">
        <title>Kraken node</title>
        <style>
        :root { color-scheme: light dark; font-family: system-ui, sans-serif; }
        body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
        th { text-align: left; vertical-align: top; padding: .3rem 1.5rem .3rem 0; font-weight: 600; white-space: nowrap; }
        td { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
        </style>
        </head>
        <body>

        """;

    internal static string Render(RpcBackend backend)
    {
        NodeStatus? status = backend.Status?.Invoke();
        StringBuilder page = new(Head);
        page.Append(CultureInfo.InvariantCulture, $"<h1>{WebUtility.HtmlEncode(status?.Name ?? "Kraken node")}</h1>\n<table>\n");
        foreach ((string title, string value) in Rows(backend, status))
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<tr><th scope=\"row\">{WebUtility.HtmlEncode(title)}</th><td>{WebUtility.HtmlEncode(value)}</td></tr>\n");
        }

        return page.Append("</table>\n</body>\n</html>\n").ToString();
    }

    private static IEnumerable<(string Title, string Value)> Rows(RpcBackend backend, NodeStatus? status)
    {
        yield return ("Chain", backend.Chain.ChainId.Name);
        if (backend.Chain.Latest is { } latest)
        {
            yield return ("Height", latest.Number.ToString(CultureInfo.InvariantCulture));
            yield return ("Block hash", latest.Hash.ToString());
            yield return ("State root", latest.StateRoot.ToString());
            yield return ("Block time", TimeOf(latest));
            yield return ("Protocol version", latest.StarknetVersion);
        }

        if (backend.Chain.Syncing is { } progress)
        {
            yield return ("Syncing", $"{progress.CurrentNumber} of {progress.HighestNumber}");
        }

        if (backend.Submitter is { } submitter)
        {
            yield return ("Transactions waiting", submitter.PendingCount.ToString(CultureInfo.InvariantCulture));
        }

        if (status is null)
        {
            yield break;
        }

        yield return ("Role", status.Role);
        yield return ("Peers", status.Peers.IsEmpty ? "none" : string.Join(", ", status.Peers));
        foreach ((string title, string value) in status.Facts)
        {
            yield return (title, value);
        }
    }

    private static string TimeOf(BlockHeader header) => header.Timestamp < 253_402_300_800
        ? System.DateTimeOffset.FromUnixTimeSeconds((long)header.Timestamp).ToString(
            "yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)
        : header.Timestamp.ToString(CultureInfo.InvariantCulture);
}
