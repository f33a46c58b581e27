using System;
using System.Numerics;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>The difference of two small integers, which may be negative: then it is wrapped.</summary>
/// <param name="RangeCheck">The range check pointer.</param>
/// <param name="Left">The minuend.</param>
/// <param name="Right">The subtrahend.</param>
/// <param name="Wrapped">The difference plus the size of the type.</param>
internal sealed record IntegerDifference(Var RangeCheck, Var Left, Var Right, Var Difference, Var Wrapped)
{
    public static (Emission Emission, IntegerDifference Variables) Emit(
        InvocationContext context, BigInteger limit, Func<IntegerDifference, bool, Var[][]> outputs)
    {
        CasmBuilder c = new();
        Var rangeCheck = context.Buffer(c, 0, 0);
        Var a = context.Deref(c, 1);
        Var b = context.Deref(c, 2);
        Var notNegative = c.Temp();
        Var difference = c.Temp(a - b);
        Var bound = c.Const(limit);
        c.Hint(new TestLessThan(c.In(difference), c.In(bound), c.Out(notNegative)));
        c.JumpIfNotZero(notNegative, "NotNegative");
        Var shifted = c.Temp(difference + IntegerRange.UInt128Limit);
        c.Write(rangeCheck, shifted);
        Var wrapped = difference + bound;
        c.Jump("Negative");
        c.Label("NotNegative");
        c.Write(rangeCheck, difference);
        IntegerDifference variables = new(rangeCheck, a, b, difference, limit == IntegerRange.UInt128Limit ? shifted : wrapped);
        Emission emission = context.Finish(
            c, InvocationContext.Falls(outputs(variables, true)), InvocationContext.Leaves("Negative", outputs(variables, false)));
        return (emission, variables);
    }
}
