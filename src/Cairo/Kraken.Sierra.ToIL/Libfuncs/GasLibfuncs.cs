using System.Collections.Generic;
using System.Reflection;
using System.Reflection.Emit;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code for the gas counter, which stands in the context of the call.</summary>
internal static class GasLibfuncs
{
    private static readonly FieldInfo Gas = RuntimeMembers.Field<NativeContext>(nameof(NativeContext.Gas));
    private static readonly MethodInfo Price = RuntimeMembers.Method(typeof(NativeContext), nameof(NativeContext.Price));
    private static readonly MethodInfo Widen = RuntimeMembers.Method(typeof(IntegerOperations), nameof(IntegerOperations.Widen));
    private static readonly MethodInfo Narrow = RuntimeMembers.Method(typeof(IntegerOperations), nameof(IntegerOperations.Narrow));
    private static readonly MethodInfo Less = RuntimeMembers.Method(typeof(IntegerOperations), nameof(IntegerOperations.Less));

    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("withdraw_gas", Withdraw), new("withdraw_gas_all", Withdraw), new("redeposit_gas", Redeposit),
        new("get_available_gas", GetAvailable), new("get_unspent_gas", GetUnspent), new("gas_reserve_create", ReserveCreate),
        new("gas_reserve_utilize", ReserveUtilize),
    ];

    internal static void Withdraw(Invocation i)
    {
        Slot amount = Amount(i);
        Label tooLittle = i.IL.DefineLabel();
        PushGas(i);
        i.Writer.Push(amount);
        i.IL.Emit(OpCodes.Blt, tooLittle);
        ChangeGas(i, OpCodes.Sub, amount);
        i.Leave(0);
        i.IL.MarkLabel(tooLittle);
        i.Leave(1);
    }

    internal static void Redeposit(Invocation i)
    {
        ChangeGas(i, OpCodes.Add, Amount(i));
        i.Leave(0);
    }

    internal static void GetAvailable(Invocation i)
    {
        PushGas(i);
        i.Writer.Call(Widen);
        i.Leave(0, [i.Pop(SlotKind.UInt128)]);
    }

    internal static void GetUnspent(Invocation i)
    {
        PushGas(i);
        i.Writer.Push(Amount(i));
        i.IL.Emit(OpCodes.Add);
        i.Writer.Call(Widen);
        i.Leave(0, [i.Pop(SlotKind.UInt128)]);
    }

    internal static void ReserveCreate(Invocation i)
    {
        Label tooLittle = i.IL.DefineLabel();
        PushGas(i);
        i.Writer.Call(Widen);
        Slot gas = i.Pop(SlotKind.UInt128);
        i.Call(Less, gas, i.One(2));
        i.IL.Emit(OpCodes.Brtrue, tooLittle);
        i.Call(Narrow, i.One(2));
        ChangeGas(i, OpCodes.Sub, i.Pop(SlotKind.Int64));
        i.Leave(0, i.Arguments[2]);
        i.IL.MarkLabel(tooLittle);
        i.Leave(1);
    }

    internal static void ReserveUtilize(Invocation i)
    {
        i.Call(Narrow, i.One(1));
        ChangeGas(i, OpCodes.Add, i.Pop(SlotKind.Int64));
        i.Leave(0);
    }

    private static void PushGas(Invocation i)
    {
        i.Writer.PushContext();
        i.IL.Emit(OpCodes.Ldfld, Gas);
    }

    private static void ChangeGas(Invocation i, OpCode operation, Slot amount)
    {
        i.Writer.PushContext();
        PushGas(i);
        i.Writer.Push(amount);
        i.IL.Emit(operation);
        i.IL.Emit(OpCodes.Stfld, Gas);
    }

    // What the metadata assign to the statement: gas known now, and tokens that the run prices.
    private static Slot Amount(Invocation i)
    {
        GasInfo gas = i.Metadata.Gas;
        Slot known = Slot.Constant(SlotKind.Int64, gas.At(i.Index, CostToken.Const) ?? 0);
        bool priced = false;
        foreach (CostToken token in CostTokens.PreCosts)
        {
            long count = gas.At(i.Index, token) ?? 0;
            if (count != 0)
            {
                if (!priced)
                {
                    i.Writer.Push(known);
                    priced = true;
                }

                i.Call(Price, Slot.Constant(SlotKind.Int32, CostTokens.OffsetInPriceTable(token)), Slot.Constant(SlotKind.Int64, count));
                i.IL.Emit(OpCodes.Add);
            }
        }

        return priced ? i.Pop(SlotKind.Int64) : known;
    }
}
