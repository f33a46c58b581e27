using Kraken.Casm.Building;
using Kraken.Casm.Hints;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>The recursion over the keys of a dictionary that is squashed, and the loop over the accesses of a key.</summary>
internal static class DictKeySquashing
{
    private const int AccessSize = 3;

    public static void Build(CasmBuilder c, SquashKeysArguments a)
    {
        c.Label("SquashDictInner");
        KeyState key = FirstAccess(c, a);
        Loop(c, a, key);
        Var rangeCheck = FinishKey(c, a, key);
        c.Label("SquashDictInnerContinueRecursion");
        c.Hint(new GetNextDictKey(c.Out(key.NextKey)));
        c.JumpIfNotZero(a.BigKeys, "SquashDictInnerIfBigKeys");
        Var keyPlusOne = c.Temp(a.Key + c.Const(1));
        Var difference = c.Temp(key.NextKey - keyPlusOne);
        c.Write(rangeCheck, difference);
        Var[] small = Recurse(c, a, key, rangeCheck);
        c.Rescope(Kept(a, small, small));
        c.Jump("SquashDictInnerEndIfBigKeys");
        c.Label("SquashDictInnerIfBigKeys");
        FeltComparison.LessThan(c, rangeCheck, a.Key, key.NextKey);
        Var[] big = Recurse(c, a, key, rangeCheck);
        c.Rescope(Kept(a, small, big));
        c.Label("SquashDictInnerEndIfBigKeys");
        c.Temp(a.SquashedEnd + AccessSize);
        c.Temp(a.BigKeys);
        c.Call("SquashDictInner", 0);
        c.Return();
    }

    private static KeyState FirstAccess(CasmBuilder c, SquashKeysArguments a)
    {
        Var accessSize = c.Const(AccessSize);
        Var zero = c.Const(0);
        Var one = c.Const(1);
        Var nextKey = c.Local();
        Var newRemaining = c.Local();
        Var squashed = c.Copy(a.SquashedEnd);
        c.Hint(new GetCurrentAccessIndex(c.In(a.RangeCheck)));
        Var index = c.Temp(c.At(a.RangeCheck));
        Var delta = c.Temp(index * accessSize);
        Var firstValue = c.Temp();
        Var skipsLoop = c.Temp();
        Var access = c.Temp(a.Start + delta);
        Var first = c.Copy(access);
        Var value = c.Temp(c.At(first, 2));
        Var rangeCheck = c.Temp(a.RangeCheck + one);
        c.Assert(a.Key, c.At(first));
        c.Assert(a.Key, c.At(squashed));
        c.Assert(firstValue, c.At(first, 1));
        c.Assert(firstValue, c.At(squashed, 1));
        c.Assert(firstValue, zero);
        c.Hint(new ShouldSkipSquashLoop(c.Out(skipsLoop)));
        c.Rescope(
            (a.Start, a.Start), (access, access), (value, value), (rangeCheck, rangeCheck), (skipsLoop, skipsLoop), (one, one),
            (accessSize, accessSize), (a.Key, a.Key), (a.EndMinusOne, a.EndMinusOne), (a.RangeCheck, a.RangeCheck), (squashed, squashed),
            (a.BigKeys, a.BigKeys), (a.Remaining, a.Remaining),
            (a.SquashedEnd, a.SquashedEnd), (nextKey, nextKey), (newRemaining, newRemaining));
        c.Steps = 0;
        c.JumpIfNotZero(skipsLoop, "SquashDictInnerSkipLoop");
        return new KeyState(access, value, rangeCheck, squashed, nextKey, newRemaining);
    }

    // Each further access of the key must go on with the value that the one before it left.
    private static void Loop(CasmBuilder c, SquashKeysArguments a, KeyState key)
    {
        Var accessSize = c.Const(AccessSize);
        Var one = c.Const(1);
        c.Label("SquashDictInnerLoop");
        Var deltaMinusOne = c.Temp();
        Var indexDelta = c.Temp();
        Var pointerDelta = c.Temp();
        Var goesOn = c.Temp();
        Var access = c.Temp();
        Var value = c.Temp();
        Var rangeCheck = c.Temp();
        c.Hint(new GetCurrentAccessDelta(c.Out(deltaMinusOne)));
        c.Assert(deltaMinusOne, c.At(key.RangeCheck));
        c.Assert(indexDelta, deltaMinusOne + one);
        c.Assert(pointerDelta, indexDelta * accessSize);
        c.Assert(access, key.Access + pointerDelta);
        c.Assert(key.Value, c.At(access, 1));
        c.Assert(value, c.At(access, 2));
        c.Assert(a.Key, c.At(access));
        c.Assert(rangeCheck, key.RangeCheck + one);
        c.Hint(new ShouldContinueSquashLoop(c.Out(goesOn)));
        c.Rescope(
            (a.Start, a.Start), (key.Access, access), (key.Value, value), (key.RangeCheck, rangeCheck), (goesOn, goesOn), (a.Key, a.Key),
            (a.EndMinusOne, a.EndMinusOne), (a.RangeCheck, a.RangeCheck), (key.Squashed, key.Squashed), (a.SquashedEnd, a.SquashedEnd),
            (a.BigKeys, a.BigKeys), (a.Remaining, a.Remaining), (key.NextKey, key.NextKey), (key.NewRemaining, key.NewRemaining),
            (accessSize, accessSize), (one, one));
        c.Steps = 0;
        c.JumpIfNotZero(goesOn, "SquashDictInnerLoop");
    }

    // The last access must lie in the list; then the squashed access is complete.
    private static Var FinishKey(CasmBuilder c, SquashKeysArguments a, KeyState key)
    {
        c.Label("SquashDictInnerSkipLoop");
        Var slack = c.Temp(a.EndMinusOne - key.Access);
        c.Assert(slack, c.At(key.RangeCheck));
        Var used = c.Temp(key.RangeCheck - a.RangeCheck);
        c.Assert(key.Value, c.At(key.Squashed, 2));
        Var rangeCheck = key.RangeCheck + c.Const(1);
        c.Assert(key.NewRemaining, a.Remaining - used);
        c.JumpIfNotZero(key.NewRemaining, "SquashDictInnerContinueRecursion");
        c.Temp(rangeCheck);
        c.Temp(a.SquashedEnd + AccessSize);
        c.Return();
        return rangeCheck;
    }

    private static Var[] Recurse(CasmBuilder c, SquashKeysArguments a, KeyState key, Var rangeCheck) =>
        [c.Temp(rangeCheck), c.Temp(a.Start), c.Temp(a.EndMinusOne), c.Temp(key.NextKey), c.Temp(key.NewRemaining)];

    private static (Var Variable, Var Value)[] Kept(SquashKeysArguments a, Var[] names, Var[] values) =>
    [
        (names[1], values[1]), (names[2], values[2]), (names[3], values[3]), (names[4], values[4]), (names[0], values[0]),
        (a.SquashedEnd, a.SquashedEnd), (a.BigKeys, a.BigKeys),
    ];

    private sealed record KeyState(Var Access, Var Value, Var RangeCheck, Var Squashed, Var NextKey, Var NewRemaining);
}
