using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for the unsigned integers of 8 to 64 bits.</summary>
internal static class UnsignedLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        .. IntegerRange.Widths.SelectMany(bits => Of("u" + bits)),
    ];

    private static LibfuncEmitter[] Of(string name)
    {
        BigInteger limit = IntegerRange.Of(name, [])!.Value.Upper;
        return
        [
            new($"{name}_is_zero", Felt252Libfuncs.IsZero),
            new($"{name}_overflowing_add", name == "u128" ? Uint128Libfuncs.OverflowingAdd : c => OverflowingAdd(c, limit)),
            new($"{name}_overflowing_sub", c => IntegerLibfuncs.Difference(c, limit)),
            new($"{name}_safe_divmod", c => DivMod(c, limit)),
            new($"{name}_sqrt", IntegerLibfuncs.SquareRoot), new($"{name}_bitwise", IntegerLibfuncs.Bitwise),
        ];
    }

    public static Emission OverflowingAdd(InvocationContext context, BigInteger limit)
    {
        CasmBuilder c = new();
        Var rangeCheck = context.Buffer(c, 0, 0);
        Var a = context.Deref(c, 1);
        Var b = context.Deref(c, 2);
        Var fits = c.Temp();
        Var sum = a + b;
        Var bound = c.Const(limit);
        c.Hint(new TestLessThan(c.In(sum), c.In(bound), c.Out(fits)));
        c.JumpIfNotZero(fits, "Fits");
        Var stored = c.Temp(sum);
        Var wrapped = c.Temp(stored - bound);
        c.Write(rangeCheck, wrapped);
        c.Jump("Overflow");
        c.Label("Fits");
        Var shifted = c.Temp();
        Var result = c.Temp(sum);
        c.Assert(shifted, result + (IntegerRange.UInt128Limit - limit));
        c.Write(rangeCheck, shifted);
        return context.Finish(
            c, InvocationContext.Falls([rangeCheck], [result]), InvocationContext.Leaves("Overflow", [rangeCheck], [wrapped]));
    }

    public static Emission DivMod(InvocationContext context, BigInteger limit) =>
        BoundedIntLibfuncs.DivRem(context, new IntegerRange(BigInteger.Zero, limit), new IntegerRange(BigInteger.One, limit));
}
