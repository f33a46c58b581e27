using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cairo.Prover;
using Kraken.Fields;
using Kraken.Proofs;
using Kraken.Proofs.Checking;
using Kraken.Watcher.Proving;
using Kraken.Watcher.Queue;
using Kraken.Watcher.Tests.Chain;
using Kraken.Watcher.Tests.Queue;
using Xunit;

namespace Kraken.Watcher.Tests.Proving;

public sealed class ProofWorkerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_proof_is_stored_with_inputs_and_a_manifest_in_words_and_leaves_the_queue()
    {
        using TemporaryFolder folder = new();
        using ProofQueue queue = new(folder["queue"], 10);
        FileProofStore store = new(folder["proofs"]);
        ProofJob job = ProofQueueTests.Job(4, 0);
        await queue.AddAsync(job, Token);
        await Workers.Worker(folder, queue, new CountingProver(), store).ProveOldestAsync(Token);

        Assert.Equal(0, queue.Count);
        StoredProof stored = store.Read(new ProofKey(4, job.TransactionHash))!;
        ProofManifest manifest = stored.Manifest;
        Assert.Equal((96, 3L, "canonical_small"), (manifest.SecurityBits, manifest.ProofBytes, manifest.PreprocessedTrace));
        Assert.Equal(job.Output.AsEnumerable(), PublicInputs.TryRead(stored.PublicInputs)!.Output);
    }

    [Fact]
    public async Task A_call_whose_proof_is_stored_already_is_not_proved_again()
    {
        using TemporaryFolder folder = new();
        using ProofQueue queue = new(folder["queue"], 10);
        FileProofStore store = new(folder["proofs"]);
        CountingProver prover = new();
        for (int run = 0; run < 2; run++)
        {
            await queue.AddAsync(ProofQueueTests.Job(4, 0), Token);
            await Workers.Worker(folder, queue, prover, store).ProveOldestAsync(Token);
        }

        Assert.Single(prover.Proved);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task A_call_that_cannot_be_proved_is_set_aside_with_the_reason_and_the_next_one_follows()
    {
        using TemporaryFolder folder = new();
        using ProofQueue queue = new(folder["queue"], 10);
        CountingProver prover = new()
        {
            Before = job =>
            {
                if (job.BlockNumber == 1)
                {
                    throw new ProofRefusedException("because");
                }
            },
        };
        await queue.AddAsync(ProofQueueTests.Job(1, 0), Token);
        await queue.AddAsync(ProofQueueTests.Job(2, 0), Token);
        ProofWorker worker = Workers.Worker(folder, queue, prover, new FileProofStore(folder["proofs"]));
        await worker.ProveOldestAsync(Token);
        await worker.ProveOldestAsync(Token);

        Assert.Equal([ProofQueueTests.Job(2, 0).TransactionHash], prover.Proved);
        Assert.Equal("because", Assert.Single(queue.Failed.Latest(10)).Reason);
        WatcherStatus status = new WatcherStatusFile(folder["proofs"]).Read()!;
        Assert.Equal(("because", 0), (Assert.Single(status.Failed).Reason, status.Waiting));
    }

    public static TheoryData<Exception, string> Failures => new()
    {
        { new InsufficientMemoryException("no room"), "InsufficientMemoryException: no room" },
        { new AggregateException(new AggregateException(new IOException("no room"))), "IOException: no room" },
        { new AggregateException(), "AggregateException" },
        { new PlatformNotSupportedException("no AVX2"), "PlatformNotSupportedException: no AVX2" },
        { new IOException("No space left on device"), "IOException: No space left on device" },
        { new InvalidOperationException("a defect"), "InvalidOperationException: a defect" },
        { new KeyNotFoundException("a defect"), "KeyNotFoundException: a defect" },
        { new OperationCanceledException("not ours"), "OperationCanceledException: not ours" },
    };

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task Whatever_fails_a_call_is_noted_and_the_call_is_tried_again(Exception failure, string reason)
    {
        using TemporaryFolder folder = new();
        ManualClock clock = new();
        using ProofQueue queue = new(folder["queue"], 10, clock: clock);
        CountingProver prover = new() { Before = job => throw failure };
        FileProofStore store = new(folder["proofs"]);
        ProofWorker worker = Workers.Worker(folder, queue, prover, store, clock: clock);
        await queue.AddAsync(ProofQueueTests.Job(1, 0), Token);
        await worker.ProveOldestAsync(Token);

        FailedCall waiting = Assert.Single(new WatcherStatusFile(folder["proofs"]).Read()!.Retrying);
        Assert.StartsWith(reason, waiting.Reason, StringComparison.Ordinal);
        Assert.Equal(1, waiting.Attempts);
        Assert.True(waiting.At > clock.Now);
        clock.Now = waiting.At;
        prover.Before = _ => { };
        await worker.ProveOldestAsync(Token);
        Assert.Equal(0, queue.Count);
        Assert.NotNull(store.Read(new ProofKey(1, ProofQueueTests.Job(1, 0).TransactionHash)));
        Assert.Empty(new WatcherStatusFile(folder["proofs"]).Read()!.Retrying);
    }

    [Fact]
    public async Task An_entry_that_passes_no_check_or_is_none_is_set_aside_and_the_call_is_proved()
    {
        using TemporaryFolder folder = new();
        using ProofQueue queue = new(folder["queue"], 10);
        FileProofStore store = new(folder["proofs"]);
        ProofJob job = ProofQueueTests.Job(4, 0);
        string place = Path.Combine(folder["proofs"], "4", job.TransactionHash.ToString());
        string foreign =
            ManifestWriter.Manifest(job, new CountingProver().Prove(job, new Progress<ProvePhase>(), Token), default).ProofSha256;
        Action[] squats =
        [
            () => Directory.CreateDirectory(place),
            () => Write(place, "mine"),
            () => Write(Path.Combine(place, "manifest.json"), "{"),
            () => Write(Path.Combine(place, "manifest.json"), "{}"),
            () => Write(Path.Combine(folder["proofs"], "4"), "mine"),
        ];
        CountingProver prover = new();
        foreach (Action squat in squats)
        {
            squat();
            await queue.AddAsync(job, Token);
            await Workers.Worker(folder, queue, prover, store).ProveOldestAsync(Token);
            Assert.Equal(0, queue.Count);
            Assert.Equal(foreign, store.Read(new ProofKey(4, job.TransactionHash))!.Manifest.ProofSha256);
            Directory.Delete(Path.Combine(folder["proofs"], "4"), recursive: true);
        }

        Assert.Equal(squats.Length, prover.Proved.Count);

        // An entry that is whole and lies.
        await queue.AddAsync(job, Token);
        await Workers.Worker(folder, queue, prover, store).ProveOldestAsync(Token);
        await queue.AddAsync(job, Token);
        int checks = 0;
        await Workers.Worker(
            folder, queue, prover, store, (_, _) => Task.FromResult(Report(checks++ > 0 ? CheckOutcome.Passed : CheckOutcome.Failed)))
            .ProveOldestAsync(Token);
        Assert.Equal((squats.Length + 2, 2, 0), (prover.Proved.Count, checks, queue.Count));

        static void Write(string path, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }

    [Fact]
    public async Task A_proof_that_cannot_be_checked_for_want_of_the_node_is_neither_done_nor_failed()
    {
        using TemporaryFolder folder = new();
        using ProofQueue queue = new(folder["queue"], 10);
        FileProofStore store = new(folder["proofs"]);
        CountingProver prover = new();
        CheckOutcome outcome = CheckOutcome.Skipped;
        ProofWorker worker = Workers.Worker(folder, queue, prover, store, (_, _) => Task.FromResult(Report(outcome)));
        await queue.AddAsync(ProofQueueTests.Job(4, 0), Token);
        await Assert.ThrowsAsync<CheckUnavailableException>(() => worker.ProveOldestAsync(Token));
        Assert.Equal((1, 0), (queue.Count, queue.Failed.Count));
        outcome = CheckOutcome.Passed;
        await worker.ProveOldestAsync(Token);
        Assert.Equal((0, 1), (queue.Count, prover.Proved.Count));
    }

    [Fact]
    public async Task A_disk_that_takes_nothing_ends_nothing_and_loses_nothing()
    {
        using TemporaryFolder folder = new();
        CountingProver prover = new();
        FullStore store = new(new FileProofStore(folder["proofs"])) { IsFull = true };
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        ManualClock clock = new();
        using ProofQueue timed = new(folder["timed"], 10, clock: clock);
        await timed.AddAsync(ProofQueueTests.Job(4, 0), Token);
        Task working = Workers.Worker(folder, timed, prover, store).RunAsync(stop.Token);
        await Eventually.HoldsAsync(() => timed.Retrying(1) is [{ Reason: "IOException: No space left on device" }] || working.IsCompleted);
        Assert.False(working.IsCompleted);
        store.IsFull = false;
        clock.Now += TimeSpan.FromHours(1);
        await Eventually.HoldsAsync(() => timed.Count == 0 || working.IsCompleted);
        Assert.False(working.IsCompleted);
        Assert.NotNull(store.Read(new ProofKey(4, ProofQueueTests.Job(4, 0).TransactionHash)));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => working);
    }

    [Fact]
    public async Task A_prover_that_cannot_prove_at_all_leaves_the_calls_where_they_are_and_says_why()
    {
        using TemporaryFolder folder = new();
        using ProofQueue queue = new(folder["queue"], 10);
        CountingProver prover = new() { Obstacle = "no AVX2" };
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await queue.AddAsync(ProofQueueTests.Job(4, 0), Token);
        Task working = Workers.Worker(folder, queue, prover, new FileProofStore(folder["proofs"])).RunAsync(stop.Token);
        WatcherStatusFile status = new(folder["proofs"]);
        await Eventually.HoldsAsync(() => status.Read()?.Problem == "proving: no AVX2");
        Assert.Equal((1, 0), (queue.Count, queue.Failed.Count));
        prover.Obstacle = null;
        await Eventually.HoldsAsync(() => queue.Count == 0);
        await Eventually.HoldsAsync(() => status.Read() is { Problem: null, Waiting: 0 });
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => working);
    }

    private static ProofCheckReport Report(CheckOutcome outcome) => new([new CheckStep("a step", outcome, "", default)]);

    /// <summary>A store on a disk that may be full.</summary>
    private sealed class FullStore(IProofStore store) : IProofStore
    {
        public bool IsFull { get; set; }

        public Task PutAsync(
            ProofManifest manifest, ReadOnlyMemory<byte> proof, ReadOnlyMemory<byte> publicInputs, CancellationToken cancellation) =>
            IsFull ? throw new IOException("No space left on device") : store.PutAsync(manifest, proof, publicInputs, cancellation);

        public ProofManifest? Manifest(ProofKey key) => store.Manifest(key);

        public StoredProof? Read(ProofKey key) => store.Read(key);

        public Stream? OpenProof(ProofKey key) => store.OpenProof(key);

        public Stream? OpenPublicInputs(ProofKey key) => store.OpenPublicInputs(key);

        public void SetAside(ProofKey key) => store.SetAside(key);

        public IReadOnlyList<ProofKey> OfBlock(ulong blockNumber) => store.OfBlock(blockNumber);

        public IReadOnlyList<ProofKey> Latest(int limit, ProofKey? after = null) => store.Latest(limit, after);

        public ProofKey? OfTransaction(Felt transactionHash) => store.OfTransaction(transactionHash);
    }
}
