using System.Collections.Generic;
using Kraken.Sierra.Libfuncs;
using Kraken.Sierra.Metadata.Equations.Simplex;

namespace Kraken.Sierra.Metadata.Equations;

/// <summary>The changes of ap as equations over the whole program, as compilers solved them for classes before Sierra 1.4.0.</summary>
internal sealed class ApEquations
{
    private readonly SierraRegistry registry;
    private readonly GasInfo tokens;
    private readonly OrderedSystem system = new(SolverLimits.Default);
    private readonly Past?[] pasts;

    private ApEquations(SierraRegistry registry, GasInfo tokens)
    {
        this.registry = registry;
        this.tokens = tokens;
        pasts = new Past?[Program.Statements.Count];
    }

    private SierraProgram Program => registry.Program;

    /// <summary>Solves.</summary>
    /// <param name="registry">The program.</param>
    /// <param name="tokens">The token usages, on which the code of withdrawals depends.</param>
    public static ApChangeInfo Solve(SierraRegistry registry, GasInfo tokens)
    {
        ApEquations equations = new(registry, tokens);
        equations.Build();
        Dictionary<(bool Implicit, int Index), long> solution = equations.system.Solve()
            ?? throw new SierraException(SierraErrorKind.ApChangeMetadata, "the ap equations have no solution");
        int[] alignments = new int[equations.Program.Statements.Count];
        int?[] functionChanges = new int?[equations.Program.Functions.Count];
        foreach (((bool isImplicit, int index), long value) in solution)
        {
            if (isImplicit)
            {
                alignments[index] = checked((int)value);
            }
            else
            {
                functionChanges[index] = checked((int)value);
            }
        }

        return new ApChangeInfo(alignments, functionChanges);
    }

    private void Build()
    {
        for (int f = 0; f < Program.Functions.Count; f++)
        {
            SetOrEquate(Program.Functions[f].EntryPoint, new Past(f, -1, OrderedExpression.Zero, 0));
        }

        for (int i = 0; i < pasts.Length; i++)
        {
            Past past = pasts[i]
                ?? throw new SierraException(SierraErrorKind.ApChangeMetadata, "a statement before all that lead to it", i);
            AddStatement(i, past);
        }
    }

    private void AddStatement(int index, Past past)
    {
        Statement statement = Program.Statements[index];
        if (statement.IsReturn)
        {
            if (past.Function >= 0)
            {
                SetOrEquate(index, past with { Change = FunctionChange(past.Function) });
            }

            return;
        }

        ConcreteLibfunc libfunc = registry.Libfuncs[statement.Libfunc];
        for (int b = 0; b < libfunc.Branches.Count; b++)
        {
            ApEffect ap = libfunc.Branches[b].Ap;
            int next = statement.Branches[b].Next(index);
            int locals = past.Locals + (ap.Kind == ApEffectKind.AtLocalsFinalization ? ap.Amount : 0);
            OrderedExpression? change = Change(index, libfunc, libfunc.Branches[b], past);
            SetOrEquate(next, ap.Kind == ApEffectKind.EnableTracking
                ? new Past(-1, next, OrderedExpression.Zero, locals)
                : past with { Change = past.Change is { } before && change is not null
                    ? system.Add(before, change)
                    : null, Locals = locals });
        }
    }

    private OrderedExpression? Change(int index, ConcreteLibfunc libfunc, LibfuncBranch branch, Past past) => branch.Ap.Kind switch
    {
        ApEffectKind.Unknown or ApEffectKind.DisableTracking => null,
        ApEffectKind.Known => OrderedExpression.Of(branch.Ap.Amount),
        ApEffectKind.FromMetadata => system.Variable(true, index),
        ApEffectKind.FunctionCall => system.Add(FunctionChange(libfunc.Function), OrderedExpression.Of(2)),
        ApEffectKind.FinalizeLocals => OrderedExpression.Of(past.Locals),
        ApEffectKind.GasComputation => OrderedExpression.Of(tokens.ComputationApChange(index, branch)),
        _ => OrderedExpression.Zero,
    };

    private OrderedExpression FunctionChange(int function) => system.Variable(false, function);

    private void SetOrEquate(int index, Past past)
    {
        if (pasts[index] is not { } known)
        {
            pasts[index] = past;
            return;
        }

        if (known.Locals != past.Locals)
        {
            throw new SierraException(
                SierraErrorKind.ApChangeMetadata, "locals of the paths that meet", index, $"{known.Locals}", $"{past.Locals}");
        }

        if (known.Change is { } one && past.Change is { } other)
        {
            if ((known.Function, known.Start) != (past.Function, past.Start))
            {
                throw new SierraException(SierraErrorKind.ApChangeMetadata, "the start of tracking on the paths that meet", index);
            }

            system.Equate(one, other);
        }
    }

    /// <summary>What is known on reaching a statement.</summary>
    /// <param name="Function">The function since whose start ap is tracked, or -1.</param>
    /// <param name="Start">The statement since which ap is tracked, or -1.</param>
    /// <param name="Change">The change of ap since, or null when it is not tracked.</param>
    /// <param name="Locals">The cells of the locals so far.</param>
    private readonly record struct Past(int Function, int Start, OrderedExpression? Change, int Locals);
}
