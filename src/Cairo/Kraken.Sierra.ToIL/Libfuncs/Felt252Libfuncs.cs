using System;
using System.Collections.Generic;
using System.Reflection;
using System.Reflection.Emit;
using Kraken.Fields;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code for field elements.</summary>
internal static class Felt252Libfuncs
{
    private static readonly MethodInfo Sum = Operation(nameof(Felt.Add));
    private static readonly MethodInfo Difference = Operation(nameof(Felt.Subtract));
    private static readonly MethodInfo InlinedSum = Operation(nameof(Felt.AddInlined));
    private static readonly MethodInfo InlinedDifference = Operation(nameof(Felt.SubtractInlined));
    private static readonly MethodInfo Product = Operation(nameof(Felt.Multiply));
    private static readonly MethodInfo Quotient = RuntimeMembers.Method(typeof(FeltOperations), nameof(FeltOperations.Divide));
    private static readonly MethodInfo Zero = RuntimeMembers.Method(typeof(FeltOperations), nameof(FeltOperations.IsZero));
    private static readonly MethodInfo Fits = RuntimeMembers.Method(typeof(FeltOperations), nameof(FeltOperations.FitsBits));

    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("felt252_add", Add), new("felt252_sub", Sub), new("felt252_mul", Mul), new("felt252_div", Div),
        new("felt252_add_const", AddConst), new("felt252_sub_const", SubConst), new("felt252_mul_const", MulConst),
        new("felt252_div_const", DivConst), new("felt252_is_zero", IsZero),
        new("bytes31_try_from_felt252", static i => TryFromFelt(i, 248)),
        new("class_hash_try_from_felt252", static i => TryFromFelt(i, 251)),
        new("contract_address_try_from_felt252", static i => TryFromFelt(i, 251)),
        new("storage_address_try_from_felt252", static i => TryFromFelt(i, 251)), new("felt252_const", Const),
        new("bytes31_const", Const), new("class_hash_const", Const), new("contract_address_const", Const),
        new("storage_base_address_const", Const),
    ];

    internal static void Const(Invocation i) => i.Leave(0, [Slot.Constant(SlotKind.Felt, i.Value(0))]);

    internal static void Add(Invocation i) => Operate(i, SumIn(i), i.One(1));

    internal static void Sub(Invocation i) => Operate(i, DifferenceIn(i), i.One(1));

    internal static void Mul(Invocation i) => Operate(i, Product, i.One(1));

    internal static void Div(Invocation i) => Operate(i, Quotient, i.One(1));

    internal static void AddConst(Invocation i) => Operate(i, SumIn(i), Constant(i));

    internal static void SubConst(Invocation i) => Operate(i, DifferenceIn(i), Constant(i));

    internal static void MulConst(Invocation i) => Operate(i, Product, Constant(i));

    internal static void DivConst(Invocation i) => Operate(i, Quotient, Constant(i));

    internal static void IsZero(Invocation i)
    {
        Label zero = i.IL.DefineLabel();
        i.Call(Zero, i.One(0));
        i.IL.Emit(OpCodes.Brtrue, zero);
        i.Leave(1, i.Arguments[0]);
        i.IL.MarkLabel(zero);
        i.Leave(0);
    }

    /// <summary>Takes an element whose integer has at most a number of bits.</summary>
    internal static void TryFromFelt(Invocation i, int bits)
    {
        Label other = i.IL.DefineLabel();
        i.Call(Fits, i.One(1), Slot.Constant(SlotKind.Int32, bits));
        i.IL.Emit(OpCodes.Brfalse, other);
        i.Leave(0, i.Arguments[1]);
        i.IL.MarkLabel(other);
        i.Leave(1);
    }

    /// <summary>Adds two elements.</summary>
    internal static Slot Add(Invocation i, Slot left, Slot right) => i.CallForFelt(Sum, left, right);

    /// <summary>An operation of <see cref="Felt"/> by references.</summary>
    internal static MethodInfo Operation(string name)
    {
        Type felt = typeof(Felt).MakeByRefType();
        return RuntimeMembers.Method(typeof(Felt), name, felt, felt, felt);
    }

    private static MethodInfo SumIn(Invocation i) => i.Function.TakeInlining() ? InlinedSum : Sum;

    private static MethodInfo DifferenceIn(Invocation i) => i.Function.TakeInlining() ? InlinedDifference : Difference;

    private static Slot Constant(Invocation i) => Slot.Constant(SlotKind.Felt, i.Value(0));

    private static void Operate(Invocation i, MethodInfo operation, Slot right) =>
        i.Leave(0, [i.CallForFelt(operation, i.One(0), right)]);
}
