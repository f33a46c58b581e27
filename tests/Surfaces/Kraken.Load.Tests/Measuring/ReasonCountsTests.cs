using System.Linq;
using Kraken.Load.Measuring;
using Xunit;

namespace Kraken.Load.Tests.Measuring;

/// <summary>Reasons in the nodes' words, which are foreign.</summary>
public sealed class ReasonCountsTests
{
    private readonly ReasonCounts reasons = new();

    [Fact]
    public void ReasonsThatDifferInNumbersAreOneAndTheMostFrequentComesFirst()
    {
        foreach (string reason in (string[])["nonce 5 of 0x1aF", "full", "nonce 6 of 0x2\nat line 7", "nonce 7 of 0x3"])
        {
            reasons.Add(reason);
        }

        Assert.Equal([("nonce # of #", 3L), ("full", 1L)], reasons.List());
        Assert.Equal(4, reasons.Total);
    }

    [Fact]
    public void ANodeThatInventsReasonsFillsNothing()
    {
        for (int i = 0; i < 5000; i++)
        {
            reasons.Add(new string((char)('a' + (i % 26)), 1 + (i / 26)) + new string('z', 100_000));
        }

        Assert.InRange(reasons.List().Length, 1, ReasonCounts.MaxReasons + 1);
        Assert.All(reasons.List(), reason => Assert.InRange(reason.Reason.Length, 1, 300));
        Assert.Equal(5000, reasons.List().Sum(reason => reason.Count));
    }
}
