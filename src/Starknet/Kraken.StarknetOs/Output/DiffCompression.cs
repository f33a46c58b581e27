using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Fields;

namespace Kraken.StarknetOs.Output;

/// <summary>
/// The compression of state diffs, which the operating system undoes and compares (its data_availability/compression.cairo): a header,
/// the values that occur, each once, in six buckets by their bits; for each repeated value where it stands among them; for each value its
/// bucket, the last of which is that of repeated ones.
/// </summary>
internal static class DiffCompression
{
    /// <summary>The buckets, that of repeated values included.</summary>
    public const int Buckets = 7;

    private const int BitsOfFelt = 251;
    private const int MaxValues = (1 << 20) - 1;
    private const int Repeated = Buckets - 1;

    // Of the values in each bucket, from the largest on.
    private static readonly int[] Bits = [252, 125, 83, 62, 31, 15];

    /// <summary>Compresses.</summary>
    /// <exception cref="ArgumentException">There are more than the header has room for.</exception>
    public static IReadOnlyList<Felt> Compress(IReadOnlyList<Felt> values)
    {
        if (values.Count > MaxValues)
        {
            throw new ArgumentException($"expected at most {MaxValues} values, got {values.Count}", nameof(values));
        }

        List<Felt>[] unique = [.. Bits.Select(_ => new List<Felt>())];
        Dictionary<Felt, (int Bucket, int Index)> known = [];
        List<(int Bucket, int Index)> repeated = [];
        List<BigInteger> bucketOf = [];
        foreach (Felt value in values)
        {
            if (known.TryGetValue(value, out (int Bucket, int Index) place))
            {
                repeated.Add(place);
                bucketOf.Add(Repeated);
                continue;
            }

            int bucket = BucketOf(value);
            known.Add(value, (bucket, unique[bucket].Count));
            unique[bucket].Add(value);
            bucketOf.Add(bucket);
        }

        int[] offsets = [.. unique.Select((_, bucket) => unique.Take(bucket).Sum(list => list.Count))];
        BigInteger[] header = [0, values.Count, .. unique.Select(list => (BigInteger)list.Count), repeated.Count];
        return
        [
            .. Pack(header, MaxValues + 1),
            .. unique.SelectMany((list, bucket) => PackUnique(list, Bits[bucket])),
            .. Pack([.. repeated.Select(place => (BigInteger)(offsets[place.Bucket] + place.Index))], known.Count),
            .. Pack(bucketOf, Buckets),
        ];
    }

    private static int BucketOf(Felt value)
    {
        long bits = value.ToBigInteger().GetBitLength();
        return Array.FindLastIndex(Bits, most => bits <= most);
    }

    // One value of the largest bucket fills an element.
    private static IEnumerable<Felt> PackUnique(List<Felt> values, int bits) =>
        bits > BitsOfFelt ? values : Pack([.. values.Select(value => value.ToBigInteger())], BigInteger.One << bits);

    /// <summary>Digits of a base, the first the least significant, as many to an element as it has room for.</summary>
    private static IEnumerable<Felt> Pack(IReadOnlyList<BigInteger> digits, BigInteger digitBase)
    {
        int digitBits = digitBase <= BigInteger.One ? 1 : (int)(digitBase - 1).GetBitLength();
        return digits.Chunk(BitsOfFelt / digitBits).Select(chunk => Felt.FromBigInteger(
            chunk.Reverse().Aggregate(BigInteger.Zero, (packed, digit) => (packed * digitBase) + digit)));
    }
}
