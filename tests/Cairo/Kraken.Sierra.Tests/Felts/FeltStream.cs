using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Text;
using Kraken.Fields;

namespace Kraken.Sierra.Tests.Felts;

/// <summary>
/// The compressed form of a class written down from its description, over integers: a table of the distinct values padded to a power of
/// two, and the values as digits in that base, the first lowest, as many to a felt as stay below the prime.
/// </summary>
internal static class FeltStream
{
    /// <summary>The felts of a class of Sierra 1.7.0 whose program has the given values.</summary>
    public static Felt[] Class(IEnumerable<BigInteger> values) =>
        [(Felt)1, (Felt)7, (Felt)0, (Felt)2, (Felt)11, (Felt)4, .. Compressed([.. values])];

    /// <summary>The values compressed.</summary>
    public static Felt[] Compressed(BigInteger[] values)
    {
        List<BigInteger> code = [.. values.Distinct()];
        int padded = 256;
        while (padded < code.Count)
        {
            padded *= 2;
        }

        Dictionary<BigInteger, int> positions = code.Index().ToDictionary(item => item.Item, item => item.Index);
        BigInteger[] packed = Digits([.. values.Select(value => positions[value])], padded);
        return [.. new BigInteger[] { code.Count, padded - code.Count }.Concat(code).Append(values.Length).Concat(packed)
            .Select(Felt.FromBigInteger)];
    }

    /// <summary>A name as the number of its characters.</summary>
    public static BigInteger Name(string name) => new(Encoding.ASCII.GetBytes(name), isUnsigned: true, isBigEndian: true);

    /// <summary>How many digits a felt holds: the whole part of the prime's logarithm.</summary>
    public static int DigitsPerFelt(int digitBase) => (int)(BigInteger.Log(Felt.Modulus) / System.Math.Log(digitBase));

    private static BigInteger[] Digits(int[] digits, int digitBase) =>
        [.. digits.Chunk(DigitsPerFelt(digitBase))
            .Select(chunk => chunk.Reverse().Aggregate(BigInteger.Zero, (sum, d) => (sum * digitBase) + d))];
}
