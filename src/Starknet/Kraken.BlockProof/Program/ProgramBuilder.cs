using System;
using System.Collections.Generic;
using Kraken.Casm.Instructions;
using Kraken.Fields;

namespace Kraken.BlockProof.Program;

/// <summary>Assembles a program: one method per form of instruction, labels by name for jumps and calls.</summary>
internal sealed class ProgramBuilder
{
    private static readonly DecodedInstruction RelativeJump =
        new(-1, -1, 1, true, true, Op1Source.Immediate, ResLogic.Op1, PcUpdate.JumpRelative, ApUpdate.Regular, Opcode.Nop);

    private readonly List<Felt> words = [];
    private readonly Dictionary<string, int> labels = [];
    private readonly List<(int Word, int Instruction, string Label)> references = [];

    /// <summary>The offset of the next word.</summary>
    public int Position => words.Count;

    /// <summary>Names the next word.</summary>
    public void Label(string name) => Label(name, Position);

    /// <summary>Names a word.</summary>
    public void Label(string name, int offset) => labels.Add(name, offset);

    /// <summary>[destination] = [source].</summary>
    public void Copy(Cell destination, Cell source) => Assert(destination, Cell.Fp(-1), source, ResLogic.Op1, increment: false);

    /// <summary>[ap] = [source], ap++.</summary>
    public void Push(Cell source) => Assert(Cell.Ap(), Cell.Fp(-1), source, ResLogic.Op1, increment: true);

    /// <summary>[ap] = value, ap++.</summary>
    public void Push(Felt value)
    {
        Emit(Immediate(Cell.Ap(), Cell.Fp(-1), ResLogic.Op1, increment: true));
        words.Add(value);
    }

    /// <summary>[ap] = [cell] + value, ap++.</summary>
    public void PushSum(Cell cell, Felt value)
    {
        Emit(Immediate(Cell.Ap(), cell, ResLogic.Add, increment: true));
        words.Add(value);
    }

    /// <summary>[sum] = [left] + [right]; with <paramref name="increment"/> ap++.</summary>
    public void AssertSum(Cell sum, Cell left, Cell right, bool increment) => Assert(sum, left, right, ResLogic.Add, increment);

    /// <summary>[cell] = value.</summary>
    public void AssertValue(Cell cell, Felt value)
    {
        Emit(Immediate(cell, Cell.Fp(-1), ResLogic.Op1, increment: false));
        words.Add(value);
    }

    /// <summary>[ap] = [[pointer] + offset], ap++.</summary>
    public void PushIndirect(Cell pointer, int offset) => Emit(Indirect(Cell.Ap(), pointer, offset, increment: true));

    /// <summary>[value] = [[pointer] + offset]: the pointed-to cell must hold the value, or is written.</summary>
    public void AssertIndirect(Cell value, Cell pointer, int offset) => Emit(Indirect(value, pointer, offset, increment: false));

    /// <summary>jmp rel 0: the last instruction of a run.</summary>
    public void Halt()
    {
        Emit(RelativeJump);
        words.Add(default);
    }

    /// <summary>ap += count.</summary>
    public void Advance(int count)
    {
        Emit(new DecodedInstruction(
            -1, -1, 1, true, true, Op1Source.Immediate, ResLogic.Op1, PcUpdate.Regular, ApUpdate.AddResult, Opcode.Nop));
        words.Add(count);
    }

    /// <summary>jmp rel label.</summary>
    public void Jump(string label) => Refer(RelativeJump, label);

    /// <summary>jmp rel label if [condition] != 0.</summary>
    public void JumpIfNonZero(Cell condition, string label) => Refer(
        new DecodedInstruction(
            condition.Offset, -1, 1, condition.IsFp, true, Op1Source.Immediate,
            ResLogic.Unconstrained, PcUpdate.JumpNonZero, ApUpdate.Regular, Opcode.Nop),
        label);

    /// <summary>call rel label.</summary>
    public void Call(string label) => Refer(
        new DecodedInstruction(
            0, 1, 1, false, false, Op1Source.Immediate, ResLogic.Op1, PcUpdate.JumpRelative, ApUpdate.AddTwo, Opcode.Call), label);

    /// <summary>ret.</summary>
    public void Return() =>
        Emit(new DecodedInstruction(-2, -1, -1, true, true, Op1Source.FP, ResLogic.Op1, PcUpdate.Jump, ApUpdate.Regular, Opcode.Ret));

    /// <summary>Plain words: other code, or data.</summary>
    public void Append(ReadOnlySpan<Felt> data) => words.AddRange(data);

    /// <summary>The words with every label resolved.</summary>
    public Felt[] ToArray()
    {
        Felt[] resolved = [.. words];
        foreach ((int word, int instruction, string label) in references)
        {
            resolved[word] = labels[label] - instruction;
        }

        return resolved;
    }

    private static DecodedInstruction Immediate(Cell destination, Cell left, ResLogic result, bool increment) => new(
        destination.Offset, left.Offset, 1, destination.IsFp, left.IsFp, Op1Source.Immediate,
        result, PcUpdate.Regular, increment ? ApUpdate.AddOne : ApUpdate.Regular, Opcode.AssertEq);

    private static DecodedInstruction Indirect(Cell value, Cell pointer, int offset, bool increment) => new(
        value.Offset, pointer.Offset, (short)offset, value.IsFp, pointer.IsFp, Op1Source.Op0,
        ResLogic.Op1, PcUpdate.Regular, increment ? ApUpdate.AddOne : ApUpdate.Regular, Opcode.AssertEq);

    private void Assert(Cell destination, Cell left, Cell right, ResLogic result, bool increment) => Emit(new DecodedInstruction(
        destination.Offset,
        left.Offset,
        right.Offset,
        destination.IsFp,
        left.IsFp,
        right.IsFp ? Op1Source.FP : Op1Source.AP,
        result,
        PcUpdate.Regular,
        increment ? ApUpdate.AddOne : ApUpdate.Regular,
        Opcode.AssertEq));

    private void Refer(in DecodedInstruction instruction, string label)
    {
        references.Add((Position + 1, Position, label));
        Emit(instruction);
        words.Add(default);
    }

    private void Emit(in DecodedInstruction instruction) => words.Add(InstructionWord.Encode(instruction));
}
