using System.Collections.Generic;

namespace Kraken.Sierra.ToCasm.References;

/// <summary>The states before the statements, filled in as statements are compiled; ways that meet must agree.</summary>
internal sealed class StateTable
{
    private readonly StatementState?[] states;
    private readonly HashSet<int> backwardTargets = [];

    public StateTable(SierraProgram program)
    {
        states = new StatementState?[program.Statements.Count];
        for (int i = 0; i < states.Length; i++)
        {
            foreach (StatementBranch branch in program.Statements[i].Branches)
            {
                if (branch.Target != StatementBranch.Fallthrough && branch.Target < i)
                {
                    backwardTargets.Add(branch.Target);
                }
            }
        }
    }

    public bool IsSet(int statement) => states[statement] is not null;

    /// <summary>Takes the state of a statement; later jumps back to it are still compared with it.</summary>
    public StatementState Take(int statement)
    {
        StatementState state = states[statement] ?? throw Refused(statement, "a statement that nothing reaches", "a way to it", "none");
        if (!backwardTargets.Contains(statement))
        {
            states[statement] = null;
            return state;
        }

        return state with { Variables = state.Variables.Clone() };
    }

    /// <summary>Sets the state of a statement, or compares it with the one that is set.</summary>
    public void Set(int statement, StatementState actual)
    {
        if (states[statement] is not { } expected)
        {
            states[statement] = actual;
            return;
        }

        Require(expected.Function == actual.Function, statement, "function");
        Require(expected.Environment.Tracking == actual.Environment.Tracking, statement, "ap tracking");
        Require(expected.Environment.Frame == actual.Environment.Frame, statement, "frame");
        Require(expected.Environment.Wallet.SameAs(actual.Environment.Wallet), statement, "gas wallet");
        CompareVariables(statement, expected.Variables, actual);
        Require(expected.MayConverge, statement, "single way");
    }

    internal static SierraException Refused(int statement, string what, string expected, string got) =>
        new(SierraErrorKind.Compilation, what, statement, expected, got);

    private static void CompareVariables(int statement, LiveVariables expected, StatementState actual)
    {
        Require(expected.Count == actual.Variables.Count, statement, "number of variables");
        foreach ((ulong id, Reference there) in actual.Variables.Items)
        {
            Reference? here = expected.Find(id);
            bool same = here is not null && here.Type == there.Type && here.StackIndex == there.StackIndex
                && System.MemoryExtensions.SequenceEqual<Casm.Building.CellExpression>(here.Cells, there.Cells);
            Require(same, statement, $"place of variable [{id}]");
            bool firm = there.StackIndex >= 0 || there.SurvivesUnknownApChange;
            Require(
                firm || (actual.Environment.Tracking.Enabled && here!.Introduction == there.Introduction),
                statement,
                $"origin of variable [{id}]");
        }
    }

    private static void Require(bool condition, int statement, string what)
    {
        if (!condition)
        {
            throw Refused(statement, "ways that meet", $"the same {what}", "a different one");
        }
    }
}
