using System;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Sync.Sources;
using Xunit;

namespace Kraken.Sync.Tests;

/// <summary>Sources that take their time, or that choose what stands in logs.</summary>
public sealed class HostileSourceTests
{
    [Fact]
    public async Task ASlowSourceIsReadNoLongerThanPatienceLastsAndOthersArePreferred()
    {
        TestFollower? follower = null;
        ulong last = 0;
        TestSource slow = new("slow")
        {
            Giving = number =>
            {
                last = number;
                follower!.Clock.Advance(TimeSpan.FromSeconds(1));
            },
        };
        using (follower = new TestFollower(executes: true, [slow, new TestSource("fast")]))
        {
            await follower.FollowAsync();
            follower.AssertWhole();

            // Three seconds, and a tenth for each block: the fourth is the last that is asked for.
            Assert.Equal(4UL, last);
            Assert.Equal(["fast", "slow"], follower.Follower.Preferred.Select(source => source.Name));
            Assert.DoesNotContain("left alone", follower.Follower.Sources[0].Standing, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WhereThereIsNoOtherASlowSourceIsFollowed()
    {
        TestFollower? follower = null;
        TestSource slow = new("slow") { Giving = _ => follower!.Clock.Advance(TimeSpan.FromSeconds(19)) };
        using (follower = new TestFollower(executes: true, [slow]))
        {
            await follower.FollowAsync();
            follower.AssertWhole();
        }
    }

    [Fact]
    public async Task ASourceThatIsSlowToSayItsHeightIsSlow()
    {
        TestFollower? follower = null;
        TestSource slow = new("slow") { Asking = () => follower!.Clock.Advance(TimeSpan.FromSeconds(10)) };
        using (follower = new TestFollower(executes: true, [slow, new TestSource("fast")]))
        {
            // One block is read from it, since it was asked.
            await follower.FollowAsync();
            follower.AssertWhole();
            Assert.Equal("fast", follower.Follower.Preferred[0].Name);
        }
    }

    [Fact]
    public async Task NoMoreThanALineOfWhatASourceSaysIsTold()
    {
        string hostile = "\u001b[2J\r\n2026-01-01 info: all is well \u202e" + new string('x', 1 << 20);
        TestSource liar = new("liar", block => block with
        {
            Block = block.Block with { Header = block.Block.Header with { StarknetVersion = hostile } },
        });
        using TestFollower follower = new(executes: true, [liar]);
        await follower.FollowAsync();
        string told = follower.Follower.Failure!;
        Assert.InRange(told.Length, 1, 1000);
        Assert.DoesNotContain(told, character => char.IsControl(character) || character == '\u202e');
        Assert.Contains("\\u{1b}[2J  2026", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARefusalIsToldInPlainWords()
    {
        await using RawServer server = new(async (stream, cancellation) =>
        {
            byte[] text = Encoding.UTF8.GetBytes("no\n\u001b[31mred");
            await stream.WriteAsync(RawServer.Head(text.Length, "503 No"), cancellation);
            await stream.WriteAsync(text, cancellation);
        });
        using System.Net.Http.HttpClient http = new();
        HttpBlockSource source = new(http, server.Address, new SyncLimits(), 1 << 20);
        BlockSourceException failure = await Assert.ThrowsAsync<BlockSourceException>(() => source.LatestAsync(CancellationToken.None));
        Assert.EndsWith("answers 503: no \\u{1b}[31mred", failure.Message, StringComparison.Ordinal);
    }
}
