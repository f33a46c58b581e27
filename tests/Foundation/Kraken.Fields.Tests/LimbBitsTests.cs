using System.Numerics;
using Xunit;

namespace Kraken.Fields.Tests;

/// <summary>Bits of limbs, against those of big integers.</summary>
public sealed class LimbBitsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(ulong.MaxValue, 0)]
    [InlineData(0, 1)]
    [InlineData(0x8000_0000_0000_0001, 0x10)]
    [InlineData(ulong.MaxValue, ulong.MaxValue)]
    public void BitsAreThoseOfTheNumber(ulong low, ulong high)
    {
        BigInteger number = ((BigInteger)high << 64) + low;
        Assert.Equal(number.GetBitLength(), LimbBits.Length([low, high]));
        for (int bit = 0; bit < 128; bit++)
        {
            Assert.Equal(!(number >> bit).IsEven, LimbBits.IsSet([low, high], bit));
        }
    }
}
