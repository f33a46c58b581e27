using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Casm.Assembly;
using Kraken.Casm.Building;
using Kraken.Casm.Operands;
using Kraken.Sierra.ToCasm.Assembly;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>Code around circuits: inputs, outputs, descriptors and guarantees of 96-bit limbs.</summary>
internal static class CircuitLibfuncs
{
    private const int OffsetsPerGate = 3;

    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("try_into_circuit_modulus", TryIntoModulus), new("init_circuit_data", InitData), new("add_circuit_input", AddInput),
        new("get_circuit_descriptor", GetDescriptor), new("get_circuit_output", GetOutput), new("u96_guarantee_verify", U96Verify),
        new("u96_limbs_less_than_guarantee_verify", LimbsLessThanVerify),
        new("u96_single_limb_less_than_guarantee_verify", SingleLimbLessThanVerify),
    ];

    public static Emission TryIntoModulus(InvocationContext context)
    {
        CasmBuilder c = new();
        Var[] limbs = context.Derefs(c, 0);
        Var minusOne = c.Temp();
        c.JumpIfNotZero(limbs[3], "AboveOne");
        c.JumpIfNotZero(limbs[2], "AboveOne");
        c.JumpIfNotZero(limbs[1], "AboveOne");
        c.JumpIfNotZero(limbs[0], "CheckNotOne");
        c.Jump("TooSmall");
        c.Label("CheckNotOne");
        c.Assert(minusOne, limbs[0] - 1);
        c.JumpIfNotZero(minusOne, "AboveOne");
        c.Jump("TooSmall");
        c.Label("AboveOne");
        return context.Finish(c, InvocationContext.Falls([limbs]), InvocationContext.Leaves("TooSmall"));
    }

    public static Emission InitData(InvocationContext context)
    {
        CircuitInfo circuit = Circuit(context);
        CasmBuilder c = new();
        Var builtin = context.Buffer(c, 0, 1);
        Var inputStart = builtin + CircuitInfo.ValueSize;
        Var inputEnd = builtin + ((1 + circuit.InputCount) * CircuitInfo.ValueSize);
        Var rest = builtin + circuit.RangeCheck96Usage;
        return context.FinishStraight(c, [[rest], [inputStart, inputEnd]]);
    }

    public static Emission AddInput(InvocationContext context)
    {
        CellExpression[] value = context.Cells(1);
        CasmBuilder c = new();
        if (context.Cells(0) is not [var first, var last])
        {
            throw context.BadArgument(0);
        }

        Var start = context.BufferOf(c, first, value.Length);
        Var end = context.DerefOf(c, last);
        foreach (CellExpression cell in value)
        {
            c.Write(start, context.DerefOf(c, cell));
        }

        Var newStart = c.Temp(start);
        c.JumpIfNotZero(c.Temp(end - newStart), "MoreInputs");
        return context.Finish(c, InvocationContext.Falls([[end]]), InvocationContext.Leaves("MoreInputs", [[newStart, end]]));
    }

    public static Emission GetDescriptor(InvocationContext context)
    {
        int type = context.Args[0].Index;
        CircuitInfo circuit = Circuit(context);
        CasmInstruction[] code =
        [
            CasmInstruction.Call(0),
            CasmInstruction.AssertEq(CellRef.Ap(0), CellExpression.BinOp(CellOperator.Add, CellRef.Ap(-1), BigInteger.One)),
            CasmInstruction.AssertEq(CellRef.Ap(0), CellExpression.Immediate(circuit.AddGates.Count)),
            CasmInstruction.AssertEq(
                CellRef.Ap(0), CellExpression.BinOp(CellOperator.Add, CellRef.Ap(-2), circuit.AddGates.Count * OffsetsPerGate)),
            CasmInstruction.AssertEq(CellRef.Ap(0), CellExpression.Immediate(circuit.MulGates.Count)),
        ];
        foreach (CasmInstruction assertion in code.Skip(1))
        {
            assertion.IncrementsAp = true;
        }

        Relocation[] relocations = [new(0, RelocationKind.Circuit, type), new(1, RelocationKind.Circuit, type)];
        return new Emission(code, relocations, [[[.. Enumerable.Range(-4, 4).Select(i => CellExpression.Deref(CellRef.Ap(i)))]]]);
    }

    public static Emission GetOutput(InvocationContext context)
    {
        int offset = Circuit(context).Values[context.Args[1].Index] * CircuitInfo.ValueSize;
        CasmBuilder c = new();
        Var[] outputs = context.Derefs(c, 0);
        Var pointer = c.Temp(outputs[0] + offset);
        Var[] limbs = new Var[CircuitInfo.ValueSize];
        for (int i = 0; i < limbs.Length; i++)
        {
            limbs[i] = c.Temp(c.At(pointer, i));
        }

        return context.FinishStraight(c, [limbs, [.. limbs, .. outputs[1..]]]);
    }

    public static Emission U96Verify(InvocationContext context)
    {
        CasmBuilder c = new();
        Var builtin = context.Buffer(c, 0, 0);
        c.Write(builtin, context.Deref(c, 1));
        return context.FinishStraight(c, [[builtin]]);
    }

    public static Emission LimbsLessThanVerify(InvocationContext context)
    {
        CellExpression[] guarantee = context.Cells(0);
        int limbs = guarantee.Length / 2;
        CasmBuilder c = new();
        Var left = c.Input(guarantee[limbs - 1]);
        Var right = c.Input(guarantee[^1]);
        Var[] rest = [.. guarantee[..(limbs - 1)].Concat(guarantee[limbs..^1]).Select(c.Input)];
        Var difference = c.Temp(right - left);
        c.JumpIfNotZero(difference, "CheckLimb");
        return context.Finish(c, InvocationContext.Falls([rest]), InvocationContext.Leaves("CheckLimb", [[difference]]));
    }

    public static Emission SingleLimbLessThanVerify(InvocationContext context)
    {
        CasmBuilder c = new();
        (Var left, Var right) = ArrayLibfuncs.Array(context, c, 0);
        return context.FinishStraight(c, [[right - left]]);
    }

    internal static CircuitInfo Circuit(InvocationContext context) =>
        context.Types[context.Args[0].Index].Circuit ?? throw context.BadArgument(0);
}
