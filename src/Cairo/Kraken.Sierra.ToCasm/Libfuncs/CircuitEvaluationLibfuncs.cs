using System.Collections.Generic;
using Kraken.Casm.Building;
using Kraken.Casm.Builtins;
using Kraken.Casm.Hints;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code that evaluates circuits with the modulo builtins, and that proves why an evaluation failed.</summary>
internal static class CircuitEvaluationLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("eval_circuit", Eval), new("circuit_failure_guarantee_verify", FailureVerify),
    ];

    public static Emission Eval(InvocationContext context)
    {
        CircuitInfo circuit = CircuitLibfuncs.Circuit(context);
        CasmBuilder c = new();
        Var addMod = context.Buffer(c, 0, ModuloInstance.Size);
        Var mulMod = context.Buffer(c, 1, ModuloInstance.Size);
        Var inputsEnd = context.Buffer(c, 3, CircuitInfo.ValueSize);
        Var[] descriptor = context.Derefs(c, 2);
        Var[] modulus = context.Derefs(c, 4);
        Var zero = context.Deref(c, 5);
        Var one = context.Deref(c, 6);
        Var values = c.Temp(inputsEnd - ((1 + circuit.InputCount) * CircuitInfo.ValueSize));
        c.Assert(one, c.At(values));
        for (int i = 1; i < CircuitInfo.ValueSize; i++)
        {
            c.Assert(zero, c.At(values, i));
        }

        if (circuit.AddGates.Count > 0)
        {
            FillInstance(c, addMod, modulus, values, descriptor[0]);
            c.Assert(descriptor[1], c.At(addMod, ModuloInstance.CountCell));
        }

        FillInstance(c, mulMod, modulus, values, descriptor[2]);
        c.Hint(new EvalCircuit(c.In(descriptor[1]), c.In(addMod), c.In(descriptor[3]), c.In(mulMod)));
        Var actual = c.Temp(c.At(mulMod, ModuloInstance.CountCell));
        Var newAddMod = addMod + (ModuloInstance.Size * circuit.AddGates.Count);
        Var used = c.Temp(actual * ModuloInstance.Size);
        Var newMulMod = mulMod + used;
        Var skipped = c.Temp(descriptor[3] - actual);
        c.JumpIfNotZero(skipped, "Failed");
        Var[] outputs = [values, .. modulus];
        return context.Finish(
            c,
            InvocationContext.Falls([newAddMod], [newMulMod], outputs),
            InvocationContext.Leaves(
                "Failed", [newAddMod], [newMulMod], [.. outputs, actual], [descriptor[2], descriptor[3], actual, .. outputs]));
    }

    // The failing gate inverts its input; a multiple of the input by something other than zero is zero, so that there is no inverse.
    public static Emission FailureVerify(InvocationContext context)
    {
        CasmBuilder c = new();
        Var rangeCheck = context.Buffer(c, 0, 2 + CircuitInfo.ValueSize);
        Var mulMod = context.Buffer(c, 1, ModuloInstance.Size);
        Var[] guarantee = context.Derefs(c, 2);
        (Var offsets, Var gates, Var failing, Var values) = (guarantee[0], guarantee[1], guarantee[2], guarantee[3]);
        Var[] modulus = guarantee[4..];
        Var zero = context.Deref(c, 3);
        Var one = context.Deref(c, 4);
        Var gateOffset = c.Temp(failing * 3);
        Var gate = c.Temp(offsets + gateOffset);
        c.Assert(zero, c.At(gate, 2));
        Var inputOffset = c.Temp(c.At(gate, 1));
        Var nullifierOffset = c.Temp(c.At(gate));
        Var zeroOffset = c.Temp(rangeCheck - values);
        for (int i = 0; i < CircuitInfo.ValueSize; i++)
        {
            c.Write(rangeCheck, zero);
        }

        Var newOffsets = c.Temp();
        c.Hint(new AllocSegment(c.Out(newOffsets)));
        c.Assert(nullifierOffset, c.At(newOffsets));
        c.Assert(inputOffset, c.At(newOffsets, 1));
        c.Assert(zeroOffset, c.At(newOffsets, 2));
        c.Write(rangeCheck, failing);
        c.Write(rangeCheck, c.Temp(gates - failing));
        FillInstance(c, mulMod, modulus, values, newOffsets);
        c.Assert(one, c.At(mulMod, ModuloInstance.CountCell));
        Var[] nullifier = CheckNullifier(c, values, nullifierOffset, zero, one);
        Var newMulMod = mulMod + ModuloInstance.Size;
        return context.FinishStraight(c, [[rangeCheck], [newMulMod], [.. nullifier, .. modulus]]);
    }

    private static void FillInstance(CasmBuilder c, Var instance, Var[] modulus, Var values, Var offsets)
    {
        for (int i = 0; i < modulus.Length; i++)
        {
            c.Assert(modulus[i], c.At(instance, i));
        }

        c.Assert(values, c.At(instance, ModuloInstance.ValuesCell));
        c.Assert(offsets, c.At(instance, ModuloInstance.OffsetsCell));
    }

    private static Var[] CheckNullifier(CasmBuilder c, Var values, Var offset, Var zero, Var one)
    {
        Var pointer = c.Temp(values + offset);
        Var[] limbs = new Var[CircuitInfo.ValueSize];
        for (int i = 0; i < limbs.Length; i++)
        {
            limbs[i] = c.Temp(c.At(pointer, i));
        }

        foreach (Var limb in limbs)
        {
            c.JumpIfNotZero(limb, "NotZero");
        }

        c.Assert(one, zero);
        c.MarkUnreachable();
        c.Label("NotZero");
        return limbs;
    }
}
