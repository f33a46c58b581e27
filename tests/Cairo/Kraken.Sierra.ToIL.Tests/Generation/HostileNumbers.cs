using System;
using System.Numerics;
using Kraken.Fields;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Tests.Generation;

/// <summary>Numbers of a range, most of them where arithmetic tends to break.</summary>
internal static class HostileNumbers
{
    private static readonly int[] Powers = [7, 8, 15, 16, 31, 32, 63, 64, 95, 96, 127, 128, 129, 192, 248, 250, 251];

    /// <summary>A number of a range.</summary>
    internal static BigInteger Of(Random random, IntegerRange range)
    {
        for (int attempt = 0; attempt < 8; attempt++)
        {
            BigInteger value = Candidate(random, range);
            if (range.Contains(value))
            {
                return value;
            }
        }

        return random.Next(2) == 0 ? range.Lower : range.Upper - 1;
    }

    /// <summary>A number below a bound, all about equally likely.</summary>
    internal static BigInteger Below(Random random, BigInteger bound)
    {
        byte[] bytes = new byte[bound.GetByteCount() + 9];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) % bound;
    }

    private static BigInteger Candidate(Random random, IntegerRange range) => random.Next(12) switch
    {
        < 4 => random.Next(5),
        4 => range.Lower + random.Next(2),
        5 => range.Upper - 1 - random.Next(2),
        6 => -random.Next(1, 4),
        7 or 8 => (BigInteger.One << Powers[random.Next(Powers.Length)]) + random.Next(-1, 2),
        9 => Felt.Modulus - (BigInteger.One << Powers[random.Next(Powers.Length)]) + random.Next(-1, 2),
        10 => Below(random, BigInteger.One << random.Next(1, 253)),
        _ => range.Lower + Below(random, range.Size),
    };
}
