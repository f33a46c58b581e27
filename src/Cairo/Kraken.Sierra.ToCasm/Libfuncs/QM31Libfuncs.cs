using System.Collections.Generic;
using System.Numerics;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for M31 and QM31: four coordinates of 36 bits each in one cell.</summary>
internal static class QM31Libfuncs
{
    private const int CoordinateBits = 36;
    private static readonly BigInteger Shift = BigInteger.One << CoordinateBits;

    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("qm31_const", Const), new("qm31_pack", Pack), new("qm31_unpack", Unpack), new("qm31_add", Add), new("qm31_sub", Sub),
        new("qm31_mul", Mul), new("qm31_div", Div), new("m31_add", Add), new("m31_sub", Sub), new("m31_mul", Mul), new("m31_div", Div),
    ];

    public static Emission Add(InvocationContext context) => Operate(context, CellOperator.Add);

    public static Emission Sub(InvocationContext context) => Operate(context, CellOperator.Sub);

    public static Emission Mul(InvocationContext context) => Operate(context, CellOperator.Mul);

    public static Emission Div(InvocationContext context) => Operate(context, CellOperator.Div);

    public static Emission Const(InvocationContext context)
    {
        BigInteger value = BigInteger.Zero;
        for (int i = 3; i >= 0; i--)
        {
            value = (value << CoordinateBits) + context.Value(i);
        }

        return InvocationContext.OnlyReferences([CellExpression.Immediate(value)]);
    }

    public static Emission Pack(InvocationContext context)
    {
        CasmBuilder c = new();
        Var packed = context.Deref(c, 3);
        for (int i = 2; i >= 0; i--)
        {
            packed = c.Temp(c.Temp(packed * Shift) + context.Deref(c, i));
        }

        return context.FinishStraight(c, [[packed]]);
    }

    public static Emission Unpack(InvocationContext context)
    {
        CasmBuilder c = new();
        Var rangeCheck = context.Buffer(c, 0, 5);
        Var all = context.Deref(c, 1);
        Var shift = c.Const(Shift);
        Var w0 = c.Temp();
        Var upper3 = c.Temp();
        c.Hint(new DivMod(c.In(all), c.In(shift), c.Out(upper3), c.Out(w0)));
        Var w1 = c.Temp();
        Var upper2 = c.Temp();
        c.Hint(new DivMod(c.In(upper3), c.In(shift), c.Out(upper2), c.Out(w1)));
        Var w2 = c.Temp();
        Var w3 = c.Temp();
        c.Hint(new DivMod(c.In(upper2), c.In(shift), c.Out(w3), c.Out(w2)));
        c.Assert(upper2, c.Temp(w3 * shift) + w2);
        c.Assert(upper3, c.Temp(upper2 * shift) + w1);
        c.Assert(all, c.Temp(upper3 * shift) + w0);
        foreach (Var word in (Var[])[w0, w1, w2, w3])
        {
            c.Write(rangeCheck, word);
        }

        Var low = c.Temp(w0 + w1);
        Var high = c.Temp(w2 + w3);
        Var sum = c.Temp(low + high);
        c.Write(rangeCheck, c.Temp(sum + (IntegerRange.UInt128Limit - Shift)));
        return context.FinishStraight(c, [[rangeCheck], [w0], [w1], [w2], [w3]]);
    }

    private static Emission Operate(InvocationContext context, CellOperator op)
    {
        CasmBuilder c = new();
        Var left = context.Deref(c, 0);
        Var right = context.DerefOrImmediate(c, 1);
        Var value = op switch
        {
            CellOperator.Add => left + right,
            CellOperator.Sub => left - right,
            CellOperator.Mul => left * right,
            _ => left / right,
        };
        Var result = c.Temp();
        c.AssertQM31(result, value);
        return context.FinishStraight(c, [[result]]);
    }
}
