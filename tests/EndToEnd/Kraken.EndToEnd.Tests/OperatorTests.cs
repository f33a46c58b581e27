using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Kraken.Operations.Tests;
using Kraken.P2P.Tests;
using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>Real processes as their operators see them: metrics, health, logs for machines, and how they stop.</summary>
public sealed partial class OperatorTests : IDisposable
{
    private static readonly TimeSpan Patience = Waiting.Minutes(1);
    private static readonly string?[] Levels = ["trace", "debug", "information", "warning", "error", "critical"];

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-operators-").FullName;
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly int rpc = FreePorts.Take();
    private readonly int metrics = FreePorts.Take(5);

    private string NodeFolder => Path.Combine(folder, "net", "node1");

    public void Dispose()
    {
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task WhatDashboardAndAlertsNameIsToldByRunningProcesses()
    {
        await MakeNetworkAsync();
        string genesis = Path.Combine(folder, "net", "genesis.json");
        string proofs = Path.Combine(folder, "proofs");
        string store = Directory.CreateDirectory(Path.Combine(folder, "store")).FullName;
        int pages = FreePorts.Take();

        // No Ethereum node listens there: operators are told, without the address and its key, and the chain goes on.
        await using Daemon node = Start(
            "node", 0, "node", "--data", NodeFolder, "--l1-url", $"http://127.0.0.1:{FreePorts.Take()}/hunter3",
            "--l1-contract", "0xde29d060d45901fb19ed6c6e959eb22d8626708e");
        await UntilAsync(() => AnswersAsync(metrics, "/ready"));
        await UntilAsync(async () => (await ScrapeAsync(0)).Sum("l1_trouble") > 0);
        foreach (string path in (string[])["/health", "/ready"])
        {
            string text = await http.GetStringAsync(new Uri($"http://127.0.0.1:{metrics}{path}"));
            Assert.Contains("\"part\":\"l1\"", text, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter3", text + node.Output, StringComparison.Ordinal);
        }

        string data = Path.Combine(folder, "watch");
        await using Daemon watcher = Start(
            "watcher", 1, "watch", "--rpc", $"http://127.0.0.1:{rpc}", "--data", data, "--proofs", proofs, "--genesis", genesis);

        // No broker listens there: the worker says so.
        string queue = $"amqp://user:hunter2@127.0.0.1:{FreePorts.Take()}";
        await using Daemon worker = Start("worker", 2, "prove-worker", "--queue", queue, "--store", store, "--genesis", genesis);
        await using Daemon explorer = Start(
            "explorer", 3, "explore", "--rpc", $"http://127.0.0.1:{rpc}", "--proofs", proofs, "--genesis", genesis, "--port", $"{pages}");
        await using Daemon dev = Start("dev", 4, "dev", "--port", $"{FreePorts.Take()}");
        await UntilAsync(() => AnswersAsync(metrics + 3, "/ready"));
        await UntilAsync(() => AnswersAsync(metrics + 4, "/ready"));
        await UntilAsync(() => AnswersAsync(metrics + 1, "/health"));
        await UntilAsync(() => AnswersAsync(metrics + 2, "/health"));
        await UntilAsync(async () => !await AnswersAsync(metrics + 2, "/ready"));
        using (HttpResponseMessage ready = await http.GetAsync(new Uri($"http://127.0.0.1:{metrics + 2}/ready")))
        {
            string text = await ready.Content.ReadAsStringAsync();
            Assert.Contains("\"part\":\"farm\"", text, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", text + worker.Output, StringComparison.Ordinal);
        }

        Assert.Equal(-32601, await CallAsync("starknet_noSuchMethod"));
        Assert.Null(await CallAsync("starknet_blockNumber"));
        using (HttpResponseMessage page = await http.GetAsync(new Uri($"http://127.0.0.1:{pages}/blocks")))
        {
            Assert.True(page.IsSuccessStatusCode);
        }

        await UntilAsync(async () => (await ScrapeAsync(0)).Sum("chain_height") >= 1);

        // The last that a watcher begins to tell.
        await UntilAsync(async () => (await ScrapeAsync(1)).TypeOf.ContainsKey("proof_blocked"));
        MetricsText[] told = [await ScrapeAsync(0), await ScrapeAsync(1), await ScrapeAsync(2), await ScrapeAsync(3), await ScrapeAsync(4)];
        Assert.Equal(1, told[0].Sum("committee_size"));
        Assert.Equal(1, told[0].Sum("rpc_requests_total", ("method", "unknown"), ("code", "-32601")));
        Assert.Equal(0, told[0].Sum("rpc_requests_total", ("method", "starknet_noSuchMethod")));
        Assert.True(told[0].Sum("rpc_requests_total", ("method", "starknet_blockNumber"), ("code", "0")) >= 1);
        Assert.True(told[0].Sum("block_txs_count") >= 1);
        Assert.True(told[0].Sum("l1_looks_total", ("result", "failed")) >= 1);
        Assert.Equal(1, told[3].Sum("explorer_requests_total", ("route", "/blocks"), ("status", "2xx")));

        // What a process tells is documented, and what is documented of where it stands is told.
        Dictionary<string, string> documented = Documented();
        string[] names = [.. told.SelectMany(text => text.TypeOf.Keys).Distinct().Where(name => !Foreign().IsMatch(name))];
        Assert.Empty(names.Except(documented.Keys));
        Assert.All(names, name => Assert.Equal(
            documented[name], told.Select(text => text.TypeOf.GetValueOrDefault(name)).First(type => type is not null)));
        string[] ofOthers = ["proof_jobs_running", "peer_connected", "net_queued_bytes"];
        Assert.Empty(documented.Where(metric => metric.Value == "gauge").Select(metric => metric.Key).Except(names).Except(ofOthers));

        // What no process told in this test is a count of what did not happen, and documented.
        HashSet<string> runtime = [.. told.SelectMany(text => text.TypeOf.Keys).Where(name => Foreign().IsMatch(name))];
        foreach (string file in (string[])["deploy/grafana/kraken.json", "deploy/prometheus/kraken.rules.yaml"])
        {
            string[] used = [.. Used(Expressions(Path.Combine(Repository.Root, file)))];
            Assert.True(used.Length > 5, $"{file} names too few metrics: {string.Join(' ', used)}");
            Assert.Equal([], used.Except(documented.Keys).Except(runtime).Except(["up"]));
        }
    }

    [Fact]
    public async Task ANodeThatIsAskedToStopFinishesWhatRunsAndSendsOthersAway()
    {
        await MakeNetworkAsync();
        await using Daemon node = Start("node", 0, "node", "--data", NodeFolder, "--drain-seconds", "60", "--log-format", "json");
        await UntilAsync(() => AnswersAsync(rpc, "/ready"));
        using TcpClient slow = new();
        await slow.ConnectAsync(IPAddress.Loopback, rpc);
        byte[] call = """{"jsonrpc":"2.0","id":1,"method":"starknet_blockNumber","params":[]}"""u8.ToArray();
        string head = $"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {call.Length}\r\n\r\n";
        await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        await slow.GetStream().WriteAsync(call.AsMemory(0, 20));
        await UntilAsync(async () => (await ScrapeAsync(0)).Sum("rpc_in_flight") >= 1);

        await node.SignalAsync("TERM");
        await UntilAsync(async () => !await AnswersAsync(metrics, "/ready"));
        Assert.True(await AnswersAsync(metrics, "/health"));
        using StringContent body = new("{}", Encoding.UTF8, "application/json");
        using HttpResponseMessage refused = await http.PostAsync(new Uri($"http://127.0.0.1:{rpc}/"), body);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);

        // It votes on meanwhile: the chain of this one validator grows.
        double height = (await ScrapeAsync(0)).Sum("chain_height");
        await UntilAsync(async () => (await ScrapeAsync(0)).Sum("chain_height") > height);
        Assert.False(node.HasExited);
        await slow.GetStream().WriteAsync(call.AsMemory(20));
        using StreamReader answer = new(slow.GetStream());
        Assert.Contains("200", await answer.ReadLineAsync(), StringComparison.Ordinal);
        await UntilAsync(() => Task.FromResult(node.HasExited));
        Assert.Equal(0, await node.ExitCodeAsync());
        CheckLines(node.Output);

        // What it had decided is whole: it goes on from there.
        await using Daemon again = Start("again", 0, "node", "--data", NodeFolder);
        await UntilAsync(async () => await AnswersAsync(metrics, "/ready") && (await ScrapeAsync(0)).Sum("chain_height") > height);
    }

    // One object a line, with the members that who collects logs wants; and no key among them.
    private void CheckLines(string output)
    {
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(lines);
        string[] secrets = [.. Directory.EnumerateFiles(NodeFolder, "*.key").SelectMany(File.ReadAllLines).Where(line => line.Length > 30)];
        Assert.NotEmpty(secrets);
        foreach (string line in lines)
        {
            JsonElement entry = JsonDocument.Parse(line).RootElement;
            Assert.True(entry.GetProperty("time").GetDateTimeOffset().Offset == TimeSpan.Zero);
            Assert.Contains(entry.GetProperty("level").GetString(), Levels);
            Assert.All(
                (string[])["category", "event", "message"],
                name => Assert.False(string.IsNullOrEmpty(entry.GetProperty(name).GetString())));
            Assert.Equal(JsonValueKind.Array, entry.GetProperty("scopes").ValueKind);
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, line, StringComparison.Ordinal));
        }
    }

    private static Dictionary<string, string> Documented() => DocumentedLine()
        .Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "metrics.md")))
        .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    // In the dashboard's JSON they are strings, in the rules' YAML plain or folded.
    private static IEnumerable<string> Expressions(string path)
    {
        string text = File.ReadAllText(path);
        if (!path.EndsWith(".json", StringComparison.Ordinal))
        {
            return Expression().Matches(text).Select(match => match.Groups[1].Value);
        }

        using JsonDocument document = JsonDocument.Parse(text);
        return [.. Strings(document.RootElement, "expr")];
    }

    private static IEnumerable<string> Strings(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member.Name == name && member.Value.ValueKind == JsonValueKind.String
                ? [member.Value.GetString()!] : Strings(member.Value, name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Strings(item, name)),
        _ => [],
    };

    // Names in expressions of PromQL: words with an underscore, less labels and functions, and what a histogram adds to its name.
    private static IEnumerable<string> Used(IEnumerable<string> expressions) => expressions
        .SelectMany(expression => Word().Matches(InBraces().Replace(expression, " ")).Select(word => word.Value))
        .Where(word => !word.StartsWith("histogram_", StringComparison.Ordinal) && !word.StartsWith("group_", StringComparison.Ordinal)
            && word is not ("label_replace" or "max_over_time" or "avg_over_time" or "min_over_time" or "count_values"))
        .Select(word => Suffix().Replace(word, ""))
        .Distinct();

    private Daemon Start(string name, int index, params string[] arguments) =>
        new(Path.Combine(folder, $"{name}.log"), [.. arguments, "--metrics-listen", $"{metrics + index}"]);

    private async Task MakeNetworkAsync()
    {
        (int code, _, string errors) = await Command.RunAsync(
            Patience, Repository.Kraken, "genesis", "--out", Path.Combine(folder, "net"), "--validators", "1", "--rpc-port", $"{rpc}",
            "--peer-port", $"{FreePorts.Take()}");
        Assert.True(code == 0, errors);
    }

    private async Task<MetricsText> ScrapeAsync(int index) =>
        MetricsText.Read(await http.GetStringAsync(new Uri($"http://127.0.0.1:{metrics + index}/metrics")));

    private async Task<bool> AnswersAsync(int port, string path)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}{path}"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<int?> CallAsync(string method)
    {
        using StringContent body = new(
            $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":[]}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await http.PostAsync(new Uri($"http://127.0.0.1:{rpc}/"), body);
        JsonElement json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        return json.TryGetProperty("error", out JsonElement error) ? error.GetProperty("code").GetInt32() : null;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(watch.Elapsed < 3 * Patience, "what was waited for did not come");
            await Task.Delay(50);
        }
    }

    [GeneratedRegex(@"^(dotnet|kestrel|target_info|otel|aspnetcore)")]
    private static partial Regex Foreign();

    [GeneratedRegex(@"^- `(\w+)` (gauge|counter|histogram)", RegexOptions.Multiline)]
    private static partial Regex DocumentedLine();

    [GeneratedRegex(@"expr:\s*(.+(?:\n {10,}\S.*)*)$", RegexOptions.Multiline)]
    private static partial Regex Expression();

    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]|by \([^)]*\)|on \([^)]*\)|\""[^""]*""")]
    private static partial Regex InBraces();

    [GeneratedRegex(@"\b[a-z][a-z0-9]*(?:_[a-z]+)+\b|\bpeers\b|\bup\b")]
    private static partial Regex Word();

    [GeneratedRegex("(_bucket|_sum|_count)$")]
    private static partial Regex Suffix();
}
