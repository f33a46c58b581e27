using System.Collections.Generic;

namespace Kraken.Sierra.Libfuncs;

/// <summary>Where the value of an output variable comes from, as far as the stack is concerned.</summary>
public enum VariableOrigin
{
    /// <summary>Anywhere else.</summary>
    Other,

    /// <summary>It is the parameter of the index.</summary>
    SameAsParameter,

    /// <summary>It is a new cell group on the top of the stack, of the index from below.</summary>
    NewTemporary,
}

/// <summary>An output variable of a branch.</summary>
/// <param name="Index">The parameter, or the position on the stack.</param>
public readonly record struct BranchVariable(int Type, VariableOrigin Origin = VariableOrigin.Other, int Index = 0);

/// <summary>A branch of a library function.</summary>
/// <param name="Variables">The outputs.</param>
/// <param name="KeepsStack">Whether ap moves by the new stack variables only, so that the stack below stays contiguous.</param>
/// <param name="Ap">The movement of ap.</param>
public sealed record LibfuncBranch(IReadOnlyList<BranchVariable> Variables, bool KeepsStack, ApEffect Ap, BranchCost Cost);

/// <summary>A library function with its signature, costs and changes of ap.</summary>
/// <param name="GenericId">The generic library function.</param>
/// <param name="Args">The generic arguments.</param>
/// <param name="Parameters">The types of the parameters.</param>
/// <param name="Fallthrough">The branch that goes on with the following statement, or -1.</param>
public sealed record ConcreteLibfunc(
    string GenericId, IReadOnlyList<GenericArg> Args, IReadOnlyList<int> Parameters,
    IReadOnlyList<LibfuncBranch> Branches, int Fallthrough = 0)
{
    /// <summary>The function that is called, bought or refunded, or -1.</summary>
    public int Function { get; init; } = -1;

    /// <summary>Whether this is the statement that every branch target must be.</summary>
    public bool IsBranchAlign => GenericId == "branch_align";
}
