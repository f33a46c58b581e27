using Xunit;

namespace Kraken.Sierra.Tests;

public sealed class SierraVersionTests
{
    [Theory]
    [InlineData("1.7.0", 1UL, 7UL, 0UL)]
    [InlineData("0.1.0", 0UL, 1UL, 0UL)]
    [InlineData("18446744073709551615.0.1", ulong.MaxValue, 0UL, 1UL)]
    public void AVersionIsReadAndWrittenAlike(string text, ulong major, ulong minor, ulong patch)
    {
        Assert.True(SierraVersion.TryParse(text, out SierraVersion version));
        Assert.Equal(new SierraVersion(major, minor, patch), version);
        Assert.Equal(text, version.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.7")]
    [InlineData("1.7.0.0")]
    [InlineData("1.7.")]
    [InlineData("1.-7.0")]
    [InlineData(" 1.7.0")]
    [InlineData("1.7.x")]
    [InlineData("1.7.18446744073709551616")]
    public void OtherTextIsNone(string text)
    {
        Assert.False(SierraVersion.TryParse(text, out SierraVersion version));
        Assert.Equal(default, version);
    }

    [Fact]
    public void VersionsAreOrderedByTheirFirstDifferentPart()
    {
        SierraVersion[] ascending = [new(0, 9, 9), new(1, 0, 0), new(1, 0, 1), new(1, 1, 0), new(1, 10, 0), new(2, 0, 0)];
        for (int i = 0; i < ascending.Length; i++)
        {
            for (int j = 0; j < ascending.Length; j++)
            {
                (SierraVersion left, SierraVersion right) = (ascending[i], ascending[j]);
                bool[] expected = [i < j, i > j, i <= j, i >= j];
                bool[] actual = [left < right, left > right, left <= right, left >= right];
                Assert.Equal(expected, actual);
            }
        }
    }
}
