using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Kraken.Sierra.Libfuncs;
using Kraken.Sierra.Types;

namespace Kraken.Sierra;

/// <summary>A program with its checked types and library functions, whose statements fit them.</summary>
public sealed class SierraRegistry
{
    private SierraRegistry(SierraProgram program)
    {
        Program = program;
        Types = TypeRegistry.Build(program);
        Libfuncs = LibfuncRegistry.Build(program, Types);
    }

    /// <summary>What the types and libfuncs here were resolved from.</summary>
    public SierraProgram Program { get; }

    /// <summary>The types, by index.</summary>
    public TypeRegistry Types { get; }

    /// <summary>The library functions, by index.</summary>
    public IReadOnlyList<ConcreteLibfunc> Libfuncs { get; }

    /// <summary>Checks a program.</summary>
    public static bool TryBuild(
        SierraProgram program,
        [NotNullWhen(true)] out SierraRegistry? registry,
        [NotNullWhen(false)] out SierraError? error)
    {
        try
        {
            registry = Build(program);
            error = null;
            return true;
        }
        catch (SierraException refused)
        {
            registry = null;
            error = refused.Error;
            return false;
        }
    }

    /// <summary>Checks a program.</summary>
    /// <exception cref="SierraException">The program is refused.</exception>
    public static SierraRegistry Build(SierraProgram program)
    {
        SierraRegistry registry = new(program);
        for (int i = 0; i < program.Functions.Count; i++)
        {
            registry.CheckFunction(i);
        }

        int[] branchSource = new int[program.Statements.Count];
        System.Array.Fill(branchSource, -1);
        for (int i = 0; i < program.Statements.Count; i++)
        {
            registry.CheckStatement(i, branchSource);
        }

        return registry;
    }

    private void CheckFunction(int index)
    {
        SierraFunction function = Program.Functions[index];
        foreach (Parameter parameter in function.Parameters)
        {
            RequireStorable(parameter.Type, index);
        }

        foreach (int type in function.ReturnTypes)
        {
            RequireStorable(type, index);
        }
    }

    private void RequireStorable(int type, int function)
    {
        if (!Types[type].Flags.Storable)
        {
            throw new SierraException(
                SierraErrorKind.InvalidFunction, "type of a parameter or result", function, "a storable type", Program.Types[type].Name);
        }
    }

    private void CheckStatement(int index, int[] branchSource)
    {
        Statement statement = Program.Statements[index];
        bool isTarget = branchSource[index] >= 0;
        if (statement.IsReturn)
        {
            Require(!isTarget, index, "branch_align at a branch target", "return");
            return;
        }

        ConcreteLibfunc libfunc = Libfuncs[statement.Libfunc];
        Require(!isTarget || libfunc.IsBranchAlign, index, "branch_align at a branch target", libfunc.GenericId);
        Require(
            statement.Arguments.Length == libfunc.Parameters.Count,
            index,
            $"{libfunc.Parameters.Count} arguments",
            $"{statement.Arguments.Length}");
        Require(
            statement.Branches.Length == libfunc.Branches.Count,
            index,
            $"{libfunc.Branches.Count} branches",
            $"{statement.Branches.Length}");
        for (int b = 0; b < statement.Branches.Length; b++)
        {
            CheckBranch(index, b, statement.Branches[b], libfunc, branchSource);
        }
    }

    private void CheckBranch(int index, int number, StatementBranch branch, ConcreteLibfunc libfunc, int[] branchSource)
    {
        int results = libfunc.Branches[number].Variables.Count;
        Require(branch.Results.Length == results, index, $"{results} results on branch {number}", $"{branch.Results.Length}");
        bool falls = branch.Target == StatementBranch.Fallthrough;
        Require(
            falls == (libfunc.Fallthrough == number),
            index,
            libfunc.Fallthrough < 0 ? "no fallthrough" : $"fallthrough on branch {libfunc.Fallthrough}",
            falls ? $"fallthrough on branch {number}" : $"target {branch.Target} on branch {number}");
        if (libfunc.Branches.Count < 2)
        {
            return;
        }

        int next = branch.Next(index);
        Require(next > index, index, "a branch forwards", $"target {next}");
        Require(branchSource[next] < 0, index, "a target of its own", $"target {next} of statement {branchSource[next]}");
        branchSource[next] = index;
    }

    private static void Require(bool condition, int index, string expected, string got)
    {
        if (!condition)
        {
            throw new SierraException(SierraErrorKind.InvalidStatement, "statement", index, expected, got);
        }
    }
}
