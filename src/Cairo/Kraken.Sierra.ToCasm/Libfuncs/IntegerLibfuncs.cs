using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code that the integer types share.</summary>
internal static class IntegerLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("bitwise", Bitwise),
        .. IntegerRange.Widths.SelectMany(bits => Common("u" + bits).Concat(Common("i" + bits))),
    ];

    private static LibfuncEmitter[] Common(string name) =>
    [
        new($"{name}_const", Felt252Libfuncs.Const), new($"{name}_eq", Equal), new($"{name}_to_felt252", static c => c.Identity()),
        new($"{name}_wide_mul", WideMul),
        new($"{name}_try_from_felt252", c => RangeValidation.FromFelt(c, IntegerRange.Of(name, [])!.Value)),
    ];

    public static Emission Equal(InvocationContext context)
    {
        CasmBuilder c = new();
        Var difference = c.Temp(context.Deref(c, 0) - context.DerefOrImmediate(c, 1));
        c.JumpIfNotZero(difference, "NotEqual");
        c.Jump("Equal");
        c.Label("NotEqual");
        return context.Finish(c, InvocationContext.Falls(), InvocationContext.Leaves("Equal"));
    }

    public static Emission WideMul(InvocationContext context) => Felt252Libfuncs.Mul(context);

    public static Emission Bitwise(InvocationContext context)
    {
        CasmBuilder c = new();
        Var x = context.Deref(c, 1);
        Var y = context.Deref(c, 2);
        Var builtin = context.Buffer(c, 0, 4);
        c.Write(builtin, x);
        c.Write(builtin, y);
        Var and = c.Next(builtin);
        Var xor = c.Next(builtin);
        Var or = c.Next(builtin);
        return context.FinishStraight(c, [[builtin], [and], [xor], [or]]);
    }

    /// <summary>The wrapped or exact difference of two values of a type with the given number of values.</summary>
    public static Emission Difference(InvocationContext context, BigInteger size) => IntegerDifference.Emit(
        context, size, (d, exact) => [[d.RangeCheck], [exact ? d.Difference : d.Wrapped]]).Emission;

    public static Emission SquareRoot(InvocationContext context)
    {
        CasmBuilder c = new();
        Var rangeCheck = context.Buffer(c, 0, 3);
        Var value = context.Deref(c, 1);
        Var fixedRoot = c.Temp();
        Var squared = c.Temp();
        Var rest = c.Temp();
        Var twice = c.Temp();
        Var difference = c.Temp();
        Var root = c.Temp();
        c.Hint(new SquareRoot(c.In(value), c.Out(root)));
        c.Assert(fixedRoot, root + (IntegerRange.UInt128Limit - (BigInteger.One << 125)));
        c.Write(rangeCheck, root);
        c.Write(rangeCheck, fixedRoot);
        c.Assert(squared, root * root);
        c.Assert(rest, value - squared);
        c.Write(rangeCheck, rest);
        c.Assert(twice, root + root);
        c.Assert(difference, twice - rest);
        c.Write(rangeCheck, difference);
        return context.FinishStraight(c, [[rangeCheck], [root]]);
    }
}
