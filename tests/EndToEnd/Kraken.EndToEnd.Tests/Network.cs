using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Kraken.P2P.Tests;
using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>
/// Four real node processes in a folder of their own, which run every contract on both engines and stop where they differ.
/// </summary>
internal sealed partial class Network : IAsyncDisposable
{
    public const int Size = 4;

    /// <summary>What an honest node may hold at any time, in bytes.</summary>
    public const long MaxMemory = 1L << 30;

    /// <summary>What a node's log of consensus may take on disk, in bytes.</summary>
    public const long MaxLog = 100L << 20;

    /// <summary>What a node may print while a test attacks it, in bytes.</summary>
    public const long MaxOutput = 8L << 20;

    /// <summary>How soon after a fault's end the chain decides again.</summary>
    public static readonly TimeSpan Recovery = TimeSpan.FromSeconds(15);

    /// <summary>How often a node tells that it stands where it stood before a chain counts as halted.</summary>
    public const int StillAnswers = 100;

    private static readonly string[] Voted = ["step Prevote", "step Precommit"];

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly Daemon?[] nodes = new Daemon?[Size];
    private readonly long[] peakMemory = new long[Size];
    private readonly int port;

    private Network(string folder, int port)
    {
        Folder = folder;
        this.port = port;
    }

    public string Folder { get; }

    public string Urls => string.Join(',', Enumerable.Range(0, Size).Select(Url));

    /// <summary>The validator that is not run, because a test speaks in its name.</summary>
    public int? Faulty { get; private init; }

    private string[] Flags { get; init; } = [];

    /// <summary>The nodes that run.</summary>
    public IEnumerable<int> Running => Enumerable.Range(0, Size).Where(node => nodes[node] is not null);

    /// <summary>Starts all four.</summary>
    public static Task<Network> StartAsync() => StartAsync(hasFaulty: false);

    /// <summary>Starts all four of a chain file.</summary>
    /// <param name="chainFile">Its text by the first ports of JSON-RPC and of peers, which the other nodes' follow.</param>
    /// <param name="flags">Further flags of each node.</param>
    public static Task<Network> StartAsync(Func<int, int, string> chainFile, params string[] flags) =>
        StartAsync(hasFaulty: false, chainFile, flags);

    /// <summary>
    /// Starts three of the four. The fourth, whose keys are free for attacks, is the one of the lowest address, which dials all others.
    /// </summary>
    public static Task<Network> StartWithFaultyAsync() => StartAsync(hasFaulty: true);

    private static async Task<Network> StartAsync(bool hasFaulty, Func<int, int, string>? chainFile = null, string[]? flags = null)
    {
        string home = Directory.CreateTempSubdirectory("kraken-e2e-").FullName;
        string folder = Path.Combine(home, "net");
        int port = FreePorts.Take(Size);
        int peers = FreePorts.Take(Size);
        string[] how = ["--rpc-port", Text(port), "--peer-port", Text(peers)];
        if (chainFile is not null)
        {
            string file = Path.Combine(home, "chain.yaml");
            await File.WriteAllTextAsync(file, chainFile(port, peers));
            how = ["--from", file];
        }

        (int code, _, string errors) =
            await Command.RunAsync(TimeSpan.FromSeconds(60), Repository.Kraken, ["genesis", "--out", folder, .. how]);
        Assert.True(code == 0, errors);
        int? faulty = hasFaulty ? LowestAddress(folder) : null;
        Network network = new(folder, port) { Faulty = faulty, Flags = flags ?? [] };
        foreach (int node in Enumerable.Range(0, Size).Where(node => node != faulty))
        {
            network.Start(node);
        }

        foreach (int node in network.Running)
        {
            await network.ReachAsync(node, 1, TimeSpan.FromSeconds(60));
        }

        return network;
    }

    public string Url(int node) => $"http://127.0.0.1:{Text(port + node)}";

    public void Start(int node) => nodes[node] = new Daemon(
        Repository.Kraken, Log(node), ["node", "--data", Path.Combine(Folder, $"node{Text(node + 1)}"), "--execution", "both", .. Flags]);

    /// <summary>Runs an attack in the name of the faulty validator to its end; returns how often it attacked.</summary>
    public async Task<int> AttackAsync(string attack, TimeSpan duration)
    {
        (string genesis, _) = await BlockAsync(Running.First(), 0);
        (int code, string output, string errors) = await Command.RunAsync(
            duration + TimeSpan.FromSeconds(60),
            Repository.Byzantine,
            "--data",
            Path.Combine(Folder, $"node{Text(Faulty!.Value + 1)}"),
            "--genesis-hash",
            genesis,
            "--attack",
            attack,
            "--seconds",
            duration.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        Assert.True(code == 0, output + errors);
        return int.Parse(output.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    public Task SignalAsync(int node, string signal) => nodes[node]!.SignalAsync(signal);

    public async Task KillAsync(int node)
    {
        NoteMemory(node);
        await nodes[node]!.KillAsync();
        nodes[node] = null;
    }

    public string Log(int node) => Path.Combine(Folder, $"node{Text(node + 1)}.log");

    /// <summary>Waits until a node has a block of this height.</summary>
    public async Task ReachAsync(int node, ulong height, TimeSpan limit)
    {
        long deadline = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        while (await HeightAsync(node) is not { } reached || reached < height)
        {
            Assert.True(Environment.TickCount64 < deadline, $"node {node + 1} did not reach height {height} within {limit}:\n{Tail(node)}");
            await Task.Delay(100);
        }
    }

    /// <summary>A node's height; null while it does not answer.</summary>
    public async Task<ulong?> HeightAsync(int node)
    {
        try
        {
            return (await CallAsync(node, "starknet_blockNumber", "[]")).GetUInt64();
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>The step of consensus that a node's status page tells; null while it does not answer.</summary>
    public async Task<string?> StepAsync(int node) => (await StandingAsync(node))?.Split(' ')[^1];

    // Where a node stands in consensus by its status page, "height 7, round 0, step Prevote", round -1 between heights; null while it does
    // not answer.
    private async Task<string?> StandingAsync(int node)
    {
        try
        {
            string page = await http.GetStringAsync(new Uri(Url(node) + "/status"));
            return Standing().Match(page) is { Success: true } standing ? standing.Value : null;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>
    /// Waits until the nodes that run have voted and stand still: a vote that they lack is all that could move them, and while they tell
    /// where they stand so many times nothing does. Returns their common height.
    /// </summary>
    public async Task<ulong> HaltAsync(int[] running, TimeSpan limit, int answers = StillAnswers)
    {
        long deadline = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        string[] before = [];
        for (int still = 0; still < answers; still++)
        {
            string?[] told = await Task.WhenAll(running.Select(StandingAsync));
            Assert.True(Environment.TickCount64 < deadline, $"the nodes did not halt within {limit}; they tell {string.Join("; ", told)}");
            if (!told.All(HasVoted) || !told.SequenceEqual(before))
            {
                still = 0;
            }

            before = [.. told.Select(standing => standing ?? "")];
        }

        ulong[] heights = await Task.WhenAll(running.Select(async node => await HeightAsync(node) ?? 0));
        return heights.Max();
    }

    private static bool HasVoted(string? standing) =>
        standing is not null && Voted.Any(step => standing.EndsWith(step, StringComparison.Ordinal));

    /// <summary>Every running node gets a block above all that were decided when this was called; returns how long it took.</summary>
    public async Task<TimeSpan> DecidesAgainAsync()
    {
        Stopwatch watch = Stopwatch.StartNew();
        ulong highest = 0;
        foreach (int node in Running)
        {
            highest = Math.Max(highest, await HeightAsync(node) ?? 0);
        }

        foreach (int node in Running)
        {
            await ReachAsync(node, highest + 1, Recovery - watch.Elapsed);
        }

        return watch.Elapsed;
    }

    /// <summary>No running node held more memory, or has a larger log, than it may; none gave up.</summary>
    public void AssertBounded()
    {
        foreach (int node in Running)
        {
            NoteMemory(node);
            Assert.True(peakMemory[node] < MaxMemory, $"node {node + 1} held {peakMemory[node] >> 20} MiB");
            DirectoryInfo consensus = new(Path.Combine(Folder, $"node{Text(node + 1)}", "consensus"));
            long log = consensus.EnumerateFiles().Sum(file => file.Length);
            Assert.True(log < MaxLog, $"node {node + 1}: the log of consensus has {log >> 20} MiB");
            long printed = new FileInfo(Log(node)).Length;
            Assert.True(printed < MaxOutput, $"node {node + 1} printed {printed >> 20} MiB");
            Assert.DoesNotContain("takes no part any more", File.ReadAllText(Log(node)), StringComparison.Ordinal);
        }
    }

    /// <summary>The most memory that a running node held, in bytes.</summary>
    public long PeakMemory(int node) => nodes[node]!.PeakMemory;

    /// <summary>The most memory that a node held, in MiB.</summary>
    public string Memory => string.Join(", ", peakMemory.Select(bytes => Text((int)(bytes >> 20))));

    /// <summary>Hash and state root of a block as a node tells them.</summary>
    public async Task<(string Hash, string Root)> BlockAsync(int node, ulong height)
    {
        JsonElement block = await CallAsync(
            node, "starknet_getBlockWithTxHashes", $"[{{\"block_number\":{height.ToString(CultureInfo.InvariantCulture)}}}]");
        return (block.GetProperty("block_hash").GetString()!, block.GetProperty("new_root").GetString()!);
    }

    /// <summary>Every node tells the same block at every height up to the lowest of their heights.</summary>
    public async Task AssertAgreementAsync()
    {
        ulong? common = null;
        foreach (int node in Running)
        {
            ulong height = await HeightAsync(node) ?? throw new InvalidOperationException($"node {node + 1} does not answer");
            common = common is null || height < common ? height : common;
        }

        for (ulong height = 0; height <= common; height++)
        {
            (string, string) first = await BlockAsync(Running.First(), height);
            foreach (int node in Running.Skip(1))
            {
                Assert.Equal(first, await BlockAsync(node, height));
            }
        }
    }

    public async Task<JsonElement> CallAsync(int node, string method, string parameters)
    {
        using JsonDocument call = JsonDocument.Parse($"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"{method}\",\"params\":{parameters}}}");
        using HttpResponseMessage response = await http.PostAsJsonAsync(Url(node), call.RootElement);
        JsonElement answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return answer.TryGetProperty("result", out JsonElement result)
            ? result
            : throw new InvalidOperationException($"{method}: {answer}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Daemon node in nodes.OfType<Daemon>())
        {
            await node.DisposeAsync();
        }

        http.Dispose();
        Directory.Delete(Path.GetDirectoryName(Folder)!, recursive: true);
    }

    private static int LowestAddress(string folder)
    {
        using JsonDocument genesis = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "genesis.json")));
        string[] addresses =
        [
            .. genesis.RootElement.GetProperty("validators").EnumerateArray()
                .Select(member => member.GetProperty("address").GetString()![2..].PadLeft(64, '0')),
        ];
        return Array.IndexOf(addresses, addresses.Min(StringComparer.Ordinal));
    }

    private void NoteMemory(int node) => peakMemory[node] = Math.Max(peakMemory[node], nodes[node]!.PeakMemory);

    private string Tail(int node) => string.Join('\n', (nodes[node]?.Output ?? "").Split('\n').TakeLast(15));

    [GeneratedRegex(@"height \d+, round -?\d+, step [A-Za-z]+")]
    private static partial Regex Standing();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
