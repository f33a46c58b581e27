using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm.Jobs;
using Kraken.Farm.Tests.Jobs;
using Kraken.Farm.Tests.Servers;
using Kraken.Farm.Workers;
using Kraken.Fields;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Farm.Tests.Workers;

/// <summary>
/// What a farm's workers do beside proving: the time for which they prove, by the number of workers and the time from the first job to the
/// last. Provers are throttled, so that as many work on one machine as the test asks for; queue, store and worker are the real ones.
/// </summary>
[Collection(FarmServers.Name)]
public sealed class EfficiencyTests(FarmServers servers)
{
    private const int WitnessBytes = 1_000_000;
    private const int BundleBytes = 2_200_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData(1, 4, 4)]
    [InlineData(4, 24, 4)]
    [InlineData(8, 48, 4)]
    public async Task Workers_prove_for_nine_tenths_of_their_time(int workers, int jobs, int secondsOfProof)
    {
        Felt genesis = (ulong)(90_000 + workers);
        string bucket = await servers.Store.BucketAsync($"efficiency-{workers}");
        await using FarmConnection planner = Open(genesis, bucket);
        for (ulong block = 1; block <= (ulong)jobs; block++)
        {
            await PublishAsync(planner.Farm, genesis, block);
        }

        FarmConnection[] connections = [.. Enumerable.Range(0, workers).Select(_ => Open(genesis, bucket))];
        ThrottledProver[] provers =
            [.. connections.Select(_ => new ThrottledProver(genesis, TimeSpan.FromSeconds(secondsOfProof), BundleBytes))];
        ProveWorker[] running = [.. connections.Zip(provers, (connection, prover) => Worker(connection.Farm, prover))];
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(running.Select(EmptyAsync));
        double wall = Stopwatch.GetElapsedTime(started).TotalSeconds;
        double proving = provers.Sum(prover => prover.Proving.TotalSeconds);
        double held = running.Sum(worker => worker.Account.Busy.TotalSeconds);
        double efficiency = proving / (workers * wall);
        TestContext.Current.SendDiagnosticMessage(
            $"{workers} workers, {jobs} jobs of {secondsOfProof} s: {wall:F1} s, proving {efficiency:P1}, holding a job {held / (workers * wall):P1}");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{workers} workers, {jobs} jobs of {secondsOfProof} s: {wall:F1} s, proving {efficiency:P1}, holding a job {held / (workers * wall):P1}");
        Assert.Equal(jobs, running.Sum(worker => worker.Account.Proved));
        Assert.Equal(jobs, (await planner.Farm.Proofs.OfChainAsync(genesis, Token)).Count);
        Assert.True(efficiency >= 0.9, $"{efficiency:P1}");
        foreach (FarmConnection connection in connections)
        {
            await connection.DisposeAsync();
        }
    }

    private static async Task EmptyAsync(ProveWorker worker)
    {
        while (await worker.StepAsync(Token))
        {
            // The next one.
        }
    }

    private static async Task PublishAsync(RangeFarm farm, Felt genesis, ulong block)
    {
        byte[] witness = new byte[WitnessBytes];
        BitConverter.TryWriteBytes(witness, block);
        RangeJob job = ExampleJob.Of(block, block, genesis);
        string digest = await farm.Witnesses.PutAsync(job.Key, witness, Token);
        await farm.Queue.PublishAsync(
            job with { WitnessSha256 = digest, WitnessKey = RangeJob.KeyOf(job.Key, digest), WitnessBytes = witness.Length }, Token);
    }

    private static ProveWorker Worker(RangeFarm farm, ThrottledProver prover) => new(
        farm.Queue, farm.Witnesses, farm.Proofs, prover, new WorkerRules(), new QuietProgress(), TimeProvider.System, NullLogger.Instance);

    private FarmConnection Open(Felt genesis, string bucket) => FarmConnection.TryOpen(
        servers.Broker.Address, servers.Store.Address(bucket), genesis, _ => null, TimeProvider.System, out FarmConnection? connection,
        out string? problem)
        ? connection
        : throw new InvalidOperationException(problem);
}
