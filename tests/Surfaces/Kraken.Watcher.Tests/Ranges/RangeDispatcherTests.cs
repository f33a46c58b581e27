using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Kraken.Farm.Jobs;
using Kraken.Farm.Proving;
using Kraken.Proofs.Checking.Chain;
using Kraken.Proofs.Ranges;
using Kraken.Watcher.Ranges;
using Kraken.Watcher.Tests.Chain;
using Xunit;

namespace Kraken.Watcher.Tests.Ranges;

public sealed class RangeDispatcherTests : ScriptedRanges
{
    [Fact]
    public async Task Blocks_are_proved_in_ranges_in_order_each_once()
    {
        Decide(10);
        await Bench().WorkAsync();
        Assert.Equal(["1-4", "5-8", "9-10"], Prover.Attempts);
        Assert.Equal([(1ul, 4ul), (5, 8), (9, 10)], Ranges());
        Assert.Equal((10ul, 0), (Status.DoneBlock, Status.UnprovedCount));
        Assert.Equal([9ul, 5, 1], Status.Proved.Select(span => span.First));
        Assert.Equal([1, 2, 3, 5], Store.Read(new RangeKey(Prover.Genesis, 5, 8))!.Bundle);
    }

    [Fact]
    public async Task Blocks_wait_for_others_until_their_time_is_over()
    {
        RangePatience = TimeSpan.FromHours(1);
        Decide(6);
        DispatcherBench bench = Bench();
        await bench.WorkAsync();
        Assert.Equal(["1-4"], Prover.Attempts);
        Assert.Equal(new BlockSpan(5, 6), Status.Collecting);
        Decide(3);
        await bench.WorkAsync();
        Assert.Equal(["1-4", "5-8"], Prover.Attempts);
    }

    [Fact]
    public async Task A_block_that_the_program_does_not_state_is_named_and_the_others_are_proved()
    {
        Decide(8);
        Prover.Outcome = ScriptedRangeProver.Refusing(1, 3, 8);
        await Bench().WorkAsync();
        Assert.Equal([(2ul, 2ul), (4, 4), (5, 7)], Ranges());
        Assert.Equal([1ul, 3, 8], Store.UnprovedBlocks(Prover.Genesis));
        Assert.Equal("not provable: system call keccak", Store.Unproved(Prover.Genesis, 3)!.Text);
        Assert.Equal((8ul, 3), (Status.DoneBlock, Status.UnprovedCount));
        Assert.Equal([8ul, 3, 1], Status.Unproved.Select(block => block.Number));
    }

    [Fact]
    public async Task Blocks_that_do_not_fit_together_are_proved_in_halves_and_one_alone_is_named()
    {
        Decide(4);
        Prover.Outcome = span => span.Last - span.First > 0 || span.First == 2 ? new RangeOutcome.Unfit("too many cells") : null;
        await Bench().WorkAsync();
        Assert.Equal(["1-4", "1-2", "1", "2", "3-4", "3", "4"], Prover.Attempts);
        Assert.Equal([(1ul, 1ul), (3, 3), (4, 4)], Ranges());
        Assert.Equal("not proved after 1 attempts: too many cells", Store.Unproved(Prover.Genesis, 2)!.Text);
    }

    [Fact]
    public async Task Jobs_that_fail_are_repeated_renewed_and_halved_and_a_block_that_fails_alone_is_named_with_the_reason()
    {
        Decide(2);
        Prover.Outcome = span => span.Last == 2 ? throw new InvalidOperationException("no luck") : null;
        await Bench().WorkAsync();
        Assert.Equal(
            [.. Enumerable.Repeat("1-2", 6), "1", .. Enumerable.Repeat("2", 6)], Prover.Attempts);
        Assert.Equal([(1ul, 1ul)], Ranges());
        UnprovedBlock named = Assert.Single(Status.Unproved);
        Assert.Equal("not proved after 3 attempts: InvalidOperationException: no luck", named.Text);
        Assert.Equal(2, Directory.GetFiles(Folder["data/jobs/dead"]).Length);

        // What failed may have passed when the next process looks at it.
        Prover.Outcome = _ => null;
        await Bench().WorkAsync();
        Assert.Equal([(1ul, 1ul), (2, 2)], Ranges());
        Assert.Equal((2ul, 0), (Status.DoneBlock, Status.UnprovedCount));
    }

    [Fact]
    public async Task An_attempt_that_failed_is_shown_with_its_reason_until_the_next_one_and_nothing_new_writes_no_status()
    {
        Decide(2);
        Prover.Outcome = _ => throw new InsufficientMemoryException("no room");
        DispatcherBench bench = Bench();
        while (Prover.Attempts.Count == 0)
        {
            await bench.Dispatcher.StepAsync(Token);
            await bench.Worker.StepAsync(Token);
        }

        FailedSpan failed = Assert.Single(Status.Retrying);
        Assert.Equal((1ul, 2ul, 1, "InsufficientMemoryException: no room"), (failed.First, failed.Last, failed.Attempts, failed.Reason));
        Prover.Outcome = ScriptedRangeProver.Refusing(2);
        await bench.WorkAsync();
        Assert.Empty(Status.Retrying);
        Assert.Equal(1, Status.UnprovedCount);

        // A block without a proof is told of once.
        string file = Folder["proofs/watcher.json"];
        File.Delete(file);
        await bench.WorkAsync();
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Reading_that_fails_is_repeated_and_halved_and_what_differs_is_named_so()
    {
        Decide(2);
        List<string> read = [];
        Prover.Reading = span =>
        {
            read.Add(span.First == span.Last ? $"{span.First}" : $"{span.First}-{span.Last}");
            if (span.Last == 2)
            {
                throw new NodeRefusedException(new("block 2, nonce of 5", "1", "2"));
            }
        };
        await Bench().WorkAsync();
        Assert.Equal(["1-2", "1-2", "1-2", "1", "2", "2", "2"], read);
        Assert.Equal([(1ul, 1ul)], Ranges());
        UnprovedBlock named = Assert.Single(Status.Differing);
        Assert.Equal((2ul, true, 1), (named.Number, named.Differs, Status.DifferingCount));
        Assert.Contains("nonce of 5", named.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_to_read_during_which_the_process_ends_counts_and_an_absent_node_does_not()
    {
        Decide(1);
        Prover.Reading = _ => throw new HttpRequestException("away");
        for (int i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => Bench().Dispatcher.StepAsync(Token));
        }

        Assert.Empty(Store.UnprovedBlocks(Prover.Genesis));
        RangeCursorFile file = new(Folder["data/ranges.json"], Prover.Genesis);
        file.Write(file.Read(out _) with
        {
            Attempt = new RangeAttempt(1, 1, 3, "the process ended during the attempt", DateTimeOffset.MinValue),
        });
        await Bench().WorkAsync();
        Assert.Empty(Prover.Attempts);
        Assert.Equal(
            "not proved after 3 attempts: the process ended during the attempt", Store.Unproved(Prover.Genesis, 1)!.Text);
    }

    [Fact]
    public async Task A_job_that_ends_its_process_is_counted_by_the_queue_and_goes_to_the_dead_letters()
    {
        Decide(1);
        DispatcherBench first = Bench();
        await first.Dispatcher.StepAsync(Token);
        for (int i = 0; i < 3; i++)
        {
            // Taken and never settled: what a killed process leaves.
            Assert.NotNull(await new EmbeddedJobQueue(Folder["data/jobs"]).TakeAsync(Token));
        }

        await Bench().Worker.StepAsync(Token);
        Assert.Empty(Prover.Attempts);
        string dead = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Folder["data/jobs/dead"])), Token);
        Assert.Contains("the worker ended during the attempt", dead, StringComparison.Ordinal);

        // The verdict tells the dispatcher, which gives it out once more.
        await Bench().WorkAsync();
        Assert.Equal(["1"], Prover.Attempts);
        Assert.Equal(1ul, Status.DoneBlock);
    }

    [Fact]
    public async Task A_process_that_ends_anywhere_loses_nothing_and_plans_no_other_ranges_over_what_it_left()
    {
        Decide(10);
        for (int step = 0; Store.OfChain(Prover.Genesis).Count < 3; step++)
        {
            // A process for each step, as if the one before had been killed.
            Assert.True(step < 40);
            await Bench().Dispatcher.StepAsync(Token);
            await Bench().Worker.StepAsync(Token);
        }

        await Bench().WorkAsync();
        Assert.Equal(["1-4", "5-8", "9-10"], Prover.Attempts);
        Assert.Equal([(1ul, 4ul), (5, 8), (9, 10)], Ranges());
        Assert.Equal(10ul, Status.DoneBlock);
    }

    [Fact]
    public async Task A_damaged_witness_goes_to_the_dead_letters_and_its_blocks_are_proved_with_a_new_one()
    {
        Decide(1);
        DispatcherBench bench = Bench();
        await bench.Dispatcher.StepAsync(Token);
        string witness = Assert.Single(Directory.GetFiles(Folder["data/objects/witnesses"], "*", SearchOption.AllDirectories));
        await File.WriteAllBytesAsync(witness, [9, 9], Token);
        await bench.WorkAsync();
        Assert.Equal(["1"], Prover.Attempts);
        Assert.Equal([(1ul, 1ul)], Ranges());
        string dead = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Folder["data/jobs/dead"])), Token);
        Assert.Contains("expected 2 bytes of SHA-256", dead, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Folder["data/objects/witnesses"], "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_job_that_this_machine_has_no_memory_for_is_halved()
    {
        Decide(2);
        Prover.Outcome = span => span.Last > span.First ? new RangeOutcome.TooLarge(2_000_000_000, Prover.MaxCells) : null;
        await Bench().WorkAsync();
        Assert.Equal([(1ul, 1ul), (2, 2)], Ranges());
    }

    [Fact]
    public async Task The_job_of_the_oldest_blocks_is_published_again_when_nothing_comes_of_it()
    {
        Decide(1);
        ManualClock clock = new();
        WatcherOptions options = Folder.Options with { RangePatience = TimeSpan.Zero, LostAfter = TimeSpan.FromMinutes(1) };
        DispatcherBench bench = new(Chain, Folder, Prover, Prover, options, clock);
        await bench.Dispatcher.StepAsync(Token);

        // Somebody else took it and settled it without a result.
        IJobDelivery? lost = await new EmbeddedJobQueue(Folder["data/jobs"]).TakeAsync(Token);
        await lost!.AcknowledgeAsync(Token);
        DispatcherBench next = new(Chain, Folder, Prover, Prover, options, clock);
        await next.Worker.StepAsync(Token);
        Assert.Empty(Prover.Attempts);
        clock.Now += TimeSpan.FromMinutes(2);
        await next.WorkAsync();
        Assert.Equal(["1"], Prover.Attempts);
    }

    [Fact]
    public async Task A_new_process_goes_on_behind_what_is_done_and_believes_stored_proofs_only_if_they_pass()
    {
        Decide(4);
        await Bench().WorkAsync();
        Decide(4);
        await Bench().WorkAsync();
        Assert.Equal(["1-4", "5-8"], Prover.Attempts);

        // The cursor is lost; what lies in the store is checked and counts.
        File.Delete(Folder["data/ranges.json"]);
        await Bench().WorkAsync();
        Assert.Equal(["1-4", "5-8"], Prover.Attempts);
        Assert.Equal(8ul, Status.DoneBlock);

        // One that is damaged is lost too.
        foreach (string damaged in (string[])["{", "null", "", """{"done":8,"planned":[{"first":9,"last":3}]}"""])
        {
            await File.WriteAllTextAsync(Folder["data/ranges.json"], damaged, Token);
            await Bench().WorkAsync();
            Assert.Equal(["1-4", "5-8"], Prover.Attempts);
            Assert.Equal(8ul, Status.DoneBlock);
        }

        File.Delete(Folder["data/ranges.json"]);
        Prover.Problem = stored => stored.Manifest.FirstBlock == 1 && Prover.Attempts.Count == 2 ? "forged" : null;
        await Bench().WorkAsync();
        Assert.Equal(["1-4", "5-8", "1-4"], Prover.Attempts);
        Assert.Equal([(1ul, 4ul), (5, 8)], Ranges());
    }

    [Fact]
    public async Task Blocks_whose_stored_proofs_are_refused_each_time_are_halved_and_named()
    {
        Decide(1);
        Prover.Problem = _ => "forged";
        await Bench().WorkAsync();
        Assert.Equal("not proved after 3 attempts: what workers stored is refused: forged", Store.Unproved(Prover.Genesis, 1)!.Text);
        Assert.Empty(Store.OfChain(Prover.Genesis));
    }

    [Fact]
    public async Task What_another_program_could_not_prove_is_tried_again()
    {
        Decide(3);
        Prover.Outcome = ScriptedRangeProver.Refusing(2);
        await Bench().WorkAsync();
        Prover.Outcome = _ => null;
        await Bench().WorkAsync();
        Assert.Equal([(1ul, 1ul), (3, 3)], Ranges());
        Prover.ProgramHash = 100;
        await Bench().WorkAsync();
        Assert.Equal([(1ul, 1ul), (2, 2), (3, 3)], Ranges());
        Assert.Equal((3ul, 0), (Status.DoneBlock, Status.UnprovedCount));
        Assert.Empty(Store.UnprovedBlocks(Prover.Genesis));
    }

    [Fact]
    public async Task A_lost_or_damaged_entry_is_not_taken_for_one()
    {
        Decide(4);
        await Bench().WorkAsync();
        RangeKey key = new(Prover.Genesis, 1, 4);
        string place = Folder[$"proofs/ranges/{Prover.Genesis}/1-4"];
        await File.WriteAllTextAsync(Path.Combine(place, "manifest.json"), "{}", Token);
        Assert.Throws<InvalidDataException>(() => Store.Manifest(key));
        File.Delete(Folder["data/ranges.json"]);
        await Bench().WorkAsync();
        Assert.Equal(["1-4", "1-4"], Prover.Attempts);
        Assert.NotNull(Store.Read(key));
    }
}
