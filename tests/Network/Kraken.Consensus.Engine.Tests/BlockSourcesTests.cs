using System.Linq;
using Kraken.Consensus.Engine.Machine;
using Kraken.Fields;
using Xunit;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>Whom a node that lags asks for blocks.</summary>
public sealed class BlockSourcesTests
{
    private static readonly ValidatorId Liar = new((Felt)1);
    private static readonly ValidatorId Honest = new((Felt)2);

    [Fact]
    public void APeerThatClaimsBlocksAndSendsNoneIsNotAskedFirstAtEveryHeight()
    {
        BlockSources sources = new();
        int reminders = 0;
        for (ulong height = 1; height <= 100; height++)
        {
            sources.Heard(Liar, ulong.MaxValue);
            sources.Heard(Honest, 1_000);
            while (sources.Choose(height) != Honest && sources.Asked != Honest)
            {
                Assert.Equal(Liar, sources.Asked);
                sources.Remind();
                sources.Heard(Liar, ulong.MaxValue);
                reminders++;
            }

            sources.Committed();
        }

        Assert.InRange(reminders, 1, 6);
    }

    [Fact]
    public void APeerThatAnswersAtTheLastMomentIsSoonTheLastToBeAsked()
    {
        BlockSources sources = new();
        int reminders = 0;
        for (ulong height = 1; height <= 100; height++)
        {
            sources.Heard(Liar, 1_000);
            sources.Heard(Honest, 1_000);
            if (sources.Choose(height) == Liar)
            {
                sources.Remind();
                sources.Remind();
                reminders += 2;
            }

            sources.Committed();
        }

        Assert.InRange(reminders, 2, 4);
    }

    [Fact]
    public void ThePeerThatAloneHasABlockIsAskedHoweverOftenItFailed()
    {
        BlockSources sources = new();
        for (int i = 0; i < 50; i++)
        {
            sources.Heard(Liar, 9);
            Assert.Equal(Liar, sources.Choose(5));
            sources.GiveUp();
        }
    }

    [Fact]
    public void AHeightCountsWhenAnHonestPeerMustBeAmongThoseThatClaimIt()
    {
        // Weights 1, 1, 1, 2 of 5: an honest one is among weight 2.
        ValidatorId[] peers = [new(1), new(2), new(3), new(4)];
        Committee committee = new(peers.Select((peer, i) => (peer, i == 3 ? 2UL : 1UL)));
        BlockSources sources = new();
        Assert.Equal(0UL, sources.Claimed(committee));
        sources.Heard(peers[0], ulong.MaxValue);
        Assert.Equal(0UL, sources.Claimed(committee));
        sources.Heard(peers[1], 7);
        Assert.Equal(7UL, sources.Claimed(committee));
        sources.Heard(peers[2], 9);
        Assert.Equal(9UL, sources.Claimed(committee));
        sources.Heard(peers[2], 3);
        Assert.Equal(9UL, sources.Claimed(committee));
        sources.Heard(peers[3], 20);
        Assert.Equal(20UL, sources.Claimed(committee));

        // Whom a block was asked of in vain is asked later, and said what he said.
        Assert.NotNull(sources.Choose(5));
        sources.GiveUp();
        Assert.Equal(20UL, sources.Claimed(committee));

        // Strangers weigh nothing.
        sources.Heard(new ValidatorId(99), 30);
        Assert.Equal(20UL, sources.Claimed(committee));
    }
}
