using System.Collections.Generic;
using System.Linq;
using System.Reflection.Emit;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code around circuits: inputs, outputs, and guarantees of 96-bit limbs. A circuit's values stand one after the other.</summary>
internal static class CircuitLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("try_into_circuit_modulus", TryIntoModulus), new("init_circuit_data", InitData), new("add_circuit_input", AddInput),
        new("get_circuit_output", GetOutput), new("into_u96_guarantee", IntoU96Guarantee),
        new("u96_limbs_less_than_guarantee_verify", LimbsLessThanVerify),
        new("u96_single_limb_less_than_guarantee_verify", SingleLimbLessThanVerify),
    ];

    // Zero and one are no moduli.
    internal static void TryIntoModulus(Invocation i)
    {
        Slot[] limbs = i.Arguments[0];
        Label large = i.IL.DefineLabel();
        Label tooSmall = i.IL.DefineLabel();
        Slot middle = IntegerLibfuncs.CallWide(i, nameof(IntegerOperations.Or), limbs[1], limbs[2]);
        Slot above = IntegerLibfuncs.CallWide(i, nameof(IntegerOperations.Or), middle, limbs[3]);
        i.Call(IntegerLibfuncs.Wide(nameof(IntegerOperations.AreEqual)), above, Slot.Constant(SlotKind.UInt128, 0));
        i.IL.Emit(OpCodes.Brfalse, large);
        i.Call(IntegerLibfuncs.Wide(nameof(IntegerOperations.Less)), Slot.Constant(SlotKind.UInt128, 1), limbs[0]);
        i.IL.Emit(OpCodes.Brfalse, tooSmall);
        i.IL.MarkLabel(large);
        i.Leave(0, limbs);
        i.IL.MarkLabel(tooSmall);
        i.Leave(1);
    }

    internal static void InitData(Invocation i)
    {
        CircuitInfo circuit = Circuit(i);
        Slot values = i.Allocate((1 + circuit.InputCount + circuit.Values.Count) * CircuitEvaluation.ValueWords);
        Slot next = StructLibfuncs.Behind(i, values, CircuitEvaluation.ValueWords);
        Slot end = StructLibfuncs.Behind(i, values, (1 + circuit.InputCount) * CircuitEvaluation.ValueWords);
        i.Leave(0, [next, end]);
    }

    internal static void AddInput(Invocation i)
    {
        Slot end = i.Arguments[0][1];
        Label more = i.IL.DefineLabel();
        i.Writer.StoreValue(i.Arguments[0][0], 0, i.Arguments[1]);
        Slot next = StructLibfuncs.Behind(i, i.Arguments[0][0], CircuitEvaluation.ValueWords);
        i.Writer.Push(next);
        i.Writer.Push(end);
        i.IL.Emit(OpCodes.Bne_Un, more);
        i.Leave(0, [end]);
        i.IL.MarkLabel(more);
        i.Leave(1, [next, end]);
    }

    internal static void GetOutput(Invocation i)
    {
        int offset = Circuit(i).Values[i.TypeArgument(1)] * CircuitEvaluation.ValueWords;
        Slot[] limbs = Limbs(i, i.Arguments[0][0], offset);
        i.Leave(0, limbs, [.. limbs, .. i.Arguments[0][1..]]);
    }

    internal static void IntoU96Guarantee(Invocation i) => i.Leave(
        0, [NumericConversion.Truncate(i, i.One(0), IntegerLibfuncs.RangeOf(i, i.Libfunc.Parameters[0]), SlotKind.UInt128)]);

    internal static void LimbsLessThanVerify(Invocation i)
    {
        Slot[] guarantee = i.Arguments[0];
        int limbs = guarantee.Length / 2;
        Label differ = i.IL.DefineLabel();
        i.Call(IntegerLibfuncs.Wide(nameof(IntegerOperations.AreEqual)), guarantee[limbs - 1], guarantee[^1]);
        i.IL.Emit(OpCodes.Brfalse, differ);
        i.Leave(0, [.. guarantee[..(limbs - 1)], .. guarantee[limbs..^1]]);
        i.IL.MarkLabel(differ);
        i.Leave(1, [Difference(i, guarantee[^1], guarantee[limbs - 1])]);
    }

    internal static void SingleLimbLessThanVerify(Invocation i) =>
        i.Leave(0, [Difference(i, i.Arguments[0][1], i.Arguments[0][0])]);

    /// <summary>The wiring of the circuit that is the first generic argument.</summary>
    internal static CircuitInfo Circuit(Invocation i) => i.Types[i.TypeArgument(0)].Circuit!;

    /// <summary>Reads the limbs of a value.</summary>
    internal static Slot[] Limbs(Invocation i, Slot place, int words) =>
        i.LoadValue(place, words, new ValueLayout([.. Enumerable.Repeat(SlotKind.UInt128, CircuitInfo.ValueSize)]));

    private static Slot Difference(Invocation i, Slot left, Slot right) =>
        IntegerLibfuncs.CallWide(i, nameof(IntegerOperations.Subtract), left, right);
}
