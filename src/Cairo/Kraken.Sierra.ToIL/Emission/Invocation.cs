using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Reflection;
using System.Reflection.Emit;
using Kraken.Sierra.Libfuncs;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Emission;

/// <summary>What the emitter of a library function works with: the invocation, its arguments, and the ways on from it.</summary>
internal sealed class Invocation
{
    private readonly FunctionEmitter function;
    private readonly FunctionState state;
    private readonly HashSet<int> busy;
    private int left;

    internal Invocation(FunctionEmitter function, int index, ConcreteLibfunc libfunc, Slot[][] arguments, FunctionState state)
    {
        this.function = function;
        this.state = state;
        Index = index;
        Libfunc = libfunc;
        Arguments = arguments;
        busy = state.BusyLocals();
        foreach (Slot[] slots in arguments)
        {
            FunctionState.AddLocals(slots, busy);
        }
    }

    /// <summary>The number of the statement.</summary>
    internal int Index { get; }

    /// <summary>The library function.</summary>
    internal ConcreteLibfunc Libfunc { get; }

    /// <summary>The arguments; builtins have no slots.</summary>
    internal Slot[][] Arguments { get; }

    /// <summary>Writes the instructions.</summary>
    internal MethodWriter Writer => function.Writer;

    /// <summary>The instruction stream.</summary>
    internal ILGenerator IL => function.Writer.IL;

    /// <summary>The function that is emitted.</summary>
    internal FunctionEmitter Function => function;

    /// <summary>The layouts of the types.</summary>
    internal LayoutTable Layouts => function.Program.Layouts;

    /// <summary>The program's types, by index.</summary>
    internal TypeRegistry Types => function.Program.Registry.Types;

    /// <summary>Gas and changes of ap.</summary>
    internal SierraMetadata Metadata => function.Program.Metadata;

    /// <summary>
    /// False where the costs of the signature are not the builtins that the code uses; the emitter counts them itself then.
    /// </summary>
    internal bool CountsBySignature { get; set; } = true;

    /// <summary>The only slot of an argument.</summary>
    internal Slot One(int argument) => Arguments[argument].Single();

    /// <summary>A type among the generic arguments.</summary>
    internal int TypeArgument(int position) => Libfunc.Args[position].Index;

    /// <summary>A number among the generic arguments.</summary>
    internal BigInteger Value(int position) => Libfunc.Args[position].Value;

    /// <summary>The type of what a branch gives at a position.</summary>
    internal int OutputType(int branch, int output) => Libfunc.Branches[branch].Variables[output].Type;

    /// <summary>A local variable for an output or an intermediate value.</summary>
    internal Slot Local(SlotKind kind) => Writer.TakeLocal(kind, busy);

    /// <summary>Pops the top of the stack into a new local variable.</summary>
    internal Slot Pop(SlotKind kind)
    {
        Slot local = Local(kind);
        Writer.Pop(local);
        return local;
    }

    /// <summary>Calls a method of the runtime with slots; field elements go by their address.</summary>
    internal void Call(MethodInfo method, params ReadOnlySpan<Slot> arguments)
    {
        ParameterInfo[] parameters = method.GetParameters();
        int at = 0;
        if (!method.IsStatic || parameters[0].ParameterType == typeof(NativeContext))
        {
            Writer.PushContext();
            at = method.IsStatic ? 1 : 0;
        }

        foreach (Slot slot in arguments)
        {
            if (parameters[at++].ParameterType.IsByRef)
            {
                Writer.PushAddress(slot);
            }
            else
            {
                Writer.Push(slot);
            }
        }

        Writer.Call(method);
    }

    /// <summary>Calls a method of the runtime whose last parameter is the field element that it gives.</summary>
    internal Slot CallForFelt(MethodInfo method, params ReadOnlySpan<Slot> arguments)
    {
        Slot result = Local(SlotKind.Felt);
        Call(method, [.. arguments, result]);
        return result;
    }

    /// <summary>Reads a value behind a place in the call's memory.</summary>
    internal Slot[] LoadValue(Slot place, int words, ValueLayout layout)
    {
        Slot[] value = new Slot[layout.Slots.Count];
        for (int i = 0; i < value.Length; i++)
        {
            Writer.PushWordAddress(place, words);
            Writer.Load(layout.Slots[i]);
            value[i] = Pop(layout.Slots[i]);
            words += SlotKinds.WordsOf(layout.Slots[i]);
        }

        return value;
    }

    /// <summary>Reserves words of the call's memory.</summary>
    internal Slot Allocate(int words)
    {
        Writer.PushContext();
        IL.Emit(OpCodes.Ldc_I4, words);
        Writer.Call(RuntimeMembers.Method(typeof(NativeContext), nameof(NativeContext.Allocate)));
        return Pop(SlotKind.Int32);
    }

    /// <summary>The two places that a number of 64 bits holds, the low half first.</summary>
    internal (Slot Low, Slot High) Halves(Slot packed)
    {
        Writer.Push(packed);
        IL.Emit(OpCodes.Conv_I4);
        Slot low = Pop(SlotKind.Int32);
        Writer.Push(packed);
        IL.Emit(OpCodes.Ldc_I4, 32);
        IL.Emit(OpCodes.Shr_Un);
        IL.Emit(OpCodes.Conv_I4);
        return (low, Pop(SlotKind.Int32));
    }

    /// <summary>Leaves the invocation by a branch: counts what it uses, and goes on with the statement that the branch leads to.</summary>
    /// <param name="outputs">The values of the outputs, in order; those without slots may be left out.</param>
    internal void Leave(int branch, params ReadOnlySpan<Slot[]> outputs)
    {
        LibfuncBranch signature = Libfunc.Branches[branch];
        StatementBranch way = function.Program.Registry.Program.Statements[Index].Branches[branch];
        CountBuiltins(signature.Cost);
        left++;
        bool last = left == Libfunc.Branches.Count;
        FunctionState next = last ? state : state.Copy();
        int given = 0;
        for (int i = 0; i < way.Results.Length; i++)
        {
            ValueLayout layout = Layouts[signature.Variables[i].Type];
            Slot[] slots = layout.Slots.Count == 0 ? [] : Next(outputs, ref given);
            if (!slots.Select(slot => slot.Kind).SequenceEqual(layout.Slots))
            {
                throw new InvalidOperationException($"{Libfunc.GenericId}: output {i} of branch {branch} has other slots than its type");
            }

            next.Put(way.Results[i], slots);
        }

        int target = way.Next(Index);
        function.Enter(target, next, last && target == Index + 1);
    }

    /// <summary>Goes back to the function's start: there is no way on from here.</summary>
    internal void Loop(IReadOnlyList<Slot> arguments)
    {
        function.Loop(arguments);
        left = Libfunc.Branches.Count;
    }

    /// <summary>Checks that the emitter left by each branch once.</summary>
    internal void RequireComplete()
    {
        if (left != Libfunc.Branches.Count)
        {
            throw new InvalidOperationException($"{Libfunc.GenericId}: {left} of {Libfunc.Branches.Count} branches were emitted");
        }
    }

    private static Slot[] Next(ReadOnlySpan<Slot[]> outputs, ref int given)
    {
        while (outputs[given].Length == 0)
        {
            given++;
        }

        return outputs[given++];
    }

    private void CountBuiltins(BranchCost cost)
    {
        if (cost.Kind == BranchCostKind.WithdrawGas)
        {
            Writer.Count(nameof(NativeContext.RangeChecks), 1);
        }

        if (!CountsBySignature || cost.Kind != BranchCostKind.Regular)
        {
            return;
        }

        Writer.Count(nameof(NativeContext.RangeChecks), cost.Const.RangeChecks);
        Writer.Count(nameof(NativeContext.RangeChecks96), cost.Const.RangeChecks96);
        Writer.Count(nameof(NativeContext.Pedersens), cost.Tokens.Of(CostToken.Pedersen));
        Writer.Count(nameof(NativeContext.Poseidons), cost.Tokens.Of(CostToken.Poseidon));
        Writer.Count(nameof(NativeContext.Bitwises), cost.Tokens.Of(CostToken.Bitwise));
        Writer.Count(nameof(NativeContext.EcOps), cost.Tokens.Of(CostToken.EcOp));
        Writer.Count(nameof(NativeContext.AddMods), cost.Tokens.Of(CostToken.AddMod));
        Writer.Count(nameof(NativeContext.MulMods), cost.Tokens.Of(CostToken.MulMod));
        Writer.Count(nameof(NativeContext.Blakes), cost.Tokens.Of(CostToken.Blake));
    }
}
