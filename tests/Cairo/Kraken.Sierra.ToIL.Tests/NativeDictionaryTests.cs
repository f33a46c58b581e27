using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Sierra.ToIL.Runtime;
using Xunit;

namespace Kraken.Sierra.ToIL.Tests;

/// <summary>Dictionaries of native calls against those of the runtime.</summary>
public sealed class NativeDictionaryTests
{
    private const int ValueWords = 2;

    public static TheoryData<string> KeySets => ["in a row", "random", "powers", "negative", "of equal low limbs"];

    [Theory]
    [MemberData(nameof(KeySets))]
    public void EachKeyKeepsItsPlace(string name)
    {
        using NativeContext context = new();
        context.Reset([]);
        NativeDictionary dictionary = new(context);
        Dictionary<Felt, int> expected = [];
        Random random = new(5);
        int accesses = 0;
        foreach (Felt key in Keys(name, random))
        {
            Felt asked = expected.Count > 0 && random.Next(3) == 0 ? expected.Keys.ElementAt(random.Next(expected.Count)) : key;
            int place = dictionary.Access(asked, ValueWords);
            accesses++;
            Span<ulong> value = context.Words(place, ValueWords);
            if (expected.TryAdd(asked, place))
            {
                Assert.Equal([0, 0], value.ToArray());
                value.Fill((ulong)expected.Count);
            }

            Assert.Equal(expected[asked], place);
        }

        Assert.Equal((expected.Count, accesses), (dictionary.Count, dictionary.Accesses));
        Assert.Equal(expected.Keys.Any(key => !key.TryToUInt128(out _)), dictionary.HasLargeKey());
        Assert.Equal(expected.OrderBy(e => e.Key).Select(e => e.Value), dictionary.Items().Select(item => item.Place));
        int number = 0;
        Assert.All(expected, entry => Assert.Equal((ulong)++number, context.Words(entry.Value, ValueWords)[1]));
    }

    [Fact]
    public void ADictionaryTakesWhatItsEntriesAreSaidToTake()
    {
        const int Keys = 100_000;
        using NativeContext context = new();
        context.Reset([]);
        long before = context.UsedBytes;
        NativeDictionary dictionary = new(context);
        for (int key = 0; key < Keys; key++)
        {
            dictionary.Access(key, ValueWords);
            long perKey = (context.UsedBytes - before - 32) / (8 * (key + 1));
            Assert.InRange(perKey, 5 + ValueWords, 8 + ValueWords);
        }
    }

    [Fact]
    public void HashesAreSecret()
    {
        KeyHash one = new();
        KeyHash other = new();
        Felt[] keys = [.. Enumerable.Range(0, 64).Select(i => (Felt)i)];
        Assert.NotEqual(Array.ConvertAll(keys, key => one.Of(key)), Array.ConvertAll(keys, key => other.Of(key)));
        Assert.Equal(Array.ConvertAll(keys, key => one.Of(key)), Array.ConvertAll(keys, key => one.Of(key)));
    }

    [Theory]
    [MemberData(nameof(KeySets))]
    public void KeysSpreadOverTheHashes(string name)
    {
        // Of 20,000 keys and 2^32 hashes a pair is the same one time in twenty; of 2^16 low and high halves each, about 17,000 are taken.
        KeyHash hash = new();
        Felt[] keys = [.. Keys(name, new Random(9)).Distinct().Take(20_000)];
        uint[] hashes = Array.ConvertAll(keys, key => hash.Of(key));
        Assert.InRange(hashes.Distinct().Count(), keys.Length - 4, keys.Length);
        double expected = 65_536 * (1 - Math.Pow(1 - (1 / 65_536.0), keys.Length));
        Assert.InRange(hashes.DistinctBy(h => h & 0xffff).Count(), 0.95 * expected - 20, keys.Length);
        Assert.InRange(hashes.DistinctBy(h => h >> 16).Count(), 0.95 * expected - 20, keys.Length);
    }

    private static IEnumerable<Felt> Keys(string name, Random random)
    {
        Felt step = Felt.FromCanonicalLimbs(0, 1, 0, 1UL << 50);
        Felt power = 1;
        for (int i = 0; i < 30_000; i++)
        {
            power *= 3;
            yield return name switch
            {
                "in a row" => i,
                "powers" => power,
                "negative" => -(Felt)i,
                "of equal low limbs" => step * i,
                _ => new Felt[] { random.NextInt64(), power * (Felt)(ulong)random.NextInt64() }[random.Next(2)],
            };
        }
    }
}
