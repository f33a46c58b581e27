using System;
using System.Collections.Generic;
using System.Numerics;
using Kraken.Casm.Assembly;
using Kraken.Casm.Building;
using Kraken.Casm.Operands;
using Kraken.Sierra.Libfuncs;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.ToCasm.Assembly;
using Kraken.Sierra.ToCasm.References;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>What the emitter of a library function works with: the invocation, its arguments and the facts about the program.</summary>
internal sealed class InvocationContext
{
    private static readonly CellExpression[][] NoOutputs = [];

    public required SierraRegistry Registry { get; init; }

    public required SierraMetadata Metadata { get; init; }

    public required int Index { get; init; }

    public required Statement Statement { get; init; }

    public required ConcreteLibfunc Libfunc { get; init; }

    public required Reference[] Arguments { get; init; }

    public required References.Environment Environment { get; set; }

    public TypeRegistry Types => Registry.Types;

    public IReadOnlyList<GenericArg> Args => Libfunc.Args;

    /// <summary>The statement that a branch other than the fallthrough goes to.</summary>
    public int Target(int branch) => Statement.Branches[branch].Next(Index);

    public int SizeOfArg(int position) => Types.SizeOf(Args[position].Index);

    public CellExpression[] Cells(int argument) => Arguments[argument].Cells;

    /// <summary>The only cell of an argument.</summary>
    public CellExpression Single(int argument) => Cells(argument) is [var cell] ? cell : throw BadArgument(argument);

    /// <summary>The only cell of an argument, which must be a plain cell.</summary>
    public CellRef Cell(int argument) => Single(argument) is { Kind: CellExpressionKind.Deref } e ? e.Cell : throw BadArgument(argument);

    /// <summary>Names an argument that must be a cell.</summary>
    public Var Deref(CasmBuilder c, int argument) => DerefOf(c, Single(argument));

    /// <summary>Names a cell.</summary>
    public Var DerefOf(CasmBuilder c, CellExpression cell) => cell.Kind == CellExpressionKind.Deref ? c.Input(cell) : throw BadArgument(-1);

    /// <summary>Names all cells of an argument.</summary>
    public Var[] Derefs(CasmBuilder c, int argument) => Array.ConvertAll(Cells(argument), cell => DerefOf(c, cell));

    /// <summary>Names an argument that must be a cell or a constant.</summary>
    public Var DerefOrImmediate(CasmBuilder c, int argument)
    {
        CellExpression cell = Single(argument);
        return cell.Kind is CellExpressionKind.Deref or CellExpressionKind.Immediate ? c.Input(cell) : throw BadArgument(argument);
    }

    /// <summary>Names an argument that must be a pointer with room for some cells behind it.</summary>
    public Var Buffer(CasmBuilder c, int argument, int room) => BufferOf(c, Single(argument), room);

    /// <summary>Names a pointer with room for some cells behind it.</summary>
    public Var BufferOf(CasmBuilder c, CellExpression cell, int room)
    {
        if (cell.AsCellWithOffset() is not { } place
            || place.Offset is < short.MinValue or > short.MaxValue
            || place.Offset + room > short.MaxValue)
        {
            throw BadArgument(-1);
        }

        return c.Input(CellExpression.AddConst(place.Cell, place.Offset));
    }

    /// <summary>No code; the outputs are other views of known cells.</summary>
    public static Emission OnlyReferences(params CellExpression[][] outputs) => new([], [], [outputs]);

    /// <summary>No code; every argument is an output.</summary>
    public Emission Identity() => OnlyReferences(Array.ConvertAll(Arguments, a => a.Cells));

    public static Emission Nothing() => new([], [], [NoOutputs]);

    /// <summary>The code of a builder, after instructions that were made outside of it.</summary>
    public Emission Finish(
        CasmBuilder builder,
        IReadOnlyList<CasmInstruction> before,
        IReadOnlyList<Relocation> beforeRelocations,
        params ReadOnlySpan<EmittedBranch> branches)
    {
        string[] names = new string[branches.Length];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = branches[i].Label;
        }

        CasmBuildResult built = builder.Build(names);
        List<CasmInstruction> instructions = [.. before, .. built.Instructions];
        List<Relocation> relocations = [.. beforeRelocations];
        CellExpression[][][] outputs = new CellExpression[branches.Length][][];
        for (int b = 0; b < branches.Length; b++)
        {
            foreach (int exit in built.Exits[b])
            {
                relocations.Add(new Relocation(before.Count + exit, RelocationKind.Statement, Target(b)));
            }

            BuilderState state = built.States[b];
            outputs[b] = Array.ConvertAll(branches[b].Outputs, cells => Array.ConvertAll(cells, state.Adjusted));
            CheckBranch(b, state, before.Count == 0 ? 0 : BeforeSteps);
        }

        relocations.Sort(static (x, y) => x.Instruction.CompareTo(y.Instruction));
        return new Emission(instructions, relocations, outputs);
    }

    /// <summary>The code of a builder.</summary>
    public Emission Finish(CasmBuilder builder, params ReadOnlySpan<EmittedBranch> branches) => Finish(builder, [], [], branches);

    /// <summary>The code of a builder without branches.</summary>
    public Emission FinishStraight(CasmBuilder builder, params Var[][] outputs) =>
        Finish(builder, [new EmittedBranch(CasmBuilder.Fallthrough, outputs)]);

    /// <summary>A fallthrough branch.</summary>
    public static EmittedBranch Falls(params Var[][] outputs) => new(CasmBuilder.Fallthrough, outputs);

    /// <summary>A branch that leaves by a label.</summary>
    public static EmittedBranch Leaves(string label, params Var[][] outputs) => new(label, outputs);

    public SierraException BadArgument(int argument) =>
        new(
            SierraErrorKind.Compilation, $"argument {argument} of {Libfunc.GenericId}", Index,
            "a place that the code can use", argument < 0 ? "another" : $"{Arguments[argument].Cells.Length} cells");

    public BigInteger Value(int position) => Args[position].Value;

    // Code made outside of the builder is the jump that finds the code's end: a call and an addition, whose call returns at once.
    private const int BeforeSteps = 3;

    // The tables of signatures state ap change and steps; the code must agree, or the gas charged would not be the steps made.
    private void CheckBranch(int branch, BuilderState state, int before)
    {
        LibfuncBranch expected = Libfunc.Branches[branch];
        int? apChange = expected.Ap.Kind switch
        {
            ApEffectKind.Known => expected.Ap.Amount,
            ApEffectKind.GasComputation => Metadata.Gas.ComputationApChange(Index, expected),
            _ => null,
        };
        bool sameAp = apChange is not { } known || known == state.ApChange;
        bool sameSteps = StepsOf(expected) is not { } steps || steps == state.Steps + before;
        if (!sameAp || !sameSteps)
        {
            throw new SierraException(
                SierraErrorKind.Compilation, $"code of {Libfunc.GenericId}, branch {branch}", Index,
                $"ap {apChange}, steps {StepsOf(expected)}", $"ap {state.ApChange}, steps {state.Steps + before}");
        }
    }

    // Costs that stand for work elsewhere (squashing, system calls, the builtin's own gas) do not count the code's steps.
    private int? StepsOf(LibfuncBranch branch)
    {
        string id = Libfunc.GenericId;
        bool elsewhere = LibfuncRegistry.IsSyscall(id) || id.StartsWith("felt252_dict_", StringComparison.Ordinal)
            || id is "felt252_div" or "felt252_div_const" or "storage_base_address_from_felt252";
        return branch.Cost.Kind switch
        {
            BranchCostKind.Regular => elsewhere ? null : branch.Cost.Const.Steps,
            BranchCostKind.WithdrawGas => Metadata.Gas.WithdrawalCost(Index, branch.Cost.Success, branch.Cost.WithPriceTable).Steps,
            BranchCostKind.RedepositGas or BranchCostKind.GetUnspentGas => Metadata.Gas.PriceComputationSteps(Index, false),
            _ => null,
        };
    }
}
