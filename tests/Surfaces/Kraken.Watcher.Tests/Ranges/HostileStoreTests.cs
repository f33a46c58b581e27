using System;
using System.IO;
using System.Threading.Tasks;
using Kraken.Farm.Objects;
using Kraken.Farm.Witnesses;
using Kraken.Proofs.Ranges;
using Kraken.Watcher.Tests.Chain;
using Xunit;

namespace Kraken.Watcher.Tests.Ranges;

/// <summary>Whoever can write to a farm's store costs proofs; no block is left without one because of a word of theirs.</summary>
public sealed class HostileStoreTests : ScriptedRanges
{
    private WitnessStore Witnesses => new(new FileObjects(Folder["data/objects"]));

    [Theory]
    [InlineData(VerdictKind.NotProvable, 0)]
    [InlineData(VerdictKind.NotProvable, 5)]
    [InlineData(VerdictKind.Unfit, 0)]
    [InlineData(VerdictKind.Failed, 5)]
    public async Task A_verdict_that_a_stranger_wrote_takes_no_block_its_proof(VerdictKind kind, int attempts)
    {
        Chain.Decide();
        DispatcherBench bench = Bench();
        await bench.Dispatcher.StepAsync(Token);
        await Witnesses.PutAsync(
            new RangeKey(Prover.Genesis, 1, 1), new RangeVerdict(kind, Prover.ProgramHash, 1, "it is dull", attempts), Token);
        await bench.WorkAsync();

        // What is given up on a worker's word is tried again by the next process.
        await Witnesses.ForgetVerdictAsync(new RangeKey(Prover.Genesis, 1, 1), Prover.ProgramHash, Token);
        await Bench().WorkAsync();
        Assert.Equal([(1ul, 1ul)], Ranges());
        Assert.Empty(Store.UnprovedBlocks(Prover.Genesis));
    }

    [Fact]
    public async Task A_verdict_of_another_block_or_reason_than_the_program_gives_is_not_taken_over()
    {
        Decide(4);
        Prover.Outcome = ScriptedRangeProver.Refusing(3);
        DispatcherBench bench = Bench();
        await bench.Dispatcher.StepAsync(Token);
        RangeVerdict lie = new(VerdictKind.NotProvable, Prover.ProgramHash, 2, "it is dull", 0);
        await Witnesses.PutAsync(new RangeKey(Prover.Genesis, 1, 4), lie, Token);
        await bench.WorkAsync();
        Assert.Equal([(1ul, 2ul), (4, 4)], Ranges());
        UnprovedBlock named = Assert.Single(Status.Unproved);
        Assert.Equal((3ul, "not provable: system call keccak"), (named.Number, named.Text));
    }

    [Fact]
    public async Task A_block_that_a_stranger_named_is_proved_all_the_same()
    {
        Chain.Decide();
        Store.PutUnproved(Prover.Genesis, new UnprovedBlock(1, "it is dull", 0, Prover.ProgramHash, DateTimeOffset.UnixEpoch));
        await Bench().WorkAsync();
        Assert.Equal([(1ul, 1ul)], Ranges());
        Assert.Empty(Store.UnprovedBlocks(Prover.Genesis));
    }

    [Fact]
    public async Task Block_0_is_not_tried_though_it_is_named()
    {
        Chain.Decide();
        Store.PutUnproved(Prover.Genesis, new UnprovedBlock(0, "it is dull", 3, Prover.ProgramHash, DateTimeOffset.UnixEpoch));
        Prover.Reading = span => Assert.NotEqual(0ul, span.First);
        await Bench().WorkAsync();
        Assert.Equal([(1ul, 1ul)], Ranges());
        Assert.Equal(0, Status.UnprovedCount);
    }

    [Fact]
    public async Task Named_blocks_with_endless_reasons_leave_a_status_that_is_read()
    {
        Decide(60);
        string named = Directory.CreateDirectory(Folder[$"proofs/ranges/{Prover.Genesis}/unproved"]).FullName;
        string reason = new('<', 64_000);
        for (int number = 1; number <= 60; number++)
        {
            await File.WriteAllTextAsync(
                Path.Combine(named, $"{number}.json"),
                $$"""{"number":{{number}},"reason":"{{reason}}","attempts":0,"program_hash":"0x63","at":"2026-11-28T00:00:00Z"}""",
                Token);
        }

        Prover.Outcome = _ => throw new InvalidOperationException("no luck");
        await Bench().Dispatcher.StepAsync(Token);
        Assert.NotEmpty(Status.Unproved);
        Assert.All(Status.Unproved, block => Assert.True(block.Reason.Length <= UnprovedBlock.MaxReason + 4));
    }

    [Fact]
    public async Task Witnesses_that_an_earlier_process_stored_are_removed_when_their_blocks_are_done()
    {
        Chain.Decide();
        DispatcherBench first = Bench();
        await first.Dispatcher.StepAsync(Token);
        await first.Worker.StepAsync(Token);
        await Bench().WorkAsync();
        Assert.Equal([(1ul, 1ul)], Ranges());
        Assert.Empty(Directory.GetFiles(Folder["data/objects/witnesses"], "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task More_entries_than_are_looked_at_delay_no_block()
    {
        Chain.Decide();
        int checks = 0;
        for (ulong last = 1; last <= 200; last++)
        {
            StoredRange junk = Prover.Proof(new BlockSpan(1, last));
            await Store.PutAsync(junk.Manifest with { StoredAt = DateTimeOffset.UnixEpoch }, junk.Bundle, Token);
        }

        Prover.Problem = stored => stored.Manifest.StoredAt == DateTimeOffset.UnixEpoch && checks++ >= 0 ? "forged" : null;
        await Bench().WorkAsync();
        Assert.Contains((1ul, 1ul), Ranges());
        Assert.Equal(1ul, Status.DoneBlock);
        Assert.True(checks <= 20, $"{checks}");
    }

    [Fact]
    public async Task A_cursor_of_another_chain_is_refused()
    {
        Decide(4);
        await Bench().WorkAsync();
        Prover.Genesis = 78;
        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => Bench());
        Assert.Contains("expected the chain that begins with 0x4e, got that of 0x4d", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_stops_nothing()
    {
        Decide(2);
        ManualClock clock = new();
        WatcherOptions options = Folder.Options with { RangePatience = TimeSpan.FromMinutes(1), LostAfter = TimeSpan.FromMinutes(2) };
        DispatcherBench bench = new(Chain, Folder, Prover, Prover, options, clock);
        await bench.WorkAsync();
        clock.Now -= TimeSpan.FromDays(400);
        await bench.WorkAsync();
        Assert.Empty(Prover.Attempts);
        clock.Now += TimeSpan.FromMinutes(1);
        await bench.WorkAsync();
        Assert.Equal(["1-2"], Prover.Attempts);

        // An attempt that failed by the old clock is repeated by the new one, in another process too.
        Decide(1);
        Prover.Reading = _ => throw new InvalidDataException("no luck");
        clock.Now += TimeSpan.FromMinutes(1);
        await bench.Dispatcher.StepAsync(Token);
        clock.Now += TimeSpan.FromMinutes(1);
        await bench.Dispatcher.StepAsync(Token);
        Assert.Equal(3ul, Assert.Single(Status.Retrying).First);
        clock.Now -= TimeSpan.FromDays(400);
        Prover.Reading = _ => { };
        bench = new(Chain, Folder, Prover, Prover, options, clock);
        await bench.WorkAsync();
        Assert.Equal(["1-2", "3"], Prover.Attempts);
    }
}
