using System.Collections.Generic;
using Kraken.Casm.Building;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for field elements.</summary>
internal static class Felt252Libfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("felt252_add", Add), new("felt252_sub", Sub), new("felt252_mul", Mul), new("felt252_div", Div),
        new("felt252_add_const", AddConst), new("felt252_sub_const", SubConst), new("felt252_mul_const", MulConst),
        new("felt252_div_const", DivConst), new("felt252_is_zero", IsZero), new("match_nullable", IsZero), new("bounded_int_add", Add),
        new("bounded_int_sub", Sub), new("bounded_int_mul", Mul), new("bounded_int_is_zero", IsZero), new("qm31_is_zero", IsZero),
        new("felt252_const", Const), new("bytes31_const", Const), new("class_hash_const", Const), new("contract_address_const", Const),
        new("storage_base_address_const", Const),
    ];

    /// <summary>A constant given by the generic argument.</summary>
    public static Emission Const(InvocationContext context) =>
        InvocationContext.OnlyReferences([CellExpression.Immediate(context.Value(0))]);

    public static Emission Add(InvocationContext context) => WithVariable(context, CellOperator.Add);

    public static Emission Sub(InvocationContext context) => WithVariable(context, CellOperator.Sub);

    public static Emission Mul(InvocationContext context) => WithVariable(context, CellOperator.Mul);

    public static Emission Div(InvocationContext context) => WithVariable(context, CellOperator.Div);

    public static Emission AddConst(InvocationContext context) => WithConstant(context, CellOperator.Add);

    public static Emission SubConst(InvocationContext context) => WithConstant(context, CellOperator.Sub);

    public static Emission MulConst(InvocationContext context) => WithConstant(context, CellOperator.Mul);

    public static Emission DivConst(InvocationContext context) => WithConstant(context, CellOperator.Div);

    /// <summary>Jumps to the second branch when the only cell is not zero; the cell is its output.</summary>
    public static Emission IsZero(InvocationContext context)
    {
        CasmBuilder c = new();
        Var value = context.Deref(c, 0);
        c.JumpIfNotZero(value, "NonZero");
        return context.Finish(c, InvocationContext.Falls(), InvocationContext.Leaves("NonZero", [[value]]));
    }

    private static Emission WithVariable(InvocationContext context, CellOperator op)
    {
        CasmBuilder c = new();
        return Operate(context, c, op, context.Deref(c, 0), context.DerefOrImmediate(c, 1));
    }

    private static Emission WithConstant(InvocationContext context, CellOperator op)
    {
        CasmBuilder c = new();
        return Operate(context, c, op, context.Deref(c, 0), c.Const(context.Value(0)));
    }

    private static Emission Operate(InvocationContext context, CasmBuilder c, CellOperator op, Var left, Var right)
    {
        Var result = op switch
        {
            CellOperator.Add => left + right,
            CellOperator.Sub => left - right,
            CellOperator.Mul => left * right,
            _ => DivideIntoCell(c, left, right),
        };
        return context.FinishStraight(c, [[result]]);
    }

    // The cell is allocated first, so that the assertion reads result * divisor = dividend.
    private static Var DivideIntoCell(CasmBuilder c, Var left, Var right)
    {
        Var cell = c.Temp();
        c.Assert(cell, left / right);
        return cell;
    }
}
