using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Casm.Assembly;
using Kraken.Casm.Building;
using Kraken.Casm.Operands;
using Kraken.Sierra.Libfuncs;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.ToCasm.Assembly;
using Kraken.Sierra.ToCasm.Libfuncs;
using Kraken.Sierra.ToCasm.References;

namespace Kraken.Sierra.ToCasm;

/// <summary>
/// Compiles the statements of a program in their order, carrying the state of each way on to the statement that it leads to.
/// </summary>
internal sealed class ProgramCompiler
{
    // Far more than any class has; it keeps the time of a hostile class to seconds.
    private const long MaximumSteps = 1L << 26;

    private readonly SierraRegistry registry;
    private readonly SierraMetadata metadata;
    private readonly int maximumSize;
    private readonly bool checkGas;
    private readonly StateTable states;
    private readonly List<CasmInstruction> instructions = [];
    private readonly List<Relocation> relocations = [];
    private readonly int[] offsets;
    private int offset;
    private long steps;

    private ProgramCompiler(SierraRegistry registry, SierraMetadata metadata, int maximumSize, bool checkGas)
    {
        this.registry = registry;
        this.metadata = metadata;
        this.maximumSize = maximumSize;
        this.checkGas = checkGas;
        states = new StateTable(registry.Program);
        offsets = new int[registry.Program.Statements.Count];
    }

    /// <summary>Compiles a program.</summary>
    /// <param name="registry">The checked program.</param>
    /// <param name="maximumSize">The number of words that the program may have.</param>
    /// <param name="checkGas">Whether the gas wallet is followed.</param>
    /// <exception cref="SierraException">The program is refused.</exception>
    public static CompiledProgram Compile(SierraRegistry registry, SierraMetadata metadata, int maximumSize, bool checkGas)
    {
        ProgramCompiler compiler = new(registry, metadata, maximumSize, checkGas);
        compiler.EnterFunctions();
        for (int i = 0; i < registry.Program.Statements.Count; i++)
        {
            compiler.CompileStatement(i);
        }

        ConstSegments segments = ConstSegments.Build(registry, maximumSize - compiler.offset);
        compiler.Relocate(segments);
        return new CompiledProgram(compiler.instructions, compiler.offsets, compiler.offset, segments);
    }

    private void EnterFunctions()
    {
        for (int f = 0; f < registry.Program.Functions.Count; f++)
        {
            SierraFunction function = registry.Program.Functions[f];
            LiveVariables variables = new();
            int place = -3;
            for (int p = function.Parameters.Count - 1; p >= 0; p--)
            {
                Parameter parameter = function.Parameters[p];
                int size = registry.Types.SizeOf(parameter.Type);
                Require(place - size >= short.MinValue, function.EntryPoint, "parameters", "a frame within reach", "too many cells");
                CellExpression[] cells = Frame(Register.FP, place - size + 1, size);
                IntroductionPoint introduction = new(-1, function.EntryPoint, function.Parameters.Count - 1 - p);
                bool added = variables.Put(parameter.Variable, new Reference(cells, parameter.Type, -1, introduction));
                Require(
                    added, function.EntryPoint, "parameters", "distinct variables", registry.Program.NameOfVariable(parameter.Variable));
                place -= size;
            }

            GasWallet wallet = checkGas
                ? new GasWallet([.. Enum.GetValues<CostToken>().Select(t => metadata.Gas.FunctionCost(f, t))])
                : GasWallet.Unlimited;
            states.Set(
                function.EntryPoint,
                new StatementState(variables, f, false, new References.Environment(ApTracking.AtFunctionStart, 0, default, wallet)));
        }
    }

    private static CellExpression[] Frame(Register register, int start, int count)
    {
        CellExpression[] cells = new CellExpression[count];
        for (int i = 0; i < count; i++)
        {
            cells[i] = CellExpression.Deref(new CellRef(register, (short)(start + i)));
        }

        return cells;
    }

    private void CompileStatement(int index)
    {
        if (offset > maximumSize)
        {
            throw new SierraException(SierraErrorKind.TooLarge, "size of the code", index, $"at most {maximumSize} words", $"{offset}");
        }

        offsets[index] = offset;
        Statement statement = registry.Program.Statements[index];
        StatementState state = states.Take(index);
        Reference[] arguments = new Reference[statement.Arguments.Length];
        for (int a = 0; a < arguments.Length; a++)
        {
            ulong id = statement.Arguments[a];
            arguments[a] = state.Variables.Take(id)
                ?? throw StateTable.Refused(index, "argument", "a variable that is set", registry.Program.NameOfVariable(id));
            int size = registry.Types.SizeOf(arguments[a].Type);
            if (arguments[a].Cells.Length != size)
            {
                throw StateTable.Refused(index, "cells of an argument", $"{size}", $"{arguments[a].Cells.Length}");
            }
        }

        if (statement.IsReturn)
        {
            CompileReturn(index, state, arguments);
        }
        else
        {
            CompileInvocation(index, statement, state, arguments);
        }
    }

    private void CompileReturn(int index, StatementState state, Reference[] returned)
    {
        SierraFunction function = registry.Program.Functions[state.Function];
        Require(
            state.Variables.Count == 0, index, "return", "no variable left",
            state.Variables.Count == 0 ? "" : registry.Program.NameOfVariable(state.Variables.FirstId));
        ApTracking expected = metadata.ApChanges.FunctionChanges[state.Function] is { } change
            ? new ApTracking(true, change, -1)
            : ApTracking.Disabled;
        Require(
            state.Environment.Tracking == expected, index, "change of ap at the return", $"{expected}", $"{state.Environment.Tracking}");
        Require(returned.Select(r => r.Type).SequenceEqual(function.ReturnTypes), index, "return", "the function's return types", "others");
        Require(
            state.Environment.Frame.Stage != FrameStage.Allocating, index, "return", "finalized locals", "locals that are not finalized");
        Require(OnStack(returned), index, "return", "values on the top of the stack", "values elsewhere");
        Append(CasmInstruction.Return());
    }

    /// <summary>Whether the values are the top cells of the stack, in order.</summary>
    internal static bool OnStack(IReadOnlyList<Reference> references)
    {
        int expected = -1;
        for (int r = references.Count - 1; r >= 0; r--)
        {
            CellExpression[] cells = references[r].Cells;
            for (int c = cells.Length - 1; c >= 0; c--)
            {
                if (cells[c].Kind != CellExpressionKind.Deref || cells[c].Cell != new CellRef(Register.AP, (short)expected))
                {
                    return false;
                }

                expected--;
            }
        }

        return true;
    }

    private void CompileInvocation(int index, Statement statement, StatementState state, Reference[] arguments)
    {
        ConcreteLibfunc libfunc = registry.Libfuncs[statement.Libfunc];
        for (int a = 0; a < arguments.Length; a++)
        {
            if (arguments[a].Type != libfunc.Parameters[a])
            {
                throw StateTable.Refused(index, $"type of argument {a}", TypeName(libfunc.Parameters[a]), TypeName(arguments[a].Type));
            }
        }

        InvocationContext context = new()
        {
            Registry = registry,
            Metadata = metadata,
            Index = index,
            Statement = statement,
            Libfunc = libfunc,
            Arguments = arguments,
            Environment = state.Environment,
        };
        Emission emission = Emit(context);
        foreach (Relocation relocation in emission.Relocations)
        {
            relocations.Add(relocation with { Instruction = relocation.Instruction + instructions.Count });
        }

        foreach (CasmInstruction instruction in emission.Instructions)
        {
            Append(instruction);
        }

        for (int b = 0; b < libfunc.Branches.Count; b++)
        {
            bool last = b == libfunc.Branches.Count - 1;
            Propagate(context, b, state with { Variables = last ? state.Variables : state.Variables.Clone() }, emission.Outputs[b]);
        }
    }

    private static Emission Emit(InvocationContext context)
    {
        try
        {
            return LibfuncEmitters.Emit(context);
        }
        catch (CasmBuildException refused)
        {
            throw new SierraException(
                SierraErrorKind.Compilation, $"code of {context.Libfunc.GenericId}: {refused.Message}", context.Index);
        }
    }

    private void Propagate(InvocationContext context, int number, StatementState state, CellExpression[][] outputs)
    {
        int index = context.Index;
        LibfuncBranch branch = context.Libfunc.Branches[number];
        StatementBranch way = context.Statement.Branches[number];
        int next = way.Next(index);
        bool branching = context.Libfunc.Branches.Count > 1;
        Require(!branching || !states.IsSet(next), index, "branch target", "a statement of its own", "one that is reached already");
        steps += state.Variables.Count;
        Require(steps <= MaximumSteps, index, "variables over all statements", "fewer", "too many", SierraErrorKind.TooLarge);
        int? apChange = ApChange(context, branch);
        bool clears = !branch.KeepsStack;
        int stackBase = clears ? 0 : context.Environment.StackSize;
        if (state.Variables.Move(apChange, clears) is { } lost)
        {
            string name = registry.Program.NameOfVariable(lost);
            throw StateTable.Refused(
                index, "change of ap", $"variable {name} out of reach of it", apChange is { } n ? $"a change of {n}" : "an unknown change");
        }

        int stackSize = PutOutputs(context, branch, way, next, outputs, state.Variables, stackBase);
        stackSize = state.Variables.TrimStack(stackSize);
        Span<long> cost = stackalloc long[CostTokens.Count];
        BranchCosts.Compute(metadata, index, branch.Cost, cost);
        GasWallet wallet = context.Environment.Wallet.Spend(cost)
            ?? throw StateTable.Refused(index, "gas wallet", "enough for the branch", "too little");
        References.Environment environment = new(Tracking(context, branch, apChange, next), stackSize, context.Environment.Frame, wallet);
        states.Set(next, new StatementState(state.Variables, state.Function, !branching, environment));
    }

    private static int PutOutputs(
        InvocationContext context, LibfuncBranch branch, StatementBranch way,
        int next, CellExpression[][] outputs, LiveVariables variables, int stackBase)
    {
        int stackSize = stackBase;
        for (int i = 0; i < outputs.Length; i++)
        {
            BranchVariable variable = branch.Variables[i];
            Reference? same = variable.Origin == VariableOrigin.SameAsParameter ? context.Arguments[variable.Index] : null;
            int stackIndex = variable.Origin switch
            {
                VariableOrigin.NewTemporary => stackBase + variable.Index,
                VariableOrigin.SameAsParameter when branch.KeepsStack => same!.StackIndex,
                _ => -1,
            };
            stackSize = Math.Max(stackSize, stackIndex + 1);
            IntroductionPoint introduction = same?.Introduction ?? new IntroductionPoint(context.Index, next, i);
            if (!variables.Put(way.Results[i], new Reference(outputs[i], variable.Type, stackIndex, introduction)))
            {
                throw StateTable.Refused(
                    context.Index, "result", "a variable that is not set", context.Registry.Program.NameOfVariable(way.Results[i]));
            }
        }

        return stackSize;
    }

    private int? ApChange(InvocationContext context, LibfuncBranch branch) => branch.Ap.Kind switch
    {
        ApEffectKind.Known => branch.Ap.Amount,
        ApEffectKind.FinalizeLocals => context.Environment.Frame.Allocated,
        ApEffectKind.FunctionCall => metadata.ApChanges.FunctionChanges[context.Libfunc.Function] + 2,
        ApEffectKind.FromMetadata => metadata.ApChanges.Alignments[context.Index],
        ApEffectKind.GasComputation => metadata.Gas.ComputationApChange(context.Index, branch),
        ApEffectKind.Unknown => null,
        _ => 0,
    };

    private static ApTracking Tracking(InvocationContext context, LibfuncBranch branch, int? apChange, int next)
    {
        ApTracking current = context.Environment.Tracking;
        switch (branch.Ap.Kind)
        {
            case ApEffectKind.DisableTracking:
                return ApTracking.Disabled;
            case ApEffectKind.EnableTracking:
                Require(!current.Enabled, context.Index, "ap tracking", "disabled before it is enabled", "enabled");
                return new ApTracking(true, 0, next);
            default:
                return current.After(apChange);
        }
    }

    private void Append(CasmInstruction instruction)
    {
        instructions.Add(instruction);
        offset += instruction.Size;
    }

    private void Relocate(ConstSegments segments)
    {
        int position = 0;
        int done = 0;
        foreach (Relocation relocation in relocations)
        {
            for (; done < relocation.Instruction; done++)
            {
                position += instructions[done].Size;
            }

            int target = relocation.Kind switch
            {
                RelocationKind.Statement => offsets[relocation.Target],
                RelocationKind.SegmentStart => offset + segments.SegmentStart(relocation.Target),
                RelocationKind.Constant => offset + segments.ConstStart(relocation.Target, relocation.ConstType),
                RelocationKind.Circuit => offset + segments.CircuitStart(relocation.Target),
                _ => offset + segments.TotalSize,
            };
            instructions[relocation.Instruction].Relocate(target - position);
        }
    }

    private string TypeName(int type) => registry.Program.Types[type].Name;

    private static void Require(
        bool condition,
        int index,
        string what,
        string expected,
        string got,
        SierraErrorKind kind = SierraErrorKind.Compilation)
    {
        if (!condition)
        {
            throw new SierraException(kind, what, index, expected, got);
        }
    }
}
