using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Kraken.Farm;
using Kraken.Farm.Proving;
using Kraken.Proofs.Ranges;
using Kraken.Watcher.Ranges;
using Kraken.Watcher.Tests.Chain;
using Xunit;

namespace Kraken.Watcher.Tests.Ranges;

/// <summary>A node or a disk that is away costs time, and no block its proof.</summary>
public sealed class OutageTests : ScriptedRanges
{
    [Fact]
    public async Task What_workers_stored_is_taken_up_while_the_node_is_away()
    {
        Decide(1);
        DispatcherBench bench = Bench();
        await bench.Dispatcher.StepAsync(Token);
        await bench.Worker.StepAsync(Token);
        Decide(1);
        Chain.Failure = _ => new HttpRequestException("away");
        await Assert.ThrowsAsync<HttpRequestException>(() => bench.Dispatcher.StepAsync(Token));
        Assert.Equal(1ul, Status.DoneBlock);
        Chain.Failure = _ => null;
        await bench.WorkAsync();
        Assert.Equal(["1", "2"], Prover.Attempts);
    }

    [Fact]
    public async Task A_disk_that_takes_no_cursor_while_a_range_ends_stops_the_watcher_only_as_long()
    {
        Decide(9);
        DispatcherBench bench = Bench();
        string taken = Directory.CreateDirectory(Folder["data/ranges.json.next"]).FullName;
        for (int i = 0; i < 4; i++)
        {
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => bench.Dispatcher.StepAsync(Token));
        }

        Directory.Delete(taken);
        await bench.WorkAsync();
        Assert.Equal(["1-4", "5-8", "9"], Prover.Attempts);
        Assert.Equal(9ul, Status.DoneBlock);
    }

    [Fact]
    public async Task A_connection_or_a_disk_that_fails_while_blocks_are_read_counts_against_none()
    {
        Decide(1);
        DispatcherBench bench = Bench();
        foreach (Exception failure in (Exception[])
            [new IOException("the response ended prematurely"), new HttpIOException(default), new UnauthorizedAccessException("read-only")])
        {
            Prover.Reading = _ => throw failure;
            for (int i = 0; i < 4; i++)
            {
                await Assert.ThrowsAnyAsync<Exception>(() => bench.Dispatcher.StepAsync(Token));
            }
        }

        Prover.Reading = _ => { };
        await bench.WorkAsync();
        Assert.Equal(["1"], Prover.Attempts);
        Assert.Empty(Store.UnprovedBlocks(Prover.Genesis));
    }

    [Fact]
    public async Task A_block_that_was_named_because_its_attempts_failed_is_tried_again_after_an_hour()
    {
        Decide(1);
        ManualClock clock = new();
        WatcherOptions options = Folder.Options with { RangePatience = TimeSpan.Zero };
        DispatcherBench bench = new(Chain, Folder, Prover, Prover, options, clock);
        Prover.Outcome = _ => new RangeOutcome.Unfit("no worker has memory for it");
        await bench.WorkAsync();
        Assert.Equal(1, Status.UnprovedCount);
        Prover.Outcome = _ => null;
        await bench.WorkAsync();
        Assert.Equal(["1"], Prover.Attempts);
        clock.Now += options.NamedAgainAfter;
        await bench.WorkAsync();
        Assert.Equal(["1", "1"], Prover.Attempts);
        Assert.Equal((1ul, 0), (Status.DoneBlock, Status.UnprovedCount));
    }

    [Fact]
    public async Task Two_watchers_of_one_farm_both_come_to_the_end_whatever_the_other_forgets_and_removes()
    {
        Decide(10);
        Prover.Outcome = span => Holds(span, 6) ? new RangeOutcome.NotProvable(6, "system call keccak")
            : Holds(span, 3) && Prover.Attempts.Count < 4 ? throw new InvalidOperationException("no luck")
            : null;
        RangeFarm farm = RangeFarm.Embedded(Folder["data"], Folder["proofs"]);
        DispatcherBench[] benches = [.. Enumerable.Range(0, 2).Select(index => Bench(farm, $"watcher{index}"))];
        for (int step = 0; step < 60; step++)
        {
            foreach (DispatcherBench bench in benches)
            {
                await bench.Dispatcher.StepAsync(Token);
                await bench.Worker.StepAsync(Token);
            }
        }

        Assert.Equal([6ul], Store.UnprovedBlocks(Prover.Genesis));
        RangeKey[] proved = [.. Store.OfChain(Prover.Genesis)];
        Assert.All(Enumerable.Range(1, 10), number => Assert.Equal(number != 6, proved.Any(key => key.Contains((ulong)number))));
        foreach (int index in (int[])[0, 1])
        {
            Assert.Equal(10ul, new RangeCursorFile(Folder[$"watcher{index}/ranges.json"], Prover.Genesis).Read(out _).Done);
        }
    }

    private static bool Holds(BlockSpan span, ulong block) => span.First <= block && block <= span.Last;

    private DispatcherBench Bench(RangeFarm shared, string data) =>
        new(Chain, Folder, Prover, Prover, Options with { DataFolder = Folder[data] }, shared: shared);
}
