using System.Collections.Generic;
using System.Reflection;
using System.Reflection.Emit;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code that evaluates circuits, and that shows why an evaluation failed.</summary>
internal static class CircuitEvaluationLibfuncs
{
    private static readonly MethodInfo Evaluate = RuntimeMembers.Method(typeof(CircuitEvaluation), nameof(CircuitEvaluation.Evaluate));
    private static readonly MethodInfo Nullifier = RuntimeMembers.Method(typeof(CircuitEvaluation), nameof(CircuitEvaluation.Nullifier));
    private static readonly FieldInfo Products = RuntimeMembers.Field<NativeContext>(nameof(NativeContext.MulMods));

    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("eval_circuit", Eval), new("circuit_failure_guarantee_verify", FailureVerify),
    ];

    internal static void Eval(Invocation i)
    {
        i.CountsBySignature = false;
        CircuitInfo circuit = CircuitLibfuncs.Circuit(i);
        Slot number = Slot.Constant(SlotKind.Int32, i.Function.Program.NumberOf(circuit));
        Slot[] modulus = i.Arguments[4];
        i.Call(Evaluate, [number, i.One(3), .. modulus]);
        Slot computed = i.Pop(SlotKind.Int32);
        Slot values = StructLibfuncs.Behind(i, i.One(3), -(1 + circuit.InputCount) * CircuitEvaluation.ValueWords);
        i.Writer.Count(nameof(NativeContext.AddMods), circuit.AddGates.Count);
        i.Writer.PushContext();
        i.Writer.PushContext();
        i.IL.Emit(OpCodes.Ldfld, Products);
        i.Writer.Push(computed);
        i.IL.Emit(OpCodes.Conv_I8);
        i.IL.Emit(OpCodes.Add);
        i.IL.Emit(OpCodes.Stfld, Products);
        Label failed = i.IL.DefineLabel();
        i.Writer.Push(computed);
        i.IL.Emit(OpCodes.Ldc_I4, circuit.MulGates.Count);
        i.IL.Emit(OpCodes.Bne_Un, failed);
        i.Leave(0, [values, .. modulus]);
        i.IL.MarkLabel(failed);
        i.Call(Nullifier, number, values, computed);
        Slot nullifier = i.Pop(SlotKind.Int32);
        i.Leave(1, [values, .. modulus], [nullifier, .. modulus]);
    }

    // The value in the inverse's place is less than the modulus and not zero, and a multiple of the input by it is zero.
    internal static void FailureVerify(Invocation i)
    {
        i.CountsBySignature = false;
        i.Writer.Count(nameof(NativeContext.RangeChecks96), 2 + CircuitInfo.ValueSize);
        i.Writer.Count(nameof(NativeContext.MulMods), 1);
        Slot[] guarantee = i.Arguments[2];
        i.Leave(0, [.. CircuitLibfuncs.Limbs(i, guarantee[0], 0), .. guarantee[1..]]);
    }
}
