using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Proofs;

namespace Kraken.Cli.Devnet;

/// <summary>
/// One line on the terminal: the height of every node, and how far its blocks are proved; one line per change when output is no terminal.
/// </summary>
internal sealed class StatusLine(DevnetLayout layout, HttpClient http)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Shows the line until cancelled (0) or until <paramref name="failure"/> names one (1).</summary>
    /// <param name="failure">Why the network cannot go on; null while it can.</param>
    /// <param name="report">What is to be told once beside the line; null for nothing.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<int> ShowUntilAsync(Func<string?> failure, Func<string?> report, CancellationToken cancellation)
    {
        string shown = "";
        while (!cancellation.IsCancellationRequested)
        {
            if (failure() is { } reason)
            {
                Console.WriteLine();
                await Console.Error.WriteLineAsync(reason).ConfigureAwait(false);
                return 1;
            }

            if (report() is { } told)
            {
                Console.WriteLine();
                await Console.Error.WriteLineAsync(told).ConfigureAwait(false);
            }

            string line = await ReadAsync(cancellation).ConfigureAwait(false);
            if (!Console.IsOutputRedirected)
            {
                Console.Write($"\r{line}\u001b[K");
            }
            else if (line != shown)
            {
                Console.WriteLine(line);
            }

            shown = line;
            await Task.Delay(Interval, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Console.WriteLine();
        return 0;
    }

    /// <summary>How the blocks' proofs stand, by the store and by what the watcher says beside it.</summary>
    /// <param name="folder">The proof store.</param>
    public static string ProofsText(string folder)
    {
        // What was set aside is hidden.
        int proofs = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "manifest.json", new EnumerationOptions { RecurseSubdirectories = true }).Count()
            : 0;
        try
        {
            return new WatcherStatusFile(folder).Read() is { Ranges: var ranges }
                ? $"proofs {proofs}, of all blocks to {ranges.DoneBlock}"
                    + (ranges.UnprovedCount > 0 ? $" but {ranges.UnprovedCount}" : "")
                    + (ranges.Proving is { } proving ? $"; proving {proving}" : "")
                : $"proofs {proofs}";
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return $"proofs {proofs}";
        }
    }

    private async Task<string> ReadAsync(CancellationToken cancellation)
    {
        string[] heights = await Task.WhenAll(layout.RpcUrls.Select(url => HeightAsync(url, cancellation))).ConfigureAwait(false);
        return $"heights {string.Join(' ', heights)}   {ProofsText(layout.Proofs)}";
    }

    private async Task<string> HeightAsync(string url, CancellationToken cancellation)
    {
        const string Request = """{"jsonrpc":"2.0","id":1,"method":"starknet_blockNumber","params":[]}""";
        try
        {
            using StringContent content = new(Request, Encoding.UTF8, "application/json");
            using HttpResponseMessage response = await http.PostAsync(new Uri(url), content, cancellation).ConfigureAwait(false);
            using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false));
            return answer.RootElement.TryGetProperty("result", out JsonElement height) ? height.GetRawText() : "-";
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or JsonException)
        {
            return "-";
        }
    }
}
