using System;
using System.Collections.Generic;
using Kraken.Sierra.Libfuncs;

namespace Kraken.Sierra.Metadata;

/// <summary>
/// Solves the changes of ap in linear time: which functions have a known change, and where branches must be aligned (as late as possible).
/// </summary>
internal sealed class ApChangeSolver
{
    private readonly SierraRegistry registry;
    private readonly GasInfo tokens;
    private readonly int[] locals;
    private readonly int?[] toReturn;
    private readonly (int Function, int Change)?[] tracking;
    private readonly int?[] effective;
    private readonly int[] alignments;
    private int?[] functionChanges = [];

    private ApChangeSolver(SierraRegistry registry, GasInfo tokens)
    {
        this.registry = registry;
        this.tokens = tokens;
        int count = registry.Program.Statements.Count;
        locals = new int[count];
        toReturn = new int?[count];
        tracking = new (int Function, int Change)?[count];
        effective = new int?[count];
        alignments = new int[count];
    }

    private SierraProgram Program => registry.Program;

    /// <summary>Solves.</summary>
    /// <param name="registry">The program.</param>
    /// <param name="tokens">The token usages, on which the code of withdrawals depends.</param>
    public static ApChangeInfo Solve(SierraRegistry registry, GasInfo tokens)
    {
        ApChangeSolver solver = new(registry, tokens);
        solver.FindFunctionChanges();
        solver.FindAlignments();
        return new ApChangeInfo(solver.alignments, solver.functionChanges);
    }

    private IReadOnlyList<LibfuncBranch> BranchesOf(Statement statement) =>
        statement.IsReturn ? [] : registry.Libfuncs[statement.Libfunc].Branches;

    private int EntryOf(Statement statement) => Program.Functions[registry.Libfuncs[statement.Libfunc].Function].EntryPoint;

    private void FindFunctionChanges()
    {
        int[] order = TopologicalOrder.ChildrenFirst(locals.Length, false, (index, children) =>
        {
            Statement statement = Program.Statements[index];
            IReadOnlyList<LibfuncBranch> branches = BranchesOf(statement);
            for (int b = 0; b < branches.Count; b++)
            {
                children.Add(statement.Branches[b].Next(index));
                if (branches[b].Ap.Kind == ApEffectKind.FunctionCall)
                {
                    children.Add(EntryOf(statement));
                }
            }
        });
        for (int i = order.Length - 1; i >= 0; i--)
        {
            CountLocals(order[i]);
        }

        foreach (int index in order)
        {
            toReturn[index] = ChangeToReturn(index);
        }

        functionChanges = new int?[Program.Functions.Count];
        for (int f = 0; f < functionChanges.Length; f++)
        {
            functionChanges[f] = toReturn[Program.Functions[f].EntryPoint];
        }
    }

    private void CountLocals(int index)
    {
        Statement statement = Program.Statements[index];
        IReadOnlyList<LibfuncBranch> branches = BranchesOf(statement);
        for (int b = 0; b < branches.Count; b++)
        {
            ApEffect ap = branches[b].Ap;
            if (ap.Kind is not (ApEffectKind.Unknown or ApEffectKind.FinalizeLocals))
            {
                int allocated = ap.Kind == ApEffectKind.AtLocalsFinalization ? ap.Amount : 0;
                locals[statement.Branches[b].Next(index)] = checked(locals[index] + allocated);
            }
        }
    }

    private int? ChangeToReturn(int index)
    {
        Statement statement = Program.Statements[index];
        IReadOnlyList<LibfuncBranch> branches = BranchesOf(statement);
        int max = 0;
        for (int b = 0; b < branches.Count; b++)
        {
            if (toReturn[statement.Branches[b].Next(index)] is not { } rest
                || Change(index, statement, branches[b], CalledChange) is not { } change)
            {
                return null;
            }

            max = Math.Max(max, checked(rest + change));
        }

        return max;

        int? CalledChange(int function) => toReturn[Program.Functions[function].EntryPoint];
    }

    private int? Change(int index, Statement statement, LibfuncBranch branch, Func<int, int?> calledChange) => branch.Ap.Kind switch
    {
        ApEffectKind.Unknown or ApEffectKind.DisableTracking => null,
        ApEffectKind.Known => branch.Ap.Amount,
        ApEffectKind.FinalizeLocals => locals[index],
        ApEffectKind.FunctionCall => checked(calledChange(registry.Libfuncs[statement.Libfunc].Function) + 2),
        ApEffectKind.GasComputation => tokens.ComputationApChange(index, branch),
        _ => 0,
    };

    private int? TrackedChange(int index, Statement statement, LibfuncBranch branch) =>
        Change(index, statement, branch, f => functionChanges[f]);

    private void FindAlignments()
    {
        int[] order = TopologicalOrder.ChildrenFirst(locals.Length, false, (index, children) =>
        {
            Statement statement = Program.Statements[index];
            IReadOnlyList<LibfuncBranch> branches = BranchesOf(statement);
            for (int b = 0; b < branches.Count; b++)
            {
                ApEffectKind kind = branches[b].Ap.Kind;
                bool lost = kind == ApEffectKind.Unknown
                    || (kind == ApEffectKind.FunctionCall && functionChanges[registry.Libfuncs[statement.Libfunc].Function] is null);
                if (!lost)
                {
                    children.Add(statement.Branches[b].Next(index));
                }
            }
        });
        for (int f = 0; f < Program.Functions.Count; f++)
        {
            tracking[Program.Functions[f].EntryPoint] = (f, 0);
        }

        for (int i = order.Length - 1; i >= 0; i--)
        {
            Track(order[i]);
        }

        foreach (int index in order)
        {
            Align(index);
        }
    }

    private void Track(int index)
    {
        Statement statement = Program.Statements[index];
        IReadOnlyList<LibfuncBranch> branches = BranchesOf(statement);
        for (int b = 0; b < branches.Count; b++)
        {
            int next = statement.Branches[b].Next(index);
            if (branches[b].Ap.Kind == ApEffectKind.EnableTracking)
            {
                tracking[next] = (-1, 0);
            }
            else if (tracking[index] is { } source && TrackedChange(index, statement, branches[b]) is { } change)
            {
                int reached = checked(source.Change + change);
                tracking[next] = tracking[next] is { } known
                    ? (known.Function, Math.Max(known.Change, reached))
                    : (source.Function, reached);
            }
        }
    }

    private void Align(int index)
    {
        if (tracking[index] is not { } source)
        {
            return;
        }

        Statement statement = Program.Statements[index];
        if (statement.IsReturn)
        {
            effective[index] = source.Function >= 0 ? functionChanges[source.Function] : null;
            return;
        }

        List<(int Target, int Change)> paths = [];
        int? lowest = LowestChange(index, statement, source.Change, paths);
        effective[index] = lowest ?? effective[index];
        foreach ((int target, int change) in paths)
        {
            if (change != lowest)
            {
                alignments[target] = change - lowest!.Value;
            }
        }
    }

    private int? LowestChange(int index, Statement statement, int tracked, List<(int Target, int Change)> paths)
    {
        IReadOnlyList<LibfuncBranch> branches = BranchesOf(statement);
        int? lowest = null;
        for (int b = 0; b < branches.Count; b++)
        {
            if (branches[b].Ap.Kind == ApEffectKind.EnableTracking)
            {
                continue;
            }

            if (TrackedChange(index, statement, branches[b]) is not { } change)
            {
                lowest = tracked;
            }
            else if (effective[statement.Branches[b].Next(index)] is { } target)
            {
                paths.Add((statement.Branches[b].Next(index), target - change));
                lowest = Math.Min(lowest ?? int.MaxValue, target - change);
            }
        }

        return lowest;
    }
}
