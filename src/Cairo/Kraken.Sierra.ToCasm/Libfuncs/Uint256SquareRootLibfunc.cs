using System.Collections.Generic;
using System.Numerics;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for the square root of u256: value = root^2 + remainder with remainder at most 2 * root.</summary>
internal static class Uint256SquareRootLibfunc
{
    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("u256_sqrt", Emit),
    ];

    public static Emission Emit(InvocationContext context)
    {
        BigInteger limit = Uint256Libfuncs.Limit;
        BigInteger half = Uint256Libfuncs.HalfLimit;
        CasmBuilder c = new();
        Var rangeCheck = context.Buffer(c, 0, 6);
        (Var valueLow, Var valueHigh) = ArrayLibfuncs.Array(context, c, 1);
        Var root0 = c.Temp();
        Var root1 = c.Temp();
        Var restLow = c.Temp();
        Var restHigh = c.Temp();
        Var wraps = c.Temp();
        c.Hint(new Uint256SquareRoot(
            c.In(valueLow), c.In(valueHigh), c.Out(root0), c.Out(root1), c.Out(restLow), c.Out(restHigh), c.Out(wraps)));
        c.Write(rangeCheck, root0);
        c.Write(rangeCheck, root1);
        Var limbSum = c.Temp(root0 + root1);
        c.Write(rangeCheck, c.Temp(limbSum + (limit - (half << 1))));
        c.Write(rangeCheck, restLow);
        c.Assert(restHigh, restHigh * restHigh);
        Var square = c.Temp(root0 * root0);
        Var sum = c.Temp(restLow + square);
        Var carry = c.Temp(c.Temp(sum - valueLow) / half);
        c.Write(rangeCheck, c.Temp(carry + (limit >> 1)));
        Var cross = c.Temp(root0 * root1);
        Var twice = c.Temp(c.Temp(carry + cross) + cross);
        Var upper = c.Temp(twice / half);
        c.Write(rangeCheck, upper);
        Var withRest = c.Temp(upper + restHigh);
        c.Assert(valueHigh, withRest + c.Temp(root1 * root1));
        Var shifted = c.Temp(root1 * half);
        Var root = c.Temp(root0 + shifted);
        Var restShifted = c.Temp(restHigh * limit);
        Var rest = c.Temp(restLow + restShifted);
        Var doubled = c.Temp(root + root);
        Var room = c.Temp(doubled - rest);
        Var roomFixed = c.Temp();
        c.JumpIfNotZero(wraps, "Wraps");
        c.Write(rangeCheck, room);
        c.Jump("Checked");
        c.Label("Wraps");
        c.Assert(roomFixed, room - limit);
        c.Write(rangeCheck, roomFixed);
        c.Label("Checked");
        return context.FinishStraight(c, [[rangeCheck], [root]]);
    }
}
