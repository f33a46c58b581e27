using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Proofs;
using Kraken.Proofs.Ranges;
using Kraken.Watcher.Following;
using Kraken.Watcher.Queue;
using Kraken.Watcher.Ranges;
using Kraken.Watcher.Tests.Chain;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Watcher.Tests.Ranges;

public sealed class RangeWorkerTests : IDisposable
{
    private const int RangeBlocks = 4;

    private readonly LocalChain chain = new();
    private readonly TemporaryFolder folder = new();
    private readonly ScriptedRangeProver prover = new();
    private readonly ProofQueue queue;
    private TimeSpan patience = TimeSpan.Zero;

    public RangeWorkerTests() => queue = new ProofQueue(folder["queue"], 10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RangeProofStore Store => new(folder["proofs"]);

    private RangeStatus Status => new WatcherStatusFile(folder["proofs"]).Read()!.Ranges!;

    public void Dispose()
    {
        queue.Dispose();
        folder.Dispose();
        chain.Dispose();
    }

    [Fact]
    public async Task Blocks_are_proved_in_ranges_in_order_each_once()
    {
        Decide(10);
        await WorkAsync(Worker());
        Assert.Equal(["1-4", "5-8", "9-10"], prover.Attempts);
        Assert.Equal([(1ul, 4ul), (5, 8), (9, 10)], Ranges());
        Assert.Equal((10ul, 0), (Status.DoneBlock, Status.UnprovedCount));
        Assert.Equal([9ul, 5, 1], Status.Proved.Select(span => span.First));
        Assert.Equal([1, 2, 3, 5], Store.Read(new RangeKey(prover.Genesis, 5, 8))!.Bundle);
    }

    [Fact]
    public async Task Blocks_wait_for_others_until_their_time_is_over()
    {
        patience = TimeSpan.FromHours(1);
        Decide(6);
        RangeWorker worker = Worker();
        await WorkAsync(worker);
        Assert.Equal(["1-4"], prover.Attempts);
        Assert.Equal(new BlockSpan(5, 6), Status.Collecting);
        Decide(3);
        await WorkAsync(worker);
        Assert.Equal(["1-4", "5-8"], prover.Attempts);
    }

    [Fact]
    public async Task A_block_that_the_program_does_not_state_is_named_and_the_others_are_proved()
    {
        Decide(8);
        prover.Outcome = ScriptedRangeProver.Refusing(1, 3, 8);
        await WorkAsync(Worker());
        Assert.Equal([(2ul, 2ul), (4, 4), (5, 7)], Ranges());
        Assert.Equal([1ul, 3, 8], Store.UnprovedBlocks(prover.Genesis));
        Assert.Equal("not provable: system call keccak", Store.Unproved(prover.Genesis, 3)!.Text);
        Assert.Equal((8ul, 3), (Status.DoneBlock, Status.UnprovedCount));
        Assert.Equal([8ul, 3, 1], Status.Unproved.Select(block => block.Number));
    }

    [Fact]
    public async Task Blocks_that_do_not_fit_together_are_proved_in_halves_and_one_alone_is_named()
    {
        Decide(4);
        prover.Outcome = span => span.Last - span.First > 0 || span.First == 2 ? new RangeOutcome.Unfit("too many cells") : null;
        await WorkAsync(Worker());
        Assert.Equal(["1-4", "1-2", "1", "2", "3-4", "3", "4"], prover.Attempts);
        Assert.Equal([(1ul, 1ul), (3, 3), (4, 4)], Ranges());
        Assert.Equal("not provable: too many cells", Store.Unproved(prover.Genesis, 2)!.Text);
    }

    [Fact]
    public async Task Attempts_that_fail_are_repeated_then_halved_and_a_block_that_fails_alone_is_named_with_the_reason()
    {
        Decide(2);
        prover.Outcome = span => span.Last == 2 ? throw new InvalidOperationException("no luck") : null;
        await WorkAsync(Worker());
        Assert.Equal(["1-2", "1-2", "1-2", "1", "2", "2", "2"], prover.Attempts);
        Assert.Equal([(1ul, 1ul)], Ranges());
        UnprovedBlock named = Assert.Single(Status.Unproved);
        Assert.Equal("not proved after 3 attempts: InvalidOperationException: no luck", named.Text);
    }

    [Fact]
    public async Task An_attempt_during_which_the_process_ends_counts_and_an_absent_node_does_not()
    {
        Decide(1);
        prover.Outcome = _ => throw new HttpRequestException("away");
        for (int i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => Worker().StepAsync(Token));
        }

        Assert.Empty(Store.UnprovedBlocks(prover.Genesis));
        RangeCursorFile file = new(folder["data/ranges.json"]);
        file.Write(new RangeCursor(0, new RangeAttempt(1, 1, 3, "the process ended during the attempt", DateTimeOffset.MinValue)));
        prover.Attempts.Clear();
        await WorkAsync(Worker());
        Assert.Empty(prover.Attempts);
        Assert.Equal(
            "not proved after 3 attempts: the process ended during the attempt", Store.Unproved(prover.Genesis, 1)!.Text);
    }

    [Fact]
    public async Task A_new_process_goes_on_behind_what_is_done_and_believes_stored_proofs_only_if_they_pass()
    {
        Decide(4);
        await WorkAsync(Worker());
        Decide(4);
        await WorkAsync(Worker());
        Assert.Equal(["1-4", "5-8"], prover.Attempts);

        // The cursor is lost; what lies in the store is checked and counts.
        File.Delete(folder["data/ranges.json"]);
        await WorkAsync(Worker());
        Assert.Equal(["1-4", "5-8"], prover.Attempts);
        Assert.Equal(8ul, Status.DoneBlock);

        File.Delete(folder["data/ranges.json"]);
        prover.Problem = stored => stored.Manifest.FirstBlock == 1 ? "forged" : null;
        await WorkAsync(Worker());
        Assert.Equal(["1-4", "5-8", "1-4"], prover.Attempts);
        Assert.Equal([(1ul, 4ul), (5, 8)], Ranges());
    }

    [Fact]
    public async Task What_another_program_could_not_prove_is_tried_again()
    {
        Decide(3);
        prover.Outcome = ScriptedRangeProver.Refusing(2);
        await WorkAsync(Worker());
        prover.Outcome = _ => null;
        await WorkAsync(Worker());
        Assert.Equal([(1ul, 1ul), (3, 3)], Ranges());
        prover.ProgramHash = 100;
        await WorkAsync(Worker());
        Assert.Equal([(1ul, 1ul), (2, 2), (3, 3)], Ranges());
        Assert.Equal((3ul, 0), (Status.DoneBlock, Status.UnprovedCount));
        Assert.Empty(Store.UnprovedBlocks(prover.Genesis));
    }

    [Fact]
    public async Task A_lost_or_damaged_entry_is_not_taken_for_one()
    {
        Decide(4);
        await WorkAsync(Worker());
        RangeKey key = new(prover.Genesis, 1, 4);
        string place = folder[$"proofs/ranges/{prover.Genesis}/1-4"];
        await File.WriteAllTextAsync(Path.Combine(place, "manifest.json"), "{}", Token);
        Assert.Throws<InvalidDataException>(() => Store.Manifest(key));
        File.Delete(folder["data/ranges.json"]);
        await WorkAsync(Worker());
        Assert.Equal(["1-4", "1-4"], prover.Attempts);
        Assert.NotNull(Store.Read(key));
    }

    private void Decide(int blocks)
    {
        for (int i = 0; i < blocks; i++)
        {
            chain.Decide();
        }
    }

    private (ulong First, ulong Last)[] Ranges() => [.. Store.OfChain(prover.Genesis).Select(key => (key.FirstBlock, key.LastBlock))];

    private static async Task WorkAsync(RangeWorker worker)
    {
        // A block that becomes due, or an attempt whose pause is over, is work of the next step.
        for (int idle = 0; idle < 2;)
        {
            idle = await worker.StepAsync(Token) ? 0 : idle + 1;
        }
    }

    private RangeWorker Worker() => new(
        chain,
        prover,
        Store,
        folder.Options with
        {
            RangePatience = patience,
            MaxRangeBlocks = RangeBlocks,
            RangeRetries = new RetryRule(MaxAttempts: 3, TimeSpan.Zero, TimeSpan.Zero),
        },
        new StatusBoard(
            new WatcherStatusFile(folder["proofs"]), queue, new DifferingBlocks(folder["data/mismatches"]), TimeProvider.System,
            NullLogger.Instance),
        TimeProvider.System,
        NullLogger.Instance);
}
