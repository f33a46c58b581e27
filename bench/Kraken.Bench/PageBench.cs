using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Bench.Follow;
using Kraken.Explorer;
using Kraken.Rpc;
using Kraken.Rpc.Server;
using Kraken.Sequencer.Views;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kraken.Bench;

/// <summary>
/// How long the explorer takes for a block's page: to the first byte, to the block's number and to the end. Node, explorer and reader are
/// one process and speak by HTTP; every block is asked for once, so that nothing of it is remembered.
/// </summary>
internal static class PageBench
{
    private const int Blocks = 21;

    internal static int Run(int transfers) => RunAsync(transfers).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(int transfers)
    {
        string folder = Directory.CreateTempSubdirectory("kraken-bench-pages-").FullName;
        try
        {
            using FollowedChain chain = new(folder);
            chain.Make(Blocks, transfers);
            RpcBackend backend = new()
            {
                Chain = new ChainReader(chain.Store, FollowedChain.Rules, TimeProvider.System), Certificate = chain.Store.Certificate,
            };
            await using RpcServer node = new(backend, new RpcOptions(), new IPEndPoint(IPAddress.Loopback, 0));
            await node.StartAsync(CancellationToken.None).ConfigureAwait(false);
            ExplorerOptions options = new() { Node = node.Address, Proofs = folder, Port = 0 };
            await using ExplorerHost explorer = new(options, NullLoggerFactory.Instance);
            await explorer.StartAsync(CancellationToken.None).ConfigureAwait(false);
            using HttpClient http = new() { BaseAddress = explorer.Address };
            List<PageTimes> times = [];
            for (int number = 1; number <= Blocks; number++)
            {
                times.Add(await ReadAsync(http, number).ConfigureAwait(false));
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"the page of a block of {transfers} transfers, {times[0].Bytes >> 10} KiB, in ms:"));
            Tell("first byte", times, time => time.FirstByte);
            Tell("the block", times, time => time.Content);
            Tell("all of it", times, time => time.Whole);
            Tell("processor time of node, explorer and reader", times, time => time.Processor);
            await explorer.StopAsync(CancellationToken.None).ConfigureAwait(false);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<PageTimes> ReadAsync(HttpClient http, int number)
    {
        byte[] wanted = Encoding.ASCII.GetBytes($"data-testid=\"block-number\">{number}<");
        byte[] page = new byte[16 << 20];
        int length = 0;
        double first = 0;
        double content = 0;
        TimeSpan busy = Environment.CpuUsage.TotalTime;
        long began = Stopwatch.GetTimestamp();
        using HttpResponseMessage answer = await http.GetAsync(
            new Uri($"/block/{number}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        Stream body = await answer.Content.ReadAsStreamAsync().ConfigureAwait(false);
        while (await body.ReadAsync(page.AsMemory(length)).ConfigureAwait(false) is > 0 and int read)
        {
            double now = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            length += read;
            first = first == 0 ? now : first;
            content = content == 0 && page.AsSpan(0, length).IndexOf(wanted) >= 0 ? now : content;
        }

        return content > 0
            ? new PageTimes(
                first, content, Stopwatch.GetElapsedTime(began).TotalMilliseconds,
                (Environment.CpuUsage.TotalTime - busy).TotalMilliseconds, length)
            : throw new InvalidDataException($"the page of block {number} does not show it");
    }

    private static void Tell(string what, List<PageTimes> times, Func<PageTimes, double> of)
    {
        List<double> sorted = times.ConvertAll(time => of(time));
        double first = sorted[0];
        sorted.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: first of the process {first:f1}, median {sorted[sorted.Count / 2]:f1}, most of the others "
            + $"{sorted[sorted.Count - (sorted[^1] == first ? 2 : 1)]:f1}"));
    }

    private readonly record struct PageTimes(double FirstByte, double Content, double Whole, double Processor, int Bytes);
}
