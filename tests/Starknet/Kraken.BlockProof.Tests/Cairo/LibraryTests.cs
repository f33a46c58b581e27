using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.BlockProof.Tests.Cairo;

/// <summary>The modules of lib/ against their twins in C#, and with hints that lie.</summary>
public sealed class LibraryTests
{
    private static readonly BigInteger Bound = ContractAddresses.UpperBound;
    private static readonly Felt[] Edges =
    [
        1, 2, -(Felt)1, -(Felt)2, Felt.FromBigInteger(BigInteger.One << 128), Felt.FromBigInteger((BigInteger.One << 128) + 1),
        Felt.FromBigInteger(Bound - 1), Felt.FromBigInteger(Bound), Felt.FromBigInteger(Bound + 1), Felt.FromBigInteger(Bound + 300),
        Felt.FromShortString("a list of elements"),
    ];

    [Fact]
    public void HashesHalvesAddressesAndRowsAreThoseOfTheTwins()
    {
        (Felt[] output, _) = CairoTest.Run("elements.cairo", Elements);
        Felt[] expected = [.. Enumerable.Range(0, Edges.Length).SelectMany(i => ExpectedAt(i))];
        Assert.Equal(expected, output);
    }

    [Fact]
    public void SquashedListsAreSortedAndJoinTheAccessesOfAKey()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            (Felt Key, Felt Before, Felt After)[] accesses = Accesses(seed);
            (Felt[] output, _) = CairoTest.Run("squash_list.cairo", AccessList(accesses));
            Felt[] expected = [.. accesses.GroupBy(access => access.Key).OrderBy(key => key.Key)
                .SelectMany(key => (Felt[])[key.Key, key.First().Before, key.Last().After])];
            Assert.Equal(expected, output);
        }
    }

    [Fact]
    public void AccessesThatDoNotContinueEachOtherCannotBeSquashed()
    {
        Assert.NotNull(CairoTest.TryRun("squash_list.cairo", AccessList([(7, 1, 2), (8, 0, 0), (7, 3, 4)]), out _));
        Assert.Null(CairoTest.TryRun("squash_list.cairo", AccessList([(7, 1, 2), (8, 0, 0), (7, 2, 4)]), out _));
    }

    [Theory]
    [InlineData("squash_first_index", "index")]
    [InlineData("squash_skipped", "skipped")]
    [LiesAbout("squash_first_index", "squash_skipped")]
    public void ALieAboutTheOrderOfAccessesIsFound(string hint, string variable)
    {
        IReadOnlyDictionary<string, HintFactory> accesses = AccessList(Accesses(30));
        Assert.True(AlteredHint.MustMatter("squash_list.cairo", accesses, hint, [variable], honest => [honest[0] + 1]) > 3);
        Assert.True(AlteredHint.MustMatter("squash_list.cairo", accesses, hint, [variable], honest => [honest[0] - 1]) > 3);
        Assert.True(AlteredHint.MustMatter("squash_list.cairo", accesses, hint, [variable], honest => [1 - honest[0]]) > 3);
    }

    [Fact]
    [LiesAbout("squash_has_more")]
    public void AnAccessLeftOutIsFound() => Assert.True(
        AlteredHint.MustMatter("squash_list.cairo", AccessList(Accesses(30)), "squash_has_more", ["more"], honest => [1 - honest[0]]) > 3);

    [Fact]
    [LiesAbout("split_at_128", "exceeds_address_bound", "index_of_key")]
    public void ALieAboutHalvesAddressesAndRowsIsFound()
    {
        Felt range = Felt.FromBigInteger(BigInteger.One << 128);
        Assert.NotEqual(0, Lies("split_at_128", ["high", "low"], halves => [halves[0] - 1, halves[1] + range]));
        Assert.NotEqual(0, Lies("split_at_128", ["high", "low"], halves => [halves[0] + 1, halves[1] - range]));
        Assert.NotEqual(0, Lies("split_at_128", ["high", "low"], AboveTheModulus));
        Assert.NotEqual(0, Lies("exceeds_address_bound", ["exceeds"], exceeds => [1 - exceeds[0]]));
        Assert.NotEqual(0, Lies("index_of_key", ["index"], index => [index[0] + 1]));
        Assert.NotEqual(0, Lies("index_of_key", ["index"], index => [index[0] + Edges.Length]));
    }

    /// <summary>The halves of value + P, where these are in range: the lie that only the check of the high half finds.</summary>
    private static Felt[]? AboveTheModulus(Felt[] halves)
    {
        BigInteger value = (halves[0].ToBigInteger() << 128) + halves[1].ToBigInteger() + (-(Felt)1).ToBigInteger() + 1;
        return value >> 256 == 0 ? [Felt.FromBigInteger(value >> 128), Felt.FromBigInteger(value & ((BigInteger.One << 128) - 1))] : null;
    }

    private static int Lies(string hint, string[] variables, Func<Felt[], Felt[]?> alter) =>
        AlteredHint.MustMatter("elements.cairo", Elements, hint, variables, alter);

    private static IEnumerable<Felt> ExpectedAt(int index)
    {
        Felt[] rest = Edges[index..];
        BigInteger first = rest[0].ToBigInteger();
        yield return Poseidon.HashMany(rest);
        yield return Poseidon.HashMany(rest);
        yield return Poseidon.Hash(rest[0], rest.Length);
        yield return Pedersen.HashArray(rest);
        yield return Pedersen.Hash(rest[0], rest.Length);
        yield return Felt.FromBigInteger(first >> 128);
        yield return Felt.FromBigInteger(first & ((BigInteger.One << 128) - 1));
        yield return ContractAddresses.Normalize(rest[0]);
        yield return Row(index);
    }

    private static Felt Row(int index) => 1000 + (index * index);

    private static IReadOnlyDictionary<string, HintFactory> Elements { get; } = new Dictionary<string, HintFactory>
    {
        ["list_under_test"] = ids =>
        {
            (HintId list, HintId length, HintId table) = (ids["list"], ids["length"], ids["table"]);
            return r =>
            {
                list.Set(r, r.Memory.Place(Edges));
                length.Set(r, Edges.Length);
                table.Set(r, r.Memory.Place(Edges.SelectMany((edge, i) => (Felt[])[edge, Row(i)])));
            };
        },
    };

    private static (Felt Key, Felt Before, Felt After)[] Accesses(int seed)
    {
        Random random = new(seed);
        Felt[] keys = [.. Edges, 0, .. Enumerable.Range(0, 5).Select(_ => (Felt)random.NextInt64())];
        Dictionary<Felt, Felt> values = [];
        return [.. Enumerable.Range(0, seed).Select(_ =>
        {
            Felt key = keys[random.Next(keys.Length)];
            Felt before = values.GetValueOrDefault(key, 5);
            values[key] = random.Next(3);
            return (key, before, values[key]);
        })];
    }

    private static Dictionary<string, HintFactory> AccessList((Felt Key, Felt Before, Felt After)[] accesses) => new()
    {
        ["accesses_under_test"] = ids =>
        {
            (HintId start, HintId end) = (ids["accesses"], ids["end"]);
            return r =>
            {
                Relocatable at = r.Memory.Place(accesses.SelectMany(access => (Felt[])[access.Key, access.Before, access.After]));
                start.Set(r, at);
                end.Set(r, at + (3 * accesses.Length));
            };
        },
    };
}
