using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Messages;
using Kraken.Fields;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>Engines in one process over a network of queues; each keeps its log, guard and chain on disk or here across restarts.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private const string Chain = "TEST";

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-engine-").FullName;
    private readonly ValidatorKey[] keys;
    private readonly Committee committee;
    private readonly CommitteeKeys publicKeys;
    private readonly Running?[] running;

    public Cluster(int count)
    {
        keys = [.. Enumerable.Range(0, count).Select(_ => ValidatorKey.Generate())];
        committee = new Committee(Enumerable.Range(1, count).Select(index => (new ValidatorId((Felt)index), 1UL)));
        publicKeys = new CommitteeKeys(Chain, committee.Validators.Zip(keys).ToDictionary(pair => pair.First, pair => pair.Second.PublicKey));
        Chains = [.. Enumerable.Range(0, count).Select(_ => new MemoryChain())];
        running = new Running?[count];
    }

    public MemoryChain[] Chains { get; }

    public void Start(int index)
    {
        string home = Directory.CreateDirectory(Path.Combine(folder, $"{index}")).FullName;
        ValidatorIdentity identity = new(
            committee.Validators[index], committee, publicKeys, new SignerGuard(keys[index], Chain, Path.Combine(home, "signed.json")), new RotatingProposer());
        EngineOptions options = new()
        {
            ProposeTimeout = TimeSpan.FromMilliseconds(400),
            PrevoteTimeout = TimeSpan.FromMilliseconds(100),
            PrecommitTimeout = TimeSpan.FromMilliseconds(100),
            RoundStep = TimeSpan.FromMilliseconds(100),
            RepeatInterval = TimeSpan.FromMilliseconds(200),
        };
        ConsensusEngine engine = new(identity, Chains[index], new Links(this, index), Path.Combine(home, "wal"), options, TimeProvider.System, NullLogger.Instance);
        CancellationTokenSource stop = new();
        running[index] = new Running(engine, stop, Task.Run(() => engine.RunAsync(stop.Token)));
        for (int other = 0; other < running.Length; other++)
        {
            if (other != index && running[other] is { } peer)
            {
                engine.PeerConnected(committee.Validators[other]);
                peer.Engine.PeerConnected(committee.Validators[index]);
            }
        }
    }

    /// <summary>Stops a node between two inputs, wherever its height stands.</summary>
    public async Task StopAsync(int index)
    {
        Running node = running[index]!;
        running[index] = null;
        await node.Stop.CancelAsync();
        await Assert_Cancelled(node.Loop);
        await node.Engine.DisposeAsync();
        node.Stop.Dispose();
    }

    public async Task<bool> ReachesAsync(ulong height, TimeSpan limit, params int[] nodes)
    {
        using CancellationTokenSource timeout = new(limit);
        while (!nodes.All(node => Chains[node].CommittedHeight >= height))
        {
            foreach (Running node in running.OfType<Running>().Where(node => node.Loop.IsFaulted))
            {
                await node.Loop;
            }

            if (timeout.IsCancellationRequested)
            {
                return false;
            }

            await Task.Delay(10, CancellationToken.None);
        }

        return true;
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

    private static async Task Assert_Cancelled(Task loop)
    {
        try
        {
            await loop;
        }
        catch (OperationCanceledException)
        {
            // The way a loop ends.
        }
    }

    private sealed record Running(ConsensusEngine Engine, CancellationTokenSource Stop, Task Loop);

    private sealed class Links(Cluster cluster, int self) : IConsensusNetwork
    {
        public void Broadcast(ConsensusMessage message)
        {
            for (int other = 0; other < cluster.running.Length; other++)
            {
                Deliver(other, message);
            }
        }

        public void Send(ValidatorId peer, ConsensusMessage message) => Deliver(cluster.committee.Validators.ToList().IndexOf(peer), message);

        private void Deliver(int other, ConsensusMessage message)
        {
            if (other != self && cluster.running[other] is { } peer && MessageCodec.TryDecode(MessageCodec.Encode(message), out ConsensusMessage? copy))
            {
                peer.Engine.Receive(cluster.committee.Validators[self], copy!);
            }
        }
    }
}
