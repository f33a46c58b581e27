using System.Collections.Generic;
using System.Numerics;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;
using Kraken.Curves;
using Kraken.Fields;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for the Stark curve y^2 = x^3 + x + beta; the point at infinity is (0, 0).</summary>
internal static class EcLibfuncs
{
    private static readonly BigInteger Beta = StarkCurve.Beta.ToBigInteger();
    private static readonly BigInteger Half = ((Felt)1 / (Felt)2).ToBigInteger();

    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("ec_point_zero", Zero), new("ec_point_try_new_nz", TryNew), new("ec_point_from_x_nz", FromX), new("ec_point_unwrap", Unwrap),
        new("ec_point_is_zero", IsZero), new("ec_neg", Negate), new("ec_neg_nz", Negate), new("ec_state_init", StateInit),
        new("ec_state_add", StateAdd), new("ec_state_try_finalize_nz", StateFinalize), new("ec_state_add_mul", StateAddMul),
    ];

    public static Emission Zero(InvocationContext context)
    {
        CasmBuilder c = new();
        Var zero = c.Const(0);
        return context.FinishStraight(c, [[zero, zero]]);
    }

    public static Emission TryNew(InvocationContext context)
    {
        CasmBuilder c = new();
        Var x = context.Deref(c, 0);
        Var y = context.Deref(c, 1);
        Var left = c.Temp();
        Var right = c.Temp();
        Var[] cells = RangeValidation.Cells(c, 3);
        c.Assert(left, y * y);
        AssertCurveSide(c, x, cells, right);
        c.JumpIfNotZero(c.Temp(left - right), "NotOnCurve");
        return context.Finish(c, InvocationContext.Falls([[x, y]]), InvocationContext.Leaves("NotOnCurve"));
    }

    // The hint gives the root of the curve's side, or of three times it where it is no square (3 is none); of
    // the two roots the smaller is taken.
    public static Emission FromX(InvocationContext context)
    {
        CasmBuilder c = new();
        Var rangeCheck = context.Buffer(c, 0, 2);
        Var x = context.Deref(c, 1);
        Var right = c.Temp();
        AssertCurveSide(c, x, RangeValidation.Cells(c, 3), right);
        Var y = c.Temp();
        c.Hint(new FieldSqrt(c.In(right), c.Out(y)));
        Var left = c.Temp(y * y);
        c.JumpIfNotZero(c.Temp(left - right), "VerifyNotOnCurve");
        c.Jump("OnCurve");
        c.Label("VerifyNotOnCurve");
        c.Assert(left, right * 3);
        c.Jump("NotOnCurve");
        c.Label("OnCurve");
        RangeValidation.BelowWideLimit(c, Half, y, rangeCheck, RangeValidation.Cells(c, 4));
        return context.Finish(c, InvocationContext.Falls([rangeCheck], [x, y]), InvocationContext.Leaves("NotOnCurve", [[rangeCheck]]));
    }

    public static Emission Unwrap(InvocationContext context)
    {
        CasmBuilder c = new();
        (Var x, Var y) = ArrayLibfuncs.Array(context, c, 0);
        return context.FinishStraight(c, [[x], [y]]);
    }

    public static Emission IsZero(InvocationContext context)
    {
        CasmBuilder c = new();
        (Var x, Var y) = ArrayLibfuncs.Array(context, c, 0);
        c.JumpIfNotZero(y, "NonZero");
        return context.Finish(c, InvocationContext.Falls(), InvocationContext.Leaves("NonZero", [[x, y]]));
    }

    public static Emission Negate(InvocationContext context)
    {
        CasmBuilder c = new();
        (Var x, Var y) = ArrayLibfuncs.Array(context, c, 0);
        return context.FinishStraight(c, [[x, y * -1]]);
    }

    public static Emission StateInit(InvocationContext context)
    {
        CasmBuilder c = new();
        Var left = c.Temp();
        Var[] cells = RangeValidation.Cells(c, 3);
        Var x = c.Temp();
        Var y = c.Temp();
        Var pointer = c.Temp();
        c.Hint(new RandomEcPoint(c.Out(x), c.Out(y)));
        c.Hint(new AllocConstantSize(c.In(c.Const(2)), c.Out(pointer)));
        c.Assert(x, c.At(pointer));
        c.Assert(y, c.At(pointer, 1));
        c.Assert(left, y * y);
        AssertCurveSide(c, x, cells, left);
        return context.FinishStraight(c, [[x, y, pointer]]);
    }

    public static Emission StateAdd(InvocationContext context)
    {
        CasmBuilder c = new();
        (Var px, Var py) = ArrayLibfuncs.Array(context, c, 1);
        Var[] state = context.Derefs(c, 0);
        Var denominator = c.Temp(px - state[0]);
        c.JumpIfNotZero(denominator, "NotSameX");
        c.Fail();
        c.Label("NotSameX");
        Var numerator = c.Temp(py - state[1]);
        (Var x, Var y) = AddPoints(c, px, py, state[0], numerator, denominator);
        return context.FinishStraight(c, [[x, y, state[2]]]);
    }

    public static Emission StateFinalize(InvocationContext context)
    {
        CasmBuilder c = new();
        Var[] state = context.Derefs(c, 0);
        Var randomX = c.Temp(c.At(state[2]));
        Var randomY = c.Temp(c.At(state[2], 1));
        Var denominator = c.Temp(state[0] - randomX);
        c.JumpIfNotZero(denominator, "NotSameX");
        c.Assert(state[1], randomY);
        c.Jump("Infinity");
        c.Label("NotSameX");
        Var numerator = c.Temp(state[1] + randomY);
        (Var x, Var y) = AddPoints(c, state[0], state[1], randomX, numerator, denominator);
        return context.Finish(c, InvocationContext.Falls([[x, y]]), InvocationContext.Leaves("Infinity"));
    }

    public static Emission StateAddMul(InvocationContext context)
    {
        CasmBuilder c = new();
        Var builtin = context.Buffer(c, 0, 6);
        Var[] state = context.Derefs(c, 1);
        (Var px, Var py) = ArrayLibfuncs.Array(context, c, 3);
        Var scalar = context.Deref(c, 2);
        foreach (Var input in (Var[])[state[0], state[1], px, py, scalar])
        {
            c.Write(builtin, input);
        }

        Var x = c.Next(builtin);
        Var y = c.Next(builtin);
        return context.FinishStraight(c, [[builtin], [x, y, state[2]]]);
    }

    private static void AssertCurveSide(CasmBuilder c, Var x, Var[] cells, Var side)
    {
        c.Assert(cells[0], x * x);
        c.Assert(cells[1], cells[0] * x);
        c.Assert(cells[2], x + Beta);
        c.Assert(side, cells[1] + cells[2]);
    }

    private static (Var X, Var Y) AddPoints(CasmBuilder c, Var x0, Var y0, Var x1, Var numerator, Var denominator)
    {
        Var slope = c.Temp(numerator / denominator);
        Var squared = c.Temp(slope * slope);
        Var sum = c.Temp(x0 + x1);
        Var difference = c.Temp();
        Var change = c.Temp();
        Var x = c.Temp();
        Var y = c.Temp();
        c.Assert(x, squared - sum);
        c.Assert(difference, x0 - x);
        c.Assert(change, slope * difference);
        c.Assert(y, change - y0);
        return (x, y);
    }
}
