using Kraken.Casm.Building;
using Kraken.Casm.Hints;
using Kraken.Sierra.Libfuncs;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>
/// The code that squashes a dictionary: it proves that the accesses of each key form a chain from zero to the last value, and writes one
/// access a key, in ascending order of the keys. Accesses that a key repeats give gas back.
/// </summary>
internal static class DictSquashing
{
    private const int AccessSize = 3;
    private const int InfoSize = 3;

    /// <summary>Builds the code; returns range check, gas, arena, start and end of the squashed list.</summary>
    public static Var[] Build(CasmBuilder c, Var rangeCheck, Var gas, Var arena, Var end)
    {
        Var accessSize = c.Const(AccessSize);
        Var infoSize = c.Const(InfoSize);
        Var one = c.Const(1);
        Var refund = c.Const(DictionaryGas.RefundPerRepeatedAccess);
        Var rangeCheckArg = c.Temp(rangeCheck);
        Var gasArg = c.Temp(gas);
        Var arenaArg = c.Temp(arena);
        Var endArg = c.Temp(end);
        Var[] results = c.Call("DestructDict", 5);
        c.Jump("Squashed");
        SquashArguments arguments =
            Destruct(c, new DestructArguments(rangeCheckArg, gasArg, arenaArg, endArg), accessSize, infoSize, one, refund);
        SquashKeysArguments keys = SquashList(c, arguments, accessSize, one);
        DictKeySquashing.Build(c, keys);
        c.Label("Squashed");
        return results;
    }

    // Checks the dictionary's entry in the arena, squashes its accesses and refunds those that were repeated.
    private static SquashArguments Destruct(CasmBuilder c, DestructArguments a, Var accessSize, Var infoSize, Var one, Var refund)
    {
        c.Label("DestructDict");
        Var index = c.Local();
        Var accessesLength = c.Local();
        c.Hint(new GetSegmentArenaIndex(c.In(a.End), c.Out(index)));
        Var infos = c.Local(c.At(a.Arena, -3));
        Var count = c.Local(c.At(a.Arena, -2));
        Var destructed = c.Local(c.At(a.Arena, -1));
        c.Write(a.RangeCheck, index);
        Var last = c.Temp(count - one);
        Var beyond = c.Temp(last - index);
        c.Write(a.RangeCheck, beyond);
        Var infoOffset = c.Temp(index * infoSize);
        Var info = c.Temp(infos + infoOffset);
        c.Assert(destructed, c.At(info, 2));
        c.Assert(a.End, c.At(info, 1));
        c.Write(a.Arena, infos);
        c.Write(a.Arena, count);
        c.Write(a.Arena, c.Temp(destructed + one));
        Var rangeCheck = c.Temp(a.RangeCheck);
        Var start = c.Temp(c.At(info));
        Var end = c.Temp(a.End);
        c.Assert(accessesLength, a.End - start);
        Var[] squashed = c.Call("SquashDict", 3);
        Var squashedLength = c.Temp(squashed[1] - squashed[2]);
        Var saved = c.Temp(accessesLength - squashedLength);
        Var repeated = c.Temp(saved / accessSize);
        Var gasBack = c.Temp(repeated * refund);
        c.Temp(squashed[0]);
        c.Temp(a.Gas + gasBack);
        c.Temp(a.Arena);
        c.Temp(squashed[2]);
        c.Temp(squashed[1]);
        c.Return();
        return new SquashArguments(rangeCheck, start, end);
    }

    // An empty list is squashed at once; otherwise the first key decides whether keys are compared by range checks or as field elements.
    private static SquashKeysArguments SquashList(CasmBuilder c, SquashArguments a, Var accessSize, Var one)
    {
        c.Label("SquashDict");
        Var length = c.Local(a.End - a.Start);
        Var firstKey = c.Local();
        Var bigKeys = c.Local();
        Var squashedStart = c.Local();
        c.AddAp(3);
        c.Hint(new AllocSegment(c.Out(squashedStart)));
        c.JumpIfNotZero(length, "SquashDictNotEmpty");
        c.Temp(a.RangeCheck);
        c.Temp(squashedStart);
        c.Temp(squashedStart);
        c.Return();
        c.Label("SquashDictNotEmpty");
        Var accesses = c.Temp(length / accessSize);
        c.Hint(new InitSquashData(c.In(a.Start), c.In(length), c.In(accesses), c.Out(bigKeys), c.Out(firstKey)));
        Var pointer = c.Copy(a.RangeCheck);
        Var rangeCheck = c.Temp();
        c.JumpIfNotZero(bigKeys, "SquashDictIfBigKeys");
        c.Write(pointer, firstKey);
        c.Assert(rangeCheck, pointer);
        Keep();
        c.Jump("SquashDictEndIfBigKeys");
        c.Label("SquashDictIfBigKeys");
        c.Assert(rangeCheck, pointer);
        Keep();
        c.Label("SquashDictEndIfBigKeys");
        SquashKeysArguments keys = new(
            rangeCheck, c.Temp(a.Start), c.Temp(a.End - one), c.Temp(firstKey), c.Temp(accesses), c.Temp(squashedStart), c.Temp(bigKeys));
        c.Call("SquashDictInner", 2);
        c.Temp(squashedStart);
        c.Return();
        return keys;

        void Keep() => c.Rescope(
            (rangeCheck, rangeCheck), (a.Start, a.Start), (a.End, a.End), (squashedStart, squashedStart), (one, one), (firstKey, firstKey),
            (accesses, accesses), (bigKeys, bigKeys));
    }

    private sealed record DestructArguments(Var RangeCheck, Var Gas, Var Arena, Var End);

    private sealed record SquashArguments(Var RangeCheck, Var Start, Var End);
}

/// <summary>The arguments of the recursion over the keys.</summary>
/// <param name="RangeCheck">The range check pointer.</param>
/// <param name="Start">The start of the accesses.</param>
/// <param name="EndMinusOne">One cell before the end of the accesses.</param>
/// <param name="Remaining">The accesses that are not yet used.</param>
/// <param name="SquashedEnd">The end of the squashed list.</param>
/// <param name="BigKeys">Whether keys may exceed 128 bits.</param>
internal sealed record SquashKeysArguments(
    Var RangeCheck,
    Var Start,
    Var EndMinusOne,
    Var Key,
    Var Remaining,
    Var SquashedEnd,
    Var BigKeys);
