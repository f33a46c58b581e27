using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Machine;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Engine.Storage;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>Engines in one process over a network of calls; each keeps its log, guard and chain on disk or here across restarts.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    public static readonly SigningDomain Domain = new("TEST", (Felt)7, 0);

    private static readonly TendermintTimeouts Timeouts = new()
    {
        Propose = TimeSpan.FromMilliseconds(400),
        Prevote = TimeSpan.FromMilliseconds(100),
        Precommit = TimeSpan.FromMilliseconds(100),
        Growth = TimeSpan.FromMilliseconds(100),
    };

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-engine-").FullName;
    private readonly ValidatorKey[] keys;
    private readonly Committee committee;
    private readonly CommitteeKeys publicKeys;
    private readonly Running?[] running;

    public Cluster(int count)
    {
        keys = [.. Enumerable.Range(0, count).Select(_ => ValidatorKey.Generate())];
        committee = new Committee(Enumerable.Range(1, count).Select(index => (new ValidatorId((Felt)index), 1UL)));
        publicKeys = new CommitteeKeys(committee.Validators.Zip(keys).ToDictionary(pair => pair.First, pair => pair.Second.PublicKey));
        Chains = [.. Enumerable.Range(0, count).Select(_ => new MemoryChain())];
        running = new Running?[count];
    }

    public MemoryChain[] Chains { get; }

    public static TendermintAlgorithm Algorithm { get; } = new(Timeouts, new RotatingProposer());

    public EngineStatus StatusOf(int index) => running[index]!.Engine.Status;

    public string HomeOf(int index) => Path.Combine(folder, $"{index}");

    public void Start(int index) => Start(index, disk => disk);

    /// <summary>Starts a node on a disk that the test made out of its folder.</summary>
    public void Start(int index, Func<IDurableStorage, IDurableStorage> disk)
    {
        FolderStorage storage = new(HomeOf(index));
        EngineSetup setup = new(committee.Validators[index], committee, Algorithm, Domain, new EngineLimits());
        EngineServices services = new(Chains[index], new Links(this, index), disk(storage), keys[index], publicKeys);
        EngineOptions options = new() { ReminderInterval = TimeSpan.FromMilliseconds(200), StorageRetry = TimeSpan.FromMilliseconds(20) };
        ConsensusEngine engine = new(setup, services, options, TimeProvider.System, NullLogger.Instance);
        CancellationTokenSource stop = new();
        running[index] = new Running(engine, storage, stop, engine.RunAsync(stop.Token));
        for (int other = 0; other < running.Length; other++)
        {
            if (other != index && running[other] is { } peer)
            {
                engine.PeerConnected(committee.Validators[other]);
                peer.Engine.PeerConnected(committee.Validators[index]);
            }
        }
    }

    public void StartAll()
    {
        for (int node = 0; node < Chains.Length; node++)
        {
            Start(node);
        }
    }

    /// <summary>Stops a node between two events, wherever its height stands.</summary>
    public async Task StopAsync(int index)
    {
        Running node = running[index]!;
        running[index] = null;
        await node.Stop.CancelAsync();
        await node.Loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert_NotFaulted(node.Loop);
        node.Engine.Dispose();
        node.Storage.Dispose();
        node.Stop.Dispose();
    }

    public async Task<bool> ReachesAsync(ulong height, TimeSpan limit, params int[] nodes)
    {
        using CancellationTokenSource timeout = new(limit);
        while (!nodes.All(node => Chains[node].CommittedHeight >= height))
        {
            foreach (Running node in running.OfType<Running>())
            {
                Assert_NotFaulted(node.Loop);
            }

            if (timeout.IsCancellationRequested)
            {
                return false;
            }

            await Task.Delay(10, CancellationToken.None);
        }

        return true;
    }

    public void AssertAgreement()
    {
        ulong common = Chains.Min(chain => chain.CommittedHeight);
        for (ulong height = 1; height <= common; height++)
        {
            Xunit.Assert.Single(Chains.Select(chain => chain.ReadCommitted(height)!.Certificate.Value).Distinct());
        }
    }

    public async ValueTask DisposeAsync()
    {
        for (int index = 0; index < running.Length; index++)
        {
            if (running[index] is not null)
            {
                await StopAsync(index);
            }
        }

        publicKeys.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static void Assert_NotFaulted(Task loop) => Xunit.Assert.False(loop.IsFaulted, loop.Exception?.ToString());

    private sealed record Running(ConsensusEngine Engine, FolderStorage Storage, CancellationTokenSource Stop, Task Loop);

    private sealed class Links(Cluster cluster, int self) : IConsensusNetwork
    {
        private readonly PeerMessageCodec codec = new(Algorithm, new EngineLimits().MaxBlockBytes);

        public void Broadcast(PeerMessage message)
        {
            for (int other = 0; other < cluster.running.Length; other++)
            {
                Deliver(other, message);
            }
        }

        public void Send(ValidatorId peer, PeerMessage message) => Deliver(cluster.committee.Validators.ToList().IndexOf(peer), message);

        public void Penalize(ValidatorId peer, string offence) => Xunit.Assert.Fail($"an honest validator is accused of {offence}");

        private void Deliver(int other, PeerMessage message)
        {
            byte[] bytes = codec.Encode(message);
            if (other != self && cluster.running[other] is { } peer && codec.TryDecode(bytes, out PeerMessage? copy))
            {
                peer.Engine.Receive(cluster.committee.Validators[self], copy!, bytes.Length);
            }
        }
    }
}
