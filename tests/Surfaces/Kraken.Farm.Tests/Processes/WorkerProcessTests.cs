using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm.Amqp;
using Kraken.Farm.Jobs;
using Kraken.Farm.Objects;
using Kraken.Farm.Tests.Servers;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Proofs.Ranges;
using Kraken.Rpc.Server;
using Kraken.Watcher.Tests.Chain;
using Xunit;

namespace Kraken.Farm.Tests.Processes;

/// <summary>Real processes, killed as a power cut would, over a real broker and a real S3 server: nothing is lost, results are there once.</summary>
[Collection(FarmServers.Name)]
public sealed class WorkerProcessTests(FarmServers servers) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("taken", "attempt 1")]
    [InlineData("proving", ": proving: ")]
    [InlineData("stored", "proved block 1: ")]
    public async Task A_killed_workers_job_is_done_by_another_and_its_result_is_there_once(string name, string moment)
    {
        using CertifiedChain chain = new(folder.Path, 1);
        string bucket = await servers.Store.BucketAsync($"killed-{name}");
        await using FarmConnection connection = Open(chain, bucket);
        RangeJob job = await chain.PublishAsync(connection.Farm, 1, Token);
        using (ServerProcess worker = Worker(chain, bucket, "first"))
        {
            await worker.PrintsAsync(moment);
            await worker.KillAsync();
        }

        using ServerProcess second = Worker(chain, bucket, "second");
        RangeKey key = Assert.Single(await ProvedAsync(connection.Farm, chain, 1));
        Assert.Equal(job.Key, key);
        await EmptyAsync(connection, chain);
        StoredRange stored = (await connection.Farm.Proofs.ReadAsync(key, Token))!;
        BlockProofReport report = chain.Check.Run(stored);
        Assert.True(report.IsValid, string.Join('\n', report.Steps));
        CheckSecrets(second);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task A_damaged_witness_ends_among_the_dead_letters_of_the_broker_with_its_reason()
    {
        using CertifiedChain chain = new(folder.Path, 1);
        string bucket = await servers.Store.BucketAsync("poison");
        await using FarmConnection connection = Open(chain, bucket);
        RangeJob job = await chain.PublishAsync(connection.Farm, 1, Token);
        using (S3Objects objects = servers.Store.Open(bucket))
        {
            await objects.PutAsync(job.WitnessKey, new byte[job.WitnessBytes], Token);
        }

        using ServerProcess worker = Worker(chain, bucket, "worker");
        await worker.PrintsAsync("go to the dead letters");
        (byte[] Body, string? Reason)? dead = null;
        await using AmqpJobQueue queue = new(servers.Broker.Parsed(), chain.Authority.GenesisHash, TimeProvider.System);
        await Eventually.HoldsAsync(() => (dead = queue.TakeDeadAsync(Token).GetAwaiter().GetResult()) is not null);
        Assert.Equal(RangeJobCodec.Encode(job), dead!.Value.Body);
        Assert.Contains("SHA-256", dead.Value.Reason, StringComparison.Ordinal);
        CheckSecrets(worker);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task A_killed_watcher_that_proves_by_itself_loses_nothing()
    {
        const int Blocks = 2;
        using CertifiedChain chain = new(folder.Path, Blocks);
        RpcServer server = chain.Chain.Serve();
        await using (server)
        {
            await server.StartAsync(Token);
            using (ServerProcess watcher = Watcher(chain, server, "first"))
            {
                await watcher.PrintsAsync(": proving: ");
                await watcher.KillAsync();
            }

            using ServerProcess second = Watcher(chain, server, "second");
            RangeProofStore store = new(folder["proofs"]);
            await Eventually.HoldsAsync(() => second.HasEnded
                || store.OfChain(chain.Authority.GenesisHash).Sum(key => (int)(key.LastBlock - key.FirstBlock) + 1) == Blocks);
            Assert.False(second.HasEnded, second.Printed);
            await second.PrintsAsync("are proved: ");
            RangeKey key = store.OfChain(chain.Authority.GenesisHash)[0];
            Assert.True(chain.Check.Run(store.Read(key)!).IsValid);
        }
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task A_watcher_and_a_worker_prove_a_chain_over_broker_and_bucket()
    {
        const int Blocks = 3;
        using CertifiedChain chain = new(folder.Path, Blocks);
        string bucket = await servers.Store.BucketAsync("whole");
        RpcServer server = chain.Chain.Serve();
        await using (server)
        {
            await server.StartAsync(Token);
            using ServerProcess watcher = Watcher(chain, server, "watcher", Addresses(bucket));
            using ServerProcess first = Worker(chain, bucket, "first");
            await watcher.PrintsAsync("are proved: ");
            await using FarmConnection connection = Open(chain, bucket);
            Assert.Equal(new RangeKey(chain.Authority.GenesisHash, 1, Blocks), Assert.Single(await ProvedAsync(connection.Farm, chain, 1)));
            foreach (ServerProcess process in (ServerProcess[])[watcher, first])
            {
                CheckSecrets(process);
            }
        }
    }

    private static async Task<IReadOnlyList<RangeKey>> ProvedAsync(RangeFarm farm, CertifiedChain chain, int count)
    {
        IReadOnlyList<RangeKey> keys = [];
        await Eventually.HoldsAsync(() =>
            (keys = farm.Proofs.OfChainAsync(chain.Authority.GenesisHash, Token).GetAwaiter().GetResult()).Count >= count);
        return keys;
    }

    /// <summary>The worker acknowledges behind the proof; a message that came back to the queue is found done.</summary>
    private static async Task EmptyAsync(FarmConnection connection, CertifiedChain chain)
    {
        await Eventually.HoldsAsync(() =>
        {
            IJobDelivery? left = connection.Farm.Queue.TakeAsync(Token).GetAwaiter().GetResult();
            left?.AcknowledgeAsync(Token).GetAwaiter().GetResult();
            return left is null;
        });
        Assert.Single(await connection.Farm.Proofs.OfChainAsync(chain.Authority.GenesisHash, Token));
    }

    private static void CheckSecrets(ServerProcess process)
    {
        string printed = process.Printed;
        foreach (string secret in (string[])[S3Server.AccessKey, S3Server.SecretKey, Uri.EscapeDataString(S3Server.SecretKey), "guest"])
        {
            Assert.DoesNotContain(secret, printed, StringComparison.OrdinalIgnoreCase);
        }
    }

    private Dictionary<string, string> Addresses(string bucket) =>
        new() { ["KRAKEN_QUEUE"] = servers.Broker.Address, ["KRAKEN_STORE"] = servers.Store.Address(bucket) };

    private FarmConnection Open(CertifiedChain chain, string bucket) => FarmConnection.TryOpen(
        servers.Broker.Address, servers.Store.Address(bucket), chain.Authority.GenesisHash, _ => null, TimeProvider.System,
        out FarmConnection? connection, out string? problem)
        ? connection
        : throw new InvalidOperationException(problem);

    private ServerProcess Worker(CertifiedChain chain, string bucket, string name) => KrakenProcess.Start(
        Path.Combine(folder.Path, $"{name}.log"), Addresses(bucket), "prove-worker", "--genesis", chain.GenesisPath);

    private ServerProcess Watcher(
        CertifiedChain chain, RpcServer server, string name, Dictionary<string, string>? addresses = null) => KrakenProcess.Start(
        Path.Combine(folder.Path, $"{name}.log"), addresses ?? [],
        "watch", "--rpc", $"{server.Address}", "--genesis", chain.GenesisPath, "--data", folder["data"], "--proofs", folder["proofs"]);
}
