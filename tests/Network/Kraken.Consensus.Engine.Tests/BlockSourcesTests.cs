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
}
