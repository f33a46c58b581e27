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

    // A stack of 256-bit integers over a dictionary, as contracts write it. Another native engine gave 0 for what was pushed last
    // (starkware-libs/cairo_native, report 808).
    [Fact]
    public void AStackOverADictionaryPopsWhatWasPushed()
    {
        const int Below = 5;
        const string Value = "Struct<ut@u256, u128, u128>";
        StringBuilder text = new();
        string parameters = string.Join("", Enumerable.Range(0, Below + 2).Select(i => $", v{i}: {Value}"));
        const string Popped = $"Nullable<{Value}>";
        text.AppendLine($"uses Box<{Value}>; Felt252Dict<{Popped}>; Felt252DictEntry<{Popped}>; SquashedFelt252Dict<{Popped}>");
        text.AppendLine($"uses Uninitialized<{Popped}>; Array<Struct<ut@Tuple, felt252, {Popped}, {Popped}>>");
        const string Builtins = "RangeCheck, GasBuiltin, SegmentArena";
        text.AppendLine(
            $"fn main(rc: RangeCheck, gas: GasBuiltin, arena: SegmentArena{parameters}) -> ({Builtins}, {Popped}, {Popped}, {Popped})");
        for (int i = 0; i < 3; i++)
        {
            text.AppendLine($"alloc_local<Nullable<{Value}>>() -> (place{i})");
        }

        text.AppendLine("finalize_locals() -> ()");
        text.AppendLine($"felt252_dict_new<Nullable<{Value}>>(arena) -> (arena, dict)");
        text.AppendLine("store_temp<SegmentArena>(arena) -> (arena)");
        text.AppendLine($"store_temp<Felt252Dict<Nullable<{Value}>>>(dict) -> (dict)");
        for (int i = 0; i <= Below; i++)
        {
            Push(text, Value, i, i);
        }

        Pop(text, Value, Below, 0);
        Push(text, Value, Below + 1, Below);
        Pop(text, Value, Below, 1);
        Pop(text, Value, Below - 1, 2);
        text.AppendLine("store_temp<SegmentArena>(arena) -> (arena)");
        text.AppendLine($"store_temp<Felt252Dict<Nullable<{Value}>>>(dict) -> (dict)");
        text.AppendLine($"felt252_dict_squash<Nullable<{Value}>>(rc, gas, arena, dict) -> (rc, gas, arena, squashed)");
        text.AppendLine($"drop<SquashedFelt252Dict<Nullable<{Value}>>>(squashed) -> ()");
        text.AppendLine("return(rc, gas, arena, l0, l1, l2)");
        SierraMachine machine = new(text.ToString());
        BigInteger[] values = [0, 0, 0, 0, 7, 4, EdgeValues.Power(256) - 1];
        SierraRun run = machine.Call([.. values.Select(Argument.Uint256)]);
        Assert.Equal([4, 0], run.Box(0, 2));
        Assert.Equal([EdgeValues.Power(128) - 1, EdgeValues.Power(128) - 1], run.Box(1, 2));
        Assert.Equal([7, 0], run.Box(2, 2));
    }

    private static void Push(StringBuilder text, string value, int source, int key)
    {
        text.AppendLine($"into_box<{value}>(v{source}) -> (box)");
        text.AppendLine($"nullable_from_box<{value}>(box) -> (pushed)");
        text.AppendLine($"store_temp<Nullable<{value}>>(pushed) -> (pushed)");
        text.AppendLine($"const_as_immediate<Const<felt252, {key}>>() -> (key)");
        text.AppendLine("store_temp<felt252>(key) -> (key)");
        text.AppendLine($"felt252_dict_entry_get<Nullable<{value}>>(dict, key) -> (entry, old)");
        text.AppendLine($"drop<Nullable<{value}>>(old) -> ()");
        text.AppendLine($"felt252_dict_entry_finalize<Nullable<{value}>>(entry, pushed) -> (dict)");
    }

    private static void Pop(StringBuilder text, string value, int key, int local)
    {
        text.AppendLine($"const_as_immediate<Const<felt252, {key}>>() -> (key)");
        text.AppendLine("store_temp<felt252>(key) -> (key)");
        text.AppendLine($"felt252_dict_entry_get<Nullable<{value}>>(dict, key) -> (entry, top)");
        text.AppendLine($"store_temp<Nullable<{value}>>(top) -> (top)");
        text.AppendLine($"dup<Nullable<{value}>>(top) -> (top, kept)");
        text.AppendLine($"felt252_dict_entry_finalize<Nullable<{value}>>(entry, kept) -> (dict)");
        text.AppendLine($"store_local<Nullable<{value}>>(place{local}, top) -> (l{local})");
    }

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
