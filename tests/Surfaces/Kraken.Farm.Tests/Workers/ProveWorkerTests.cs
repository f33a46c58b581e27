using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm.Jobs;
using Kraken.Farm.Objects;
using Kraken.Farm.Proving;
using Kraken.Farm.Tests.Jobs;
using Kraken.Farm.Witnesses;
using Kraken.Farm.Workers;
using Kraken.Proofs.Ranges;
using Kraken.Proofs.Tests;
using Kraken.Watcher.Tests.Chain;
using Kraken.Watcher.Tests.Ranges;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Farm.Tests.Workers;

public sealed class ProveWorkerTests : IDisposable
{
    private static readonly WorkerRules Rules = new()
    {
        MaxAttempts = 3, MaxRefusals = 2, FailurePause = TimeSpan.Zero, RefusalPause = TimeSpan.Zero,
        FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromSeconds(5), StoreAttempts = 4,
    };

    private readonly TemporaryFolder folder = new();
    private readonly FailingObjects objects;
    private readonly WitnessStore witnesses;
    private readonly ObjectRangeStore proofs;
    private readonly ScriptedRangeProver prover = new();
    private readonly QuietProgress progress = new();

    public ProveWorkerTests()
    {
        objects = new FailingObjects(new FileObjects(folder["objects"]));
        witnesses = new WitnessStore(objects);
        proofs = new ObjectRangeStore(objects);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private EmbeddedJobQueue Queue => new(folder["jobs"]);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_job_is_acknowledged_when_its_proof_is_stored_and_done_again_it_is_not_proved_again()
    {
        RangeJob job = await PublishAsync(1, 4);
        ProveWorker worker = Worker();
        Assert.True(await worker.StepAsync(Token));
        Assert.Equal((1, 0), (worker.Account.Proved, worker.Account.Others));
        Assert.NotNull(await proofs.ReadAsync(job.Key, Token));
        Assert.Equal(0, Queue.Count);

        await PublishAsync(1, 4);
        worker = Worker();
        Assert.True(await worker.StepAsync(Token));
        Assert.False(await worker.StepAsync(Token));
        Assert.Equal(["1-4"], prover.Attempts);
        Assert.Equal(0, Queue.Count);
    }

    [Fact]
    public async Task A_worker_that_ended_behind_the_proof_and_before_the_acknowledgement_leaves_one_result()
    {
        RangeJob job = await PublishAsync(1, 4);
        Assert.Equal(job, (await Queue.TakeAsync(Token))?.Job);
        StoredRange stored = prover.Proof(new BlockSpan(1, 4));
        await proofs.PutAsync(stored.Manifest, stored.Bundle, Token);

        await Worker().StepAsync(Token);
        Assert.Empty(prover.Attempts);
        Assert.Equal(0, Queue.Count);
        Assert.Single(await proofs.OfChainAsync(77, Token));
    }

    [Fact]
    public async Task A_proof_is_held_while_the_store_takes_none_and_the_job_is_given_back_uncounted_when_that_lasts()
    {
        await PublishAsync(1, 4);
        int refused = 0;
        objects.Refuses = (what, key) => what == "put" && key.StartsWith("ranges/", StringComparison.Ordinal) && refused++ < 3;
        await Worker().StepAsync(Token);
        Assert.Equal(["1-4"], prover.Attempts);
        Assert.Single(await proofs.OfChainAsync(77, Token));
        Assert.Equal(3, progress.Phases.Count(phase => phase.Contains("507 no room", StringComparison.Ordinal)));

        await PublishAsync(5, 8);
        objects.Refuses = (what, key) => what == "put" && key.StartsWith("ranges/", StringComparison.Ordinal);
        for (int i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<FarmUnavailableException>(() => Worker().StepAsync(Token));
        }

        objects.Refuses = (_, _) => false;
        await Worker().StepAsync(Token);
        Assert.Equal(2, (await proofs.OfChainAsync(77, Token)).Count);
        Assert.Empty(Directory.GetFiles(folder["jobs/dead"]));
    }

    [Fact]
    public async Task An_entry_whose_check_fails_on_this_machine_ends_no_worker_and_counts_as_an_attempt()
    {
        RangeJob job = await PublishAsync(1, 4);
        StoredRange junk = prover.Proof(new BlockSpan(1, 4));
        await proofs.PutAsync(junk.Manifest, junk.Bundle, Token);
        prover.Problem = _ => throw new InsufficientMemoryException("no room for it");
        for (int i = 0; i < 3; i++)
        {
            Assert.True(await Worker().StepAsync(Token));
        }

        Assert.Equal(0, Queue.Count);
        RangeVerdict verdict = (await witnesses.VerdictAsync(job.Key, 99, Token))!;
        Assert.Equal((VerdictKind.Failed, "InsufficientMemoryException: no room for it"), (verdict.Kind, verdict.Reason));
    }

    [Fact]
    public async Task What_squats_the_place_of_a_proof_is_set_aside_and_the_proof_stored()
    {
        RangeJob job = await PublishAsync(1, 4);
        byte[] other = [1];
        RangeManifest squatter = ExampleRange.Of(77, 1, 4, other) with { LastHash = 666 };
        prover.Outcome = _ =>
        {
            // It comes while the proof is made.
            proofs.PutAsync(squatter, other, Token).GetAwaiter().GetResult();
            return null;
        };
        await Worker().StepAsync(Token);
        StoredRange stored = (await proofs.ReadAsync(job.Key, Token))!;
        Assert.Equal(prover.Proof(new BlockSpan(1, 4)).Bundle, stored.Bundle);
        Assert.Single(await objects.ListAsync("refused/", Token));

        // One that lay there before is looked at before anything is proved.
        await objects.PutAsync($"ranges/0x4d/{5:D20}-{8:D20}/manifest.json", "nonsense"u8.ToArray(), Token);
        await PublishAsync(5, 8);
        prover.Outcome = _ => null;
        await Worker().StepAsync(Token);
        Assert.NotNull(await proofs.ReadAsync(new RangeKey(77, 5, 8), Token));
        Assert.Equal(2, (await objects.ListAsync("refused/", Token)).Count);
    }

    [Fact]
    public async Task Another_workers_proof_of_the_same_blocks_is_as_good()
    {
        RangeJob job = await PublishAsync(1, 4);
        byte[] other = [1, 1, 1];
        RangeManifest same = prover.Proof(new BlockSpan(1, 4)).Manifest;
        same = ExampleRange.Of(77, 1, 4, other) with { Reverted = same.Reverted, ProgramHash = same.ProgramHash };
        prover.Outcome = _ =>
        {
            proofs.PutAsync(same, other, Token).GetAwaiter().GetResult();
            return null;
        };
        await Worker().StepAsync(Token);
        Assert.Equal(other, (await proofs.ReadAsync(job.Key, Token))!.Bundle);
        Assert.Empty(await objects.ListAsync("refused/", Token));
        Assert.Equal(2, (await objects.ListAsync("ranges/", Token)).Count);
    }

    [Fact]
    public async Task A_witness_that_is_missing_damaged_or_refuted_is_poison_with_its_reason()
    {
        RangeJob missing = await PublishAsync(1, 1);
        await objects.DeleteAsync(missing.WitnessKey, Token);
        await BuriedAsync("expected a witness, there is none");
        RangeJob damaged = await PublishAsync(2, 2);
        await objects.PutAsync(damaged.WitnessKey, new byte[] { 1, 2, 3 }, Token);
        await BuriedAsync("expected 2 bytes of SHA-256");
        RangeJob refuted = await PublishAsync(3, 3);
        prover.Outcome = _ => new RangeOutcome.Refuted("witness, block 3, nonce of 5: expected 1, got 2");
        await BuriedAsync("nonce of 5");
        foreach (RangeJob job in (RangeJob[])[missing, damaged, refuted])
        {
            RangeVerdict verdict = (await witnesses.VerdictAsync(job.Key, 99, Token))!;
            Assert.Equal((VerdictKind.Failed, 1), (verdict.Kind, verdict.Attempts));
        }
    }

    [Fact]
    public async Task A_job_that_fails_is_tried_as_often_as_may_be()
    {
        RangeJob job = await PublishAsync(1, 1);
        prover.Outcome = _ => throw new InvalidOperationException("no room");
        for (int i = 0; i < 3; i++)
        {
            Assert.True(await Worker().StepAsync(Token));
        }

        Assert.False(await Worker().StepAsync(Token));
        Assert.Equal(3, prover.Attempts.Count);
        RangeVerdict verdict = (await witnesses.VerdictAsync(job.Key, 99, Token))!;
        Assert.Equal((VerdictKind.Failed, 3, "InvalidOperationException: no room"), (verdict.Kind, verdict.Attempts, verdict.Reason));

        // The last one is no reason to wait.
        Assert.Equal([(1, verdict.Reason), (2, verdict.Reason)], progress.Failures);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 20)]
    [InlineData(3, 30)]
    [InlineData(1000, 30)]
    public void PausesAfterFailuresGrowToABound(int attempts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new WorkerRules().AfterFailure(attempts));

    [Fact]
    public async Task Stopping_takes_back_the_attempt()
    {
        await PublishAsync(1, 1);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        prover.Outcome = _ =>
        {
            stop.Cancel();
            throw new OperationCanceledException(stop.Token);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Worker().StepAsync(stop.Token));
        Assert.Equal(0, (await Queue.TakeAsync(Token))!.Attempts);
    }

    [Fact]
    public async Task A_job_that_needs_more_memory_is_left_to_others_by_what_was_counted_and_then_planned_anew()
    {
        RangeJob job = await PublishAsync(1, 4);
        prover.MaxCells = 10;
        prover.Outcome = _ => new RangeOutcome.TooLarge(20, 10);
        await Worker().StepAsync(Token);
        await Worker().StepAsync(Token);
        Assert.Equal(["1-4"], prover.Attempts);
        IJobDelivery waiting = (await Queue.TakeAsync(Token))!;
        Assert.Equal((20ul, 2), (waiting.Job!.Cells, waiting.Job.Refusals));

        // A larger machine takes it.
        prover.MaxCells = 20;
        prover.Outcome = _ => null;
        await Worker().StepAsync(Token);
        Assert.NotNull(await proofs.ReadAsync(job.Key, Token));

        // Where none comes, the last one says so.
        job = await PublishAsync(5, 8);
        prover.Outcome = _ => new RangeOutcome.TooLarge(30, 20);
        for (int i = 0; i < 3; i++)
        {
            Assert.True(await Worker().StepAsync(Token));
        }

        RangeVerdict verdict = (await witnesses.VerdictAsync(job.Key, 99, Token))!;
        Assert.Equal(VerdictKind.Unfit, verdict.Kind);
        Assert.Contains("30 cells of the prover's trace, and this worker has memory for 20", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_of_another_program_or_chain_end_among_the_dead_letters_when_nobody_takes_them()
    {
        await Queue.PublishAsync(ExampleJob.Of(1, 1) with { ProgramHash = 5 }, Token);
        await Queue.PublishAsync(ExampleJob.Of(2, 2, genesis: 8), Token);
        for (int i = 0; i < 6; i++)
        {
            Assert.True(await Worker().StepAsync(Token));
        }

        Assert.False(await Worker().StepAsync(Token));
        Assert.Empty(prover.Attempts);
        Assert.Equal(2, Directory.GetFiles(folder["jobs/dead"]).Length);
    }

    [Fact]
    public async Task A_verdict_that_is_hostile_or_damaged_is_none()
    {
        RangeKey key = new(77, 1, 4);
        RangeVerdict verdict = new(VerdictKind.NotProvable, 99, 3, "keccak", 0);
        await witnesses.PutAsync(key, verdict, Token);
        Assert.Equal(verdict, await witnesses.VerdictAsync(key, 99, Token));
        string place = Assert.Single(await objects.ListAsync("verdicts/", Token));
        foreach (string text in (string[])
            ["{}", "null", "", "{\"kind\":7,\"program_hash\":\"0x63\",\"block\":3,\"reason\":\"\",\"attempts\":0}",
            "{\"kind\":\"NotProvable\",\"program_hash\":\"0x63\",\"block\":9,\"reason\":\"\",\"attempts\":0}",
            "{\"kind\":\"NotProvable\",\"program_hash\":\"0x64\",\"block\":3,\"reason\":\"\",\"attempts\":0}"])
        {
            await objects.PutAsync(place, System.Text.Encoding.UTF8.GetBytes(text), Token);
            Assert.Null(await witnesses.VerdictAsync(key, 99, Token));
        }

        // A reason may fill the file that is read; what is shown of it is bounded.
        string whole =
            $"{{\"kind\":\"NotProvable\",\"program_hash\":\"0x63\",\"block\":3,\"reason\":\"{new string('x', 60_000)}\",\"attempts\":0}}";
        await objects.PutAsync(place, System.Text.Encoding.UTF8.GetBytes(whole), Token);
        Assert.Equal(new string('x', UnprovedBlock.MaxReason) + " ...", (await witnesses.VerdictAsync(key, 99, Token))!.Reason);
    }

    [Fact]
    public async Task A_reason_that_a_stranger_wrote_is_short_and_drives_no_terminal()
    {
        RangeKey key = new(77, 1, 4);
        await witnesses.PutAsync(key, new RangeVerdict(VerdictKind.Failed, 99, 1, "a reason", 1), Token);
        string place = Assert.Single(await objects.ListAsync("verdicts/", Token));
        string text = System.Text.Encoding.UTF8.GetString((await objects.ReadAsync(place, 1 << 16, Token))!);
        foreach ((string written, string read) in ((string, string)[])
            [("a\\u001b[2Jb\\nc", "a\\u{1b}[2Jb c"), (new string('x', 30_000), new string('x', 1000) + " ...")])
        {
            await objects.PutAsync(
                place, System.Text.Encoding.UTF8.GetBytes(text.Replace("a reason", written, StringComparison.Ordinal)), Token);
            Assert.Equal(read, (await witnesses.VerdictAsync(key, 99, Token))!.Reason);
        }
    }

    private async Task BuriedAsync(string reason)
    {
        Assert.True(await Worker().StepAsync(Token));
        string newest = Directory.GetFiles(folder["jobs/dead"]).Order(StringComparer.Ordinal).Last();
        Assert.Contains(reason, await File.ReadAllTextAsync(newest, Token), StringComparison.Ordinal);
    }

    private async Task<RangeJob> PublishAsync(ulong first, ulong last)
    {
        RangeJob job = ExampleJob.Of(first, last);
        Assert.Equal(job.WitnessSha256, await witnesses.PutAsync(job.Key, ExampleJob.Witness(first, last), Token));
        await Queue.PublishAsync(job, Token);
        return job;
    }

    private ProveWorker Worker() =>
        new(Queue, witnesses, proofs, prover, Rules, progress, TimeProvider.System, NullLogger.Instance);
}
