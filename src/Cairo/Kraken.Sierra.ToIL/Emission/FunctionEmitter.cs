using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection.Emit;
using Kraken.Sierra.Libfuncs;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Libfuncs;
using Kraken.Sierra.ToIL.Runtime;

namespace Kraken.Sierra.ToIL.Emission;

/// <summary>
/// Emits one function: its statements in their order, each with the places of its variables. Where several ways meet, the places are those
/// of the way that came first, and the others move their values there.
/// </summary>
internal sealed class FunctionEmitter
{
    // A method's frame is touched before its first instruction can look at the stack, so that it has to be small beside the margin.
    private const int MaxFrameBytes = 128 << 10;

    // A sum that is compiled into its function takes the JIT several times as long as a call.
    private const int MaxInlinings = 32;

    private readonly ProgramEmitter program;
    private readonly int number;
    private readonly SierraFunction function;
    private readonly SortedDictionary<int, int> predecessors = [];
    private readonly Dictionary<int, FunctionState> states = [];
    private readonly Dictionary<int, Label> labels = [];
    private Label start;
    private int inlinings;

    internal FunctionEmitter(ProgramEmitter program, int number)
    {
        this.program = program;
        this.number = number;
        function = program.Registry.Program.Functions[number];
        Writer = new MethodWriter(program.Methods[number].GetILGenerator(), program.Constants);
    }

    /// <summary>What writes the instructions.</summary>
    internal MethodWriter Writer { get; }

    /// <summary>The program that the function is part of.</summary>
    internal ProgramEmitter Program => program;

    /// <summary>Emits all statements that the function reaches.</summary>
    internal void Emit()
    {
        FindStatements();
        start = Writer.IL.DefineLabel();
        Writer.IL.MarkLabel(start);
        if (predecessors.Keys.Any(IsCall))
        {
            EmitLimitCheck();
        }

        inlinings = predecessors.Keys.Any(index => IsCall(index) && IsLoop(index, CalleeOf(index))) ? MaxInlinings : 0;

        FunctionState entry = new();
        int argument = 1;
        foreach (Parameter parameter in function.Parameters)
        {
            entry.Put(
                parameter.Variable,
                [.. program.Layouts[parameter.Type].Slots.Select(kind => new Slot(kind, SlotSource.Argument, argument++))]);
        }

        Enter(function.EntryPoint, entry, true);
        foreach (int statement in predecessors.Keys)
        {
            EmitStatement(statement);
        }

        if (Writer.LocalBytes > MaxFrameBytes)
        {
            throw new NotNativeException($"a function with {Writer.LocalBytes} bytes of variables; at most {MaxFrameBytes} are taken");
        }
    }

    /// <summary>Goes on with a statement; the code that follows here is not reached.</summary>
    /// <param name="target">The statement.</param>
    /// <param name="state">The variables there.</param>
    /// <param name="falls">Whether the statement's code comes right after this.</param>
    internal void Enter(int target, FunctionState state, bool falls)
    {
        if (predecessors[target] < 2)
        {
            states.Add(target, state);
        }
        else
        {
            Join(target, state);
        }

        if (!falls)
        {
            Writer.IL.Emit(OpCodes.Br, LabelOf(target));
        }
    }

    /// <summary>
    /// Whether an operation of a few instructions is to be compiled into the function: in loops, as far as it and the program may have
    /// some.
    /// </summary>
    internal bool TakeInlining() => inlinings > 0 && program.TakeInlining() && inlinings-- > 0;

    /// <summary>
    /// Whether all that follows a call of a function is the return of its results. If the function is the one that calls, it is a loop.
    /// </summary>
    internal bool IsLoop(int statement, int callee)
    {
        if (callee != number)
        {
            return false;
        }

        SierraProgram sierra = program.Registry.Program;
        StatementBranch branch = sierra.Statements[statement].Branches[0];
        ulong[] results = [.. branch.Results];
        int at = branch.Next(statement);
        while (!sierra.Statements[at].IsReturn)
        {
            // Storing and renaming do nothing here.
            Statement next = sierra.Statements[at];
            bool moves = program.Registry.Libfuncs[next.Libfunc].GenericId is "store_temp" or "rename";
            int moved = moves ? Array.IndexOf(results, next.Arguments[0]) : -1;
            if (moved < 0)
            {
                return false;
            }

            results[moved] = next.Branches[0].Results[0];
            at = next.Branches[0].Next(at);
        }

        return sierra.Statements[at].Arguments.SequenceEqual(results);
    }

    /// <summary>Starts the function anew with other arguments.</summary>
    internal void Loop(IReadOnlyList<Slot> arguments)
    {
        Slot[] places = [.. arguments.Select((slot, i) => new Slot(slot.Kind, SlotSource.Argument, i + 1))];
        Move(arguments, places);
        Writer.IL.Emit(OpCodes.Br, start);
    }

    private void FindStatements()
    {
        Stack<int> pending = new([function.EntryPoint]);
        predecessors[function.EntryPoint] = 1;
        HashSet<int> seen = [function.EntryPoint];
        while (pending.TryPop(out int index))
        {
            foreach (StatementBranch branch in program.Registry.Program.Statements[index].Branches)
            {
                int next = branch.Next(index);
                predecessors[next] = predecessors.GetValueOrDefault(next) + 1;
                if (seen.Add(next))
                {
                    pending.Push(next);
                }
            }
        }
    }

    private bool IsCall(int index)
    {
        Statement statement = program.Registry.Program.Statements[index];
        return !statement.IsReturn && program.Registry.Libfuncs[statement.Libfunc].Function >= 0;
    }

    private int CalleeOf(int index) => program.Registry.Libfuncs[program.Registry.Program.Statements[index].Libfunc].Function;

    // The stack's end stands in the context; moving it to the top is how a run is stopped from outside.
    private void EmitLimitCheck()
    {
        Slot probe = Writer.TakeLocal(SlotKind.Int32, []);
        Label enough = Writer.IL.DefineLabel();
        Writer.IL.Emit(OpCodes.Ldloca, (short)probe.Index);
        Writer.IL.Emit(OpCodes.Conv_U);
        Writer.PushContext();
        Writer.IL.Emit(OpCodes.Volatile);
        Writer.IL.Emit(OpCodes.Ldfld, RuntimeMembers.Field<NativeContext>(nameof(NativeContext.StackLimit)));
        Writer.IL.Emit(OpCodes.Bge_Un, enough);
        Writer.PushContext();
        Writer.Call(RuntimeMembers.Method(typeof(NativeContext), nameof(NativeContext.StopAtLimit)));
        Writer.IL.MarkLabel(enough);
    }

    private void EmitStatement(int index)
    {
        Writer.IL.MarkLabel(LabelOf(index));
        if (!states.TryGetValue(index, out FunctionState? atStatement))
        {
            // Only ways that no run takes lead here.
            return;
        }

        FunctionState state = predecessors[index] > 1 ? atStatement.Copy() : atStatement;
        Statement statement = program.Registry.Program.Statements[index];
        Slot[][] arguments = [.. statement.Arguments.ToArray().Select(state.Take)];
        if (statement.IsReturn)
        {
            Writer.StoreValue(
                Slot.Constant(SlotKind.Int32, NativeContext.ExchangePlace), 0, [.. arguments.SelectMany(slots => slots)]);
            Writer.IL.Emit(OpCodes.Ret);
            return;
        }

        ConcreteLibfunc libfunc = program.Registry.Libfuncs[statement.Libfunc];
        Invocation invocation = new(this, index, libfunc, arguments, state);
        LibfuncEmitters.Emit(invocation);
        invocation.RequireComplete();
    }

    private void Join(int target, FunctionState state)
    {
        List<Slot> from = [];
        List<Slot> to = [];
        if (!states.TryGetValue(target, out FunctionState? canonical))
        {
            canonical = new FunctionState();
            HashSet<int> busy = state.BusyLocals();
            HashSet<(SlotSource Source, int Index)> used = [];
            foreach ((ulong variable, Slot[] slots) in state.Variables)
            {
                canonical.Put(variable, Array.ConvertAll(slots, slot => slot.IsPlace && used.Add((slot.Source, slot.Index))
                    ? slot
                    : Writer.TakeLocal(slot.Kind, busy)));
            }

            states.Add(target, canonical);
        }

        foreach ((ulong variable, Slot[] slots) in state.Variables)
        {
            from.AddRange(slots);
            to.AddRange(canonical.Variables[variable]);
        }

        Move(from, to);
    }

    // All values are on the stack before the first is put down: places may be exchanged.
    private void Move(IReadOnlyList<Slot> from, IReadOnlyList<Slot> to)
    {
        List<Slot> places = [];
        for (int i = 0; i < from.Count; i++)
        {
            if (from[i].Source != SlotSource.Undefined && !from[i].IsSamePlace(to[i]))
            {
                Writer.Push(from[i]);
                places.Add(to[i]);
            }
        }

        for (int i = places.Count - 1; i >= 0; i--)
        {
            Writer.Pop(places[i]);
        }
    }

    private Label LabelOf(int statement)
    {
        if (!labels.TryGetValue(statement, out Label label))
        {
            label = Writer.IL.DefineLabel();
            labels.Add(statement, label);
        }

        return label;
    }
}
