using System.Collections.Generic;
using System.Numerics;
using Kraken.Casm.Assembly;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;
using Kraken.Casm.Operands;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.ToCasm.Assembly;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code for the gas counter. Tokens priced at run time are read from the price table behind the program.</summary>
internal static class GasLibfuncs
{
    private const int PriceTableDistance = 1;

    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("withdraw_gas", Withdraw), new("withdraw_gas_all", WithdrawAll), new("redeposit_gas", Redeposit),
        new("get_unspent_gas", GetUnspent), new("get_builtin_costs", GetBuiltinCosts), new("gas_reserve_create", ReserveCreate),
        new("gas_reserve_utilize", ReserveUtilize),
    ];

    public static Emission Withdraw(InvocationContext context)
    {
        RequireAmounts(context);
        CasmBuilder c = new();
        Var rangeCheck = context.Buffer(c, 0, 1);
        Var counter = context.Deref(c, 1);
        if (UsesTokens(context))
        {
            (CasmInstruction[] code, Relocation[] relocations, Var table) = FetchPriceTable(c);
            return WithdrawPriced(context, c, rangeCheck, counter, c.Temp(table), code, relocations);
        }

        Var amount = c.Const(Amount(context, CostToken.Const));
        Var enough = c.Temp();
        c.Hint(new TestLessThanOrEqual(c.In(amount), c.In(counter), c.Out(enough)));
        c.JumpIfNotZero(enough, "Enough");
        c.Write(rangeCheck, c.Temp(counter + (IntegerRange.UInt128Limit - Amount(context, CostToken.Const))));
        c.Jump("TooLittle");
        c.Label("Enough");
        Var rest = c.Temp(counter - amount);
        c.Write(rangeCheck, rest);
        return context.Finish(
            c, InvocationContext.Falls([rangeCheck], [rest]), InvocationContext.Leaves("TooLittle", [rangeCheck], [counter]));
    }

    public static Emission WithdrawAll(InvocationContext context)
    {
        RequireAmounts(context);
        CasmBuilder c = new();
        Var rangeCheck = context.Buffer(c, 0, 1);
        Var counter = context.Deref(c, 1);
        return WithdrawPriced(context, c, rangeCheck, counter, context.Deref(c, 2), [], []);
    }

    public static Emission Redeposit(InvocationContext context) => Unspent(context, false);

    public static Emission GetUnspent(InvocationContext context) => Unspent(context, true);

    public static Emission GetBuiltinCosts(InvocationContext context)
    {
        CasmBuilder c = new();
        (CasmInstruction[] code, Relocation[] relocations, Var table) = FetchPriceTable(c);
        return context.Finish(c, code, relocations, InvocationContext.Falls([[table]]));
    }

    public static Emission ReserveCreate(InvocationContext context)
    {
        (Emission emission, _) = IntegerDifference.Emit(context, IntegerRange.UInt128Limit, (d, inRange) =>
            inRange ? [[d.RangeCheck], [d.Difference], [d.Right]] : [[d.RangeCheck], [d.Left]]);
        return emission;
    }

    public static Emission ReserveUtilize(InvocationContext context)
    {
        CasmBuilder c = new();
        return context.FinishStraight(c, [[context.Deref(c, 0) + context.Deref(c, 1)]]);
    }

    private static Emission WithdrawPriced(
        InvocationContext context, CasmBuilder c, Var rangeCheck, Var counter,
        Var table, CasmInstruction[] before, Relocation[] relocations)
    {
        Var total = TotalAmount(context, c, table);
        Var enough = c.Temp();
        c.Hint(new TestLessThanOrEqual(c.In(total), c.In(counter), c.Out(enough)));
        c.JumpIfNotZero(enough, "Enough");
        Var difference = c.Temp(counter - total);
        c.Write(rangeCheck, c.Temp(difference + IntegerRange.UInt128Limit));
        c.Jump("TooLittle");
        c.Label("Enough");
        Var rest = c.Temp(counter - total);
        c.Write(rangeCheck, rest);
        return context.Finish(
            c, before, relocations, InvocationContext.Falls([rangeCheck], [rest]),
            InvocationContext.Leaves("TooLittle", [rangeCheck], [counter]));
    }

    private static Emission Unspent(InvocationContext context, bool keepsCounter)
    {
        RequireAmounts(context);
        if (!UsesTokens(context))
        {
            CellRef cell = context.Cell(0);
            CellExpression[] updated = [CellExpression.AddConst(cell, Amount(context, CostToken.Const))];
            return keepsCounter
                ? InvocationContext.OnlyReferences([CellExpression.Deref(cell)], updated)
                : InvocationContext.OnlyReferences(updated);
        }

        CasmBuilder c = new();
        Var counter = context.Deref(c, 0);
        (CasmInstruction[] code, Relocation[] relocations, Var table) = FetchPriceTable(c);
        Var total = TotalAmount(context, c, c.Temp(table));
        Var rest = counter + total;
        Var[][] outputs = keepsCounter ? [[counter], [rest]] : [[rest]];
        return context.Finish(c, code, relocations, InvocationContext.Falls(outputs));
    }

    private static Var TotalAmount(InvocationContext context, CasmBuilder c, Var table)
    {
        Var total = c.Const(Amount(context, CostToken.Const));
        foreach (CostToken token in CostTokens.PreCosts)
        {
            BigInteger count = Amount(context, token);
            if (count.IsZero)
            {
                continue;
            }

            Var price = c.Temp(c.At(table, CostTokens.OffsetInPriceTable(token)));
            Var cost = count.IsOne ? price : c.Temp(price * count);
            total = c.Temp(cost + total);
        }

        return total;
    }

    private static (CasmInstruction[] Code, Relocation[] Relocations, Var Table) FetchPriceTable(CasmBuilder c)
    {
        const int Cells = 3;
        (CasmInstruction[] code, Relocation[] relocations) = ConstLibfuncs.PointerBehindProgram(PriceTableDistance);
        c.AccountForAp(Cells);
        return (code, relocations, c.Input(CellExpression.DoubleDeref(CellRef.Ap(Cells - 1), 0)));
    }

    private static bool UsesTokens(InvocationContext context)
    {
        foreach (CostToken token in CostTokens.PreCosts)
        {
            if (Amount(context, token) > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static long Amount(InvocationContext context, CostToken token) => context.Metadata.Gas.At(context.Index, token) ?? 0;

    private static void RequireAmounts(InvocationContext context)
    {
        if (context.Environment.Wallet.IsLimited && context.Metadata.Gas.At(context.Index, CostToken.Const) is null)
        {
            throw new SierraException(SierraErrorKind.GasMetadata, "gas amount of a statement", context.Index, "an amount", "none");
        }
    }
}
