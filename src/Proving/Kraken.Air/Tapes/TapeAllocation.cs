using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Kraken.Air.Tapes;

/// <summary>
/// Registers for a schedule. A value that a column holds is computed straight into the column's register when the column's definition is
/// the first to need it (witness tapes); every other value gets the last freed temporary and gives it back after its last use.
/// </summary>
internal sealed class TapeAllocation
{
    private const int None = -1;
    private readonly AirRecording air;
    private readonly TapeSchedule schedule;
    private readonly int[] register;
    private readonly int[] lastUse;
    private readonly int[][] outputs;
    private readonly Stack<int> free = new();
    private readonly Dictionary<int, ImmutableArray<int>> rooted = [];
    private readonly ImmutableArray<TapeInstruction>.Builder code;
    private readonly ImmutableArray<TapeCall>.Builder calls = ImmutableArray.CreateBuilder<TapeCall>();

    public TapeAllocation(AirRecording air, TapeSchedule schedule)
    {
        this.air = air;
        this.schedule = schedule;
        register = new int[air.Nodes.Length];
        lastUse = new int[air.Nodes.Length];
        outputs = [.. air.HintCalls.Select(call => Enumerable.Repeat(None, call.Hint.Outputs).ToArray())];
        code = ImmutableArray.CreateBuilder<TapeInstruction>(schedule.Steps.Length);
        Layout = PlaceLeaves();
        RegisterCount = Layout.FirstTemporary;
        FindLastUses();
        for (int i = 0; i < schedule.Steps.Length; i++)
        {
            Emit(schedule.Steps[i], i);
        }

        Instructions = code.ToImmutable();
        Calls = calls.ToImmutable();
    }

    public RegisterLayout Layout { get; }

    public int RegisterCount { get; private set; }

    public ImmutableArray<TapeInstruction> Instructions { get; }

    public ImmutableArray<TapeCall> Calls { get; }

    /// <summary>The registers that the nodes of a feed or lookup were in.</summary>
    public ImmutableArray<int> Rooted(int index) => rooted[index];

    /// <summary>Columns, preprocessed columns, parameters and literals have fixed registers.</summary>
    private RegisterLayout PlaceLeaves()
    {
        ImmutableArray<uint>.Builder constants = ImmutableArray.CreateBuilder<uint>();
        int firstPreprocessed = air.Columns.Length;
        int firstParameter = firstPreprocessed + air.Preprocessed.Length;
        int firstConstant = firstParameter + air.Parameters.Length;
        for (int i = 0; i < register.Length; i++)
        {
            AirNode node = air.Nodes[i];
            register[i] = None;
            lastUse[i] = None;
            switch (node.Op)
            {
                case AirOp.Constant:
                    register[i] = firstConstant + constants.Count;
                    constants.Add((uint)node.Left);
                    break;
                case AirOp.Column:
                    register[i] = node.Left;
                    break;
                case AirOp.Preprocessed:
                    register[i] = firstPreprocessed + node.Left;
                    break;
                case AirOp.Parameter:
                    register[i] = firstParameter + node.Left;
                    break;
                case AirOp.HintOutput:
                    outputs[node.Left][node.Right] = i;
                    break;
            }
        }

        return new(air.Columns.Length, air.Preprocessed.Length, air.Parameters.Length, constants.ToImmutable());
    }

    private void FindLastUses()
    {
        ReadOnlySpan<TapeStep> steps = schedule.Steps;
        for (int i = 0; i < steps.Length; i++)
        {
            foreach (int operand in schedule.Operands(steps[i]))
            {
                lastUse[operand] = i;
            }

            // A value that becomes a column lives in the column's register from then on, so it needs no temporary.
            if (steps[i].Op == AirOp.Copy && register[schedule.Operands(steps[i])[0]] == None)
            {
                register[schedule.Operands(steps[i])[0]] = steps[i].Index;
            }
        }
    }

    private void Emit(in TapeStep step, int position)
    {
        ReadOnlySpan<int> operands = schedule.Operands(step);
        switch (step.Op)
        {
            case AirOp.Copy:
                if (register[operands[0]] != step.Index)
                {
                    code.Add(new(AirOp.Copy, step.Index, register[operands[0]], 0));
                }

                break;
            case AirOp.CallHint:
                EmitCall(step, operands);
                break;
            case AirOp.Constrain:
                code.Add(new(AirOp.Constrain, step.Index, register[operands[0]], 0));
                break;
            case AirOp.Feed or AirOp.Lookup:
                rooted[step.Index] = Registers(operands);
                code.Add(new(step.Op, 0, step.Index, 0));
                break;
            default:
                (int left, int right) = (register[operands[0]], operands.Length > 1 ? register[operands[1]] : step.Index);
                Release(operands, position);
                code.Add(new(step.Op, Place(step.Node), left, right));
                return;
        }

        Release(operands, position);
    }

    private void EmitCall(in TapeStep step, ReadOnlySpan<int> operands)
    {
        int[] nodes = this.outputs[step.Index];
        ImmutableArray<int>.Builder outputs = ImmutableArray.CreateBuilder<int>(nodes.Length);
        foreach (int node in nodes)
        {
            outputs.Add(node != None && lastUse[node] != None ? Place(node) : None);
        }

        code.Add(new(AirOp.CallHint, 0, calls.Count, 0));
        calls.Add(new(air.HintCalls[step.Index].Hint, Registers(operands), outputs.MoveToImmutable()));
    }

    private ImmutableArray<int> Registers(ReadOnlySpan<int> nodes)
    {
        ImmutableArray<int>.Builder registers = ImmutableArray.CreateBuilder<int>(nodes.Length);
        foreach (int node in nodes)
        {
            registers.Add(register[node]);
        }

        return registers.MoveToImmutable();
    }

    private int Place(int node)
    {
        if (this.register[node] == None)
        {
            this.register[node] = free.TryPop(out int register) ? register : RegisterCount++;
        }

        return this.register[node];
    }

    private void Release(ReadOnlySpan<int> operands, int position)
    {
        foreach (int operand in operands)
        {
            if (lastUse[operand] == position && register[operand] >= Layout.FirstTemporary)
            {
                lastUse[operand] = None;
                free.Push(register[operand]);
            }
        }
    }
}
