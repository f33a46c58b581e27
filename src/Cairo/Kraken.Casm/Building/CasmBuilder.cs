using System;
using System.Collections.Generic;
using System.Numerics;
using Kraken.Casm.Assembly;
using Kraken.Casm.Hints;
using Kraken.Casm.Operands;

namespace Kraken.Casm.Building;

/// <summary>
/// Builds the instructions of a sequence with branches. It places temporaries on the stack, lets ap move with the instructions that can
/// carry it, and checks that branches that meet agree on ap and on the variables.
/// </summary>
public sealed partial class CasmBuilder
{
    /// <summary>The branch that leaves the sequence at its end.</summary>
    public const string Fallthrough = "Fallthrough";

    private readonly List<CasmInstruction> instructions = [];
    private readonly Dictionary<string, LabelInfo> labels = [];
    private readonly List<(string Label, int Index, int Offset)> jumps = [];
    private List<Hint> pendingHints = [];
    private BuilderState state = new();
    private int variableCount;
    private int nextOffset;
    private bool reachable = true;

    /// <summary>The cells by which ap has moved so far on this path.</summary>
    public int ApChange => state.ApChange;

    /// <summary>The steps taken so far on this path.</summary>
    public int Steps
    {
        get => state.Steps;
        set => state.Steps = value;
    }

    /// <summary>Names an expression.</summary>
    public Var Input(CellExpression value)
    {
        Var variable = new(this, variableCount++);
        state.Set(variable.Id, value);
        return variable;
    }

    /// <summary>Names a constant.</summary>
    public Var Const(BigInteger value) => Input(CellExpression.Immediate(value));

    /// <summary>Another name for the expression that a variable has here.</summary>
    public Var Copy(Var variable) => Input(state.Unadjusted(variable));

    /// <summary>Allocates the next cell of the stack.</summary>
    public Var Temp() => Allocate(Register.AP);

    /// <summary>Allocates the next cell of the stack and asserts its value.</summary>
    public Var Temp(Var value)
    {
        Var variable = Temp();
        Assert(variable, value);
        return variable;
    }

    /// <summary>Allocates the next cell of the stack for a value that is already in a cell, or asserts it in a new one.</summary>
    public Var MaybeTemp(Var value)
    {
        CellExpression e = state.Unadjusted(value);
        bool neutral = e.Kind == CellExpressionKind.BinOp && e.Right is null
            && (e.Operator is CellOperator.Add or CellOperator.Sub ? e.Value.IsZero : e.Value.IsOne);
        return e.Kind == CellExpressionKind.Deref || neutral ? Input(CellExpression.Deref(e.Cell)) : Temp(value);
    }

    /// <summary>Allocates the next local cell.</summary>
    public Var Local() => Allocate(Register.FP);

    /// <summary>Allocates the next local cell and asserts its value.</summary>
    public Var Local(Var value)
    {
        Var variable = Local();
        Assert(variable, value);
        return variable;
    }

    /// <summary>Asserts that a cell has a value.</summary>
    public void Assert(Var cell, Var value) => Emit(CasmInstruction.AssertEq(AsCell(cell), Adjust(state.Unadjusted(value))), true);

    /// <summary>Asserts that a cell has a value over QM31.</summary>
    public void AssertQM31(Var cell, Var value) => Emit(CasmInstruction.QM31AssertEq(AsCell(cell), Adjust(state.Unadjusted(value))), true);

    /// <summary>The value at a pointer.</summary>
    public Var At(Var pointer, int offset = 0)
    {
        (CellRef cell, short place) = AsPointer(pointer, offset);
        return Input(CellExpression.DoubleDeref(cell, place));
    }

    /// <summary>The value at a pointer, which then moves on.</summary>
    public Var Next(Var pointer)
    {
        Var value = At(pointer);
        (CellRef cell, short place) = AsPointer(pointer, 0);
        state.Set(pointer.Id, CellExpression.BinOp(CellOperator.Add, cell, place + 1));
        return value;
    }

    /// <summary>Asserts that the value at a pointer is that of a cell; the pointer then moves on.</summary>
    public void Write(Var pointer, Var value) => Assert(value, Next(pointer));

    /// <summary>Allocates the next cell of the stack for the value at a pointer, which then moves on.</summary>
    public Var TempNext(Var pointer)
    {
        Var variable = Temp();
        Write(pointer, variable);
        return variable;
    }

    /// <summary>Moves ap by an instruction of its own.</summary>
    public void AddAp(int cells)
    {
        Emit(CasmInstruction.AddAp(cells), false);
        state.ApChange += cells;
    }

    /// <summary>Accounts for cells that instructions outside of this builder have put on the stack.</summary>
    public void AccountForAp(int cells)
    {
        state.ApChange += cells;
        state.Allocated += cells;
    }

    /// <summary>Jumps always; the code after it is reached by labels only.</summary>
    public void Jump(string label)
    {
        EmitJump(label, CasmInstruction.Jump(CellExpression.Immediate(0)), true);
        BuilderState left = state;
        state = new BuilderState();
        Reach(label, left);
        reachable = false;
    }

    /// <summary>Jumps when a cell is not zero.</summary>
    public void JumpIfNotZero(Var condition, string label)
    {
        EmitJump(label, CasmInstruction.JumpIfNotZero(AsCell(condition), 0), true);
        Reach(label, state.Clone());
    }

    /// <summary>Places a label.</summary>
    public void Label(string label)
    {
        if (!labels.TryGetValue(label, out LabelInfo? info))
        {
            labels[label] = info = new LabelInfo(reachable ? state.Clone() : throw new CasmBuildException($"nothing reaches {label}"));
        }
        else if (reachable)
        {
            info.State.Merge(state, false);
        }

        info.Offset = nextOffset;
        state = info.State.Clone();
        reachable = true;
    }

    /// <summary>Starts anew with the given variables only: ap and the stack count from here.</summary>
    public void Rescope(params ReadOnlySpan<(Var Variable, Var Value)> kept)
    {
        state.CheckFinal();
        (int Id, CellExpression Value)[] values = new (int, CellExpression)[kept.Length];
        for (int i = 0; i < kept.Length; i++)
        {
            values[i] = (kept[i].Variable.Id, state.Adjusted(kept[i].Value));
        }

        state.ApChange = 0;
        state.Allocated = 0;
        state.Clear();
        foreach ((int id, CellExpression value) in values)
        {
            state.Set(id, value);
        }
    }

    /// <summary>Calls a function of this sequence, whose results are the top cells of the stack.</summary>
    public Var[] Call(string label, int results)
    {
        state.CheckFinal();
        BuilderState inside = new();
        BuilderState after = new() { Steps = state.Steps + 1 };
        foreach ((int id, CellExpression value) in state.Known())
        {
            SplitAtCall(id, value, state.ApChange + 2, inside, after);
        }

        EmitJump(label, CasmInstruction.Call(0), false);
        state = after;
        Reach(label, inside);
        Var[] variables = new Var[results];
        for (int i = 0; i < results; i++)
        {
            variables[i] = Input(CellExpression.Deref(new CellRef(Register.AP, (short)(i - results))));
        }

        return variables;
    }

    /// <summary>Returns from a function of this sequence.</summary>
    public void Return()
    {
        state.CheckFinal();
        Emit(CasmInstruction.Return(), false);
        reachable = false;
    }

    /// <summary>Ends the path with an assertion that cannot hold.</summary>
    public void Fail()
    {
        CellRef cell = new(Register.FP, -1);
        Emit(CasmInstruction.AssertEq(cell, CellExpression.BinOp(CellOperator.Add, cell, BigInteger.One)), false);
        reachable = false;
    }

    /// <summary>Ends the path; what was asserted last cannot hold.</summary>
    public void MarkUnreachable() => reachable = false;

    /// <summary>The expression of a variable at this place.</summary>
    public CellExpression Adjusted(Var variable) => state.Adjusted(variable);

    /// <summary>Ends the sequence.</summary>
    /// <param name="branches">The labels by which it is left, in order; each must be reached.</param>
    public CasmBuildResult Build(params ReadOnlySpan<string> branches)
    {
        if (reachable)
        {
            labels[Fallthrough] = new LabelInfo(state);
        }

        List<int>[] exits = new List<int>[branches.Length];
        BuilderState[] states = new BuilderState[branches.Length];
        int open = 0;
        for (int i = 0; i < branches.Length; i++)
        {
            exits[i] = [];
            states[i] = labels.TryGetValue(branches[i], out LabelInfo? info)
                ? info.State
                : throw new CasmBuildException($"no way leads to {branches[i]}");
            states[i].CheckFinal();
        }

        foreach (LabelInfo info in labels.Values)
        {
            open += info.Offset is null ? 1 : 0;
        }

        if (open != branches.Length || pendingHints.Count > 0)
        {
            throw new CasmBuildException("branches or hints left over");
        }

        foreach ((string label, int index, int offset) in jumps)
        {
            if (labels[label].Offset is { } target)
            {
                instructions[index].Relocate(target - offset);
            }
            else
            {
                exits[branches.IndexOf(label)].Add(index);
            }
        }

        return new CasmBuildResult(instructions, states, exits);
    }

    internal Var BinOp(CellOperator op, Var left, Var right)
    {
        CellExpression a = state.Unadjusted(left);
        CellExpression b = state.Unadjusted(right);
        bool sum = a.Kind == CellExpressionKind.BinOp && a.Operator == CellOperator.Add && a.Right is null && op == CellOperator.Add;
        if (sum && b.Kind == CellExpressionKind.Immediate)
        {
            return Input(CellExpression.BinOp(op, a.Cell, a.Value + b.Value));
        }

        return (a.Kind, b.Kind) switch
        {
            (CellExpressionKind.Deref, CellExpressionKind.Deref) => Input(CellExpression.BinOp(op, a.Cell, b.Cell)),
            (CellExpressionKind.Deref, CellExpressionKind.Immediate) => Input(CellExpression.BinOp(op, a.Cell, b.Value)),
            _ => throw new CasmBuildException("operands of an operation must be a cell and a cell or constant"),
        };
    }

    private static void SplitAtCall(int id, CellExpression value, int change, BuilderState inside, BuilderState after)
    {
        bool constant = value.HasConstant;
        bool mixed = value.Right is { } right && right.Register != value.Cell.Register;
        if (mixed)
        {
            return;
        }

        if (constant || value.Cell.Register == Register.FP)
        {
            after.Set(id, value);
        }

        if (constant || value.Cell.Register == Register.AP)
        {
            inside.Set(id, value.InCalledFrame(change) ?? throw new CasmBuildException("variable of a call out of range"));
        }
    }

    private Var Allocate(Register register)
    {
        Var variable = Input(CellExpression.Deref(new CellRef(register, (short)state.Allocated)));
        state.Allocated++;
        return variable;
    }

    private CellExpression Adjust(CellExpression value) => value.AfterApChange(state.ApChange)
        ?? throw new CasmBuildException("offset of an operand out of range");

    private CellRef AsCell(Var variable)
    {
        CellExpression value = state.Adjusted(variable);
        return value.Kind == CellExpressionKind.Deref ? value.Cell : throw new CasmBuildException("a cell is needed");
    }

    private (CellRef Cell, short Offset) AsPointer(Var pointer, int offset)
    {
        if (state.Unadjusted(pointer).AsCellWithOffset() is not { } place || place.Offset + offset is < short.MinValue or > short.MaxValue)
        {
            throw new CasmBuildException("a pointer is needed");
        }

        return (place.Cell, (short)(place.Offset + offset));
    }

    private void Emit(CasmInstruction instruction, bool carriesAp)
    {
        if (!reachable)
        {
            throw new CasmBuildException("an instruction at a place that is never reached");
        }

        if (carriesAp && state.Allocated > state.ApChange)
        {
            instruction.IncrementsAp = true;
            state.ApChange++;
        }

        state.Steps++;
        nextOffset += instruction.Size;
        if (pendingHints.Count > 0)
        {
            instruction.Hints = pendingHints;
            pendingHints = [];
        }

        instructions.Add(instruction);
    }

    private void EmitJump(string label, CasmInstruction instruction, bool carriesAp)
    {
        jumps.Add((label, instructions.Count, nextOffset));
        Emit(instruction, carriesAp);
    }

    private void Reach(string label, BuilderState reached)
    {
        if (labels.TryGetValue(label, out LabelInfo? info))
        {
            info.State.Merge(reached, info.Offset is not null);
        }
        else
        {
            labels[label] = new LabelInfo(reached);
        }
    }

    private sealed class LabelInfo(BuilderState state)
    {
        public BuilderState State { get; } = state;

        public int? Offset { get; set; }
    }
}
