using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Text;
using Kraken.Fields;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests.Libfuncs;

/// <summary>
/// Dictionaries against a model: each write gives the value before, and squashing leaves first and last value of each key in order.
/// </summary>
public sealed class DictTests
{
    private const string Entries = "Array<Struct<ut@Tuple, felt252, felt252, felt252>>";

    public static TheoryData<int, int, bool> Accesses => new()
    {
        { 1, 1, false }, { 2, 1, false }, { 2, 2, false }, { 5, 3, false }, { 12, 4, false }, { 30, 30, false },
        { 1, 1, true }, { 2, 2, true }, { 7, 3, true }, { 20, 8, true },
    };

    [Theory]
    [MemberData(nameof(Accesses))]
    public void WritesAndSquashingFollowTheModel(int count, int keys, bool big)
    {
        SierraMachine machine = new(Source(count));
        Random random = new((count * 100) + keys);
        for (int round = 0; round < 5; round++)
        {
            BigInteger[] pool = Keys(keys, big, random);
            (BigInteger Key, BigInteger Value)[] accesses = [.. Enumerable.Range(0, count).Select(_ =>
                (pool[random.Next(keys)], (BigInteger)random.Next(1000)))];
            Argument[] arguments = [.. accesses.SelectMany(a => (Argument[])[a.Key, a.Value])];
            SierraRun run = machine.Call(arguments);
            (BigInteger[] previous, BigInteger[] squashed) = Model(accesses);
            Assert.Equal(previous, run.Numbers[..count]);
            Assert.Equal(squashed, run.Array(count));
        }
    }

    [Fact]
    public void AnUntouchedDictionarySquashesToNothing() => Assert.Empty(new SierraMachine(Source(0)).Call().Array(0));

    private static string Source(int count)
    {
        StringBuilder text = new();
        string parameters = string.Join("", Enumerable.Range(0, count).Select(i => $", k{i}: felt252, v{i}: felt252"));
        string previous = string.Join("", Enumerable.Repeat("felt252, ", count));
        string locals = string.Join("", Enumerable.Range(0, count).Select(i => $"l{i}, "));
        text.AppendLine("uses Felt252Dict<felt252>; SquashedFelt252Dict<felt252>; Felt252DictEntry<felt252>; Uninitialized<felt252>");
        text.AppendLine($"uses {Entries}");
        const string Builtins = "RangeCheck, GasBuiltin, SegmentArena";
        text.AppendLine($"fn main(rc: RangeCheck, gas: GasBuiltin, arena: SegmentArena{parameters}) -> ({Builtins}, {previous}{Entries})");
        for (int i = 0; i < count; i++)
        {
            text.AppendLine($"alloc_local<felt252>() -> (place{i})");
        }

        text.AppendLine(count == 0 ? "" : "finalize_locals() -> ()");
        text.AppendLine("felt252_dict_new<felt252>(arena) -> (arena, dict)");
        text.AppendLine("store_temp<SegmentArena>(arena) -> (arena)");
        text.AppendLine("store_temp<Felt252Dict<felt252>>(dict) -> (dict)");
        for (int i = 0; i < count; i++)
        {
            text.AppendLine($"felt252_dict_entry_get<felt252>(dict, k{i}) -> (entry{i}, old{i})");
            text.AppendLine($"felt252_dict_entry_finalize<felt252>(entry{i}, v{i}) -> (dict)");
            text.AppendLine($"store_local<felt252>(place{i}, old{i}) -> (l{i})");
        }

        text.AppendLine("store_temp<SegmentArena>(arena) -> (arena)");
        text.AppendLine("store_temp<Felt252Dict<felt252>>(dict) -> (dict)");
        text.AppendLine("felt252_dict_squash<felt252>(rc, gas, arena, dict) -> (rc, gas, arena, squashed)");
        text.AppendLine("squashed_felt252_dict_entries<felt252>(squashed) -> (entries)");
        text.AppendLine($"return(rc, gas, arena, {locals}entries)");
        return text.ToString();
    }

    private static BigInteger[] Keys(int count, bool big, Random random)
    {
        HashSet<BigInteger> keys = big ? [Felt.Modulus - 1, EdgeValues.Power(128), 0] : [EdgeValues.Power(128) - 1, 0];
        while (keys.Count < count)
        {
            keys.Add(random.Next());
        }

        return [.. keys.Take(count)];
    }

    private static (BigInteger[] Previous, BigInteger[] Squashed) Model((BigInteger Key, BigInteger Value)[] accesses)
    {
        SortedDictionary<BigInteger, BigInteger> model = [];
        BigInteger[] previous = new BigInteger[accesses.Length];
        for (int i = 0; i < accesses.Length; i++)
        {
            previous[i] = model.GetValueOrDefault(accesses[i].Key);
            model[accesses[i].Key] = accesses[i].Value;
        }

        return (previous, [.. model.SelectMany(pair => (BigInteger[])[pair.Key, 0, pair.Value])]);
    }
}
