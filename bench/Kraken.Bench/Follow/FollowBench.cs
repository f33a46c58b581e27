using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus.Engine.Keys;
using Kraken.Execution.Native;
using Kraken.Rpc;
using Kraken.Rpc.Server;
using Kraken.Sequencer.Blocks;
using Kraken.Sequencer.Views;
using Kraken.State.Store;
using Kraken.Storage.Sqlite;
using Kraken.Sync;
using Kraken.Sync.Checking;
using Kraken.Sync.Following;
using Kraken.Sync.Sources;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kraken.Bench.Follow;

/// <summary>
/// How long a follower takes for a chain of blocks of transfers, by HTTP from a node in the same process, which shares the processors: as
/// it is used, executing every block, and applying state diffs.
/// </summary>
internal static class FollowBench
{
    private const int Transfers = 10;

    internal static int Run(int blocks) => RunAsync(blocks).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(int blocks)
    {
        string folder = Directory.CreateTempSubdirectory("kraken-bench-follow-").FullName;
        try
        {
            using FollowedChain chain = new(Directory.CreateDirectory(Path.Combine(folder, "node")).FullName);
            long start = Stopwatch.GetTimestamp();
            chain.Make(blocks, Transfers);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{blocks} blocks of {Transfers} transfers made in {Stopwatch.GetElapsedTime(start).TotalSeconds:f0} s"));
            RpcBackend backend = new()
            {
                Chain = new ChainReader(chain.Store, FollowedChain.Rules, TimeProvider.System),
                EncodedBlock = new StoredBlocks(chain.Store).Encode,
            };
            await using RpcServer server = new(backend, new RpcOptions(), new IPEndPoint(IPAddress.Loopback, 0));
            await server.StartAsync(CancellationToken.None).ConfigureAwait(false);
            await FollowAsync(chain, server.Address, Path.Combine(folder, "executing"), executes: true).ConfigureAwait(false);
            await FollowAsync(chain, server.Address, Path.Combine(folder, "applying"), executes: false).ConfigureAwait(false);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task FollowAsync(FollowedChain chain, Uri source, string folder, bool executes)
    {
        Directory.CreateDirectory(folder);
        using HttpClient http = new();
        using CertificateCheck decisions = chain.Check();
        using SqliteStore medium = SqliteStore.Open(Path.Combine(folder, "chain.db"), SqliteDurability.ProcessEnd);
        ChainStore store = new(medium);
        store.Append(FollowedChain.Genesis(chain.Compiler));
        using NativeClasses natives = new(hash => store.Sierra(hash));
        BlockBuilder builder = new(FollowedChain.Rules, FollowedChain.Classes(store, natives), chain.Compiler, TimeProvider.System);
        SyncLimits limits = new();
        ChainFollower follower = new(
            store,
            new BlockScreen(FollowedChain.Rules, decisions, executes),
            executes ? new ExecutedStep(builder) : new AppliedStep(chain.Compiler),
            [new HttpBlockSource(http, source, limits, FollowedChain.Rules.Limits.Block.MaxBytes)],
            limits,
            TimeProvider.System,
            NullLogger.Instance);
        using CancellationTokenSource stop = new();
        long start = Stopwatch.GetTimestamp();
        TimeSpan busy = Environment.CpuUsage.TotalTime;
        Task following = follower.RunAsync(stop.Token);
        while (store.LatestNumber < chain.Store.LatestNumber && !following.IsCompleted)
        {
            await Task.Delay(10).ConfigureAwait(false);
        }

        TimeSpan time = Stopwatch.GetElapsedTime(start);
        busy = Environment.CpuUsage.TotalTime - busy;
        await stop.CancelAsync().ConfigureAwait(false);
        await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (store.Header(chain.Store.LatestNumber!.Value) != chain.Store.Header(chain.Store.LatestNumber.Value))
        {
            throw new InvalidDataException($"the follower is at block {store.LatestNumber}: {follower.Sources[0].Standing}");
        }

        ulong blocks = store.LatestNumber!.Value;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(executes ? "executed" : "applied")}: {time.TotalSeconds:f1} s, {blocks / time.TotalSeconds:f0} blocks/s, "
            + $"{busy.TotalMilliseconds / blocks:f1} ms of the processors a block, the source's included; peak "
            + $"{Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB, "
            + $"file {new FileInfo(Path.Combine(folder, "chain.db")).Length >> 20} MiB"));
    }
}
