using System;
using System.Linq;
using System.Threading.Tasks;
using Kraken.Sync.Sources;
using Xunit;

namespace Kraken.Sync.Tests;

/// <summary>A source that lies in any member of any block is refused with the reason, and another one followed.</summary>
public sealed class LyingSourceTests
{
    private const ulong At = 3;

    public static TheoryData<string, bool> OfTransfers { get; } = Both(Lies.OfTransfers.Keys);

    public static TheoryData<string, bool> OfFirst { get; } = Both(Lies.OfFirst.Keys);

    public static TheoryData<string, bool> OfTheCommittee { get; } = Both(Lies.OfTheCommittee.Keys);

    [Theory]
    [MemberData(nameof(OfTransfers))]
    public Task ALieAboutTransfersIsRefused(string lie, bool executes) =>
        AssertRefusedAsync(Lies.OfTransfers[lie].Tell, Lies.OfTransfers[lie].Reason, At, executes);

    [Theory]
    [MemberData(nameof(OfFirst))]
    public Task ALieAboutClassesAndAccountsIsRefused(string lie, bool executes) =>
        AssertRefusedAsync(Lies.OfFirst[lie].Tell, Lies.OfFirst[lie].Reason, 1, executes);

    [Theory]
    [MemberData(nameof(OfTheCommittee))]
    public Task WhatTheCommitteeDecidedWronglyIsNotAppended(string lie, bool executes) =>
        AssertRefusedAsync(Lies.OfTheCommittee[lie].Tell, Lies.OfTheCommittee[lie].Reason, At, executes);

    [Fact]
    public Task TheGasThatNoHashBindsIsFoundByExecution() => AssertRefusedAsync(Lies.AboutGas, "receipt 0, gas", At, executes: true);

    [Fact]
    public async Task WhereAllLieNothingIsAppendedAndTheyAreAskedAgainLater()
    {
        bool lies = true;
        SourceBlock Tell(SourceBlock block) => lies && block.Block.Header.Number == 2 ? block with { Certificate = default } : block;
        TestSource[] sources = [new("one", Tell), new("two", Tell)];
        using TestFollower follower = new(executes: true, sources);
        await follower.FollowAsync();
        Assert.Equal(1UL, follower.Store.LatestNumber);
        Assert.Contains("one: block 2, certificate", follower.Follower.Failure, StringComparison.Ordinal);
        Assert.Contains("two: block 2, certificate", follower.Follower.Failure, StringComparison.Ordinal);

        int asked = sources.Sum(source => source.Asked);
        Assert.False(await follower.StepAsync());
        Assert.Equal(asked, sources.Sum(source => source.Asked));
        follower.Clock.Advance(new SyncLimits().FirstPenalty);
        Assert.False(await follower.StepAsync());
        Assert.Equal(asked + 2, sources.Sum(source => source.Asked));
        Assert.Equal(1UL, follower.Store.LatestNumber);

        // The second time they are left alone for twice as long.
        lies = false;
        follower.Clock.Advance(new SyncLimits().FirstPenalty);
        Assert.False(await follower.StepAsync());
        follower.Clock.Advance(new SyncLimits().FirstPenalty);
        await follower.FollowAsync();
        Assert.Null(follower.Follower.Failure);
        follower.AssertWhole();
    }

    private static async Task AssertRefusedAsync(Func<SourceBlock, SourceBlock> tell, string reason, ulong at, bool executes)
    {
        TestSource liar = new("liar", block => block.Block.Header.Number == at ? tell(block) : block);
        using TestFollower alone = new(executes, [liar]);
        await alone.FollowAsync();
        Assert.Equal(at - 1, alone.Store.LatestNumber);
        Assert.Contains($"liar: block {at}", alone.Follower.Failure, StringComparison.Ordinal);
        Assert.Contains(reason, alone.Follower.Failure, StringComparison.Ordinal);

        using TestFollower warned = new(executes, [liar, new TestSource("honest")]);
        await warned.FollowAsync();
        Assert.Null(warned.Follower.Failure);
        Assert.Equal(["honest", "liar"], warned.Follower.Preferred.Select(source => source.Name));
        warned.AssertWhole();
    }

    private static TheoryData<string, bool> Both(System.Collections.Generic.IEnumerable<string> names)
    {
        TheoryData<string, bool> data = [];
        foreach (string name in names)
        {
            data.Add(name, true);
            data.Add(name, false);
        }

        return data;
    }
}
