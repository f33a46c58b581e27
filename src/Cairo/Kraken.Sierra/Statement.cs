using System;

namespace Kraken.Sierra;

/// <summary>One way out of an invocation.</summary>
/// <param name="Target">The statement to go on with, or <see cref="Fallthrough"/>.</param>
/// <param name="Results">The variables that are set on this way.</param>
public readonly record struct StatementBranch(int Target, ulong[] Results)
{
    /// <summary>The target that means the following statement.</summary>
    public const int Fallthrough = -1;

    /// <summary>The statement that follows on this way when the invocation is statement <paramref name="index"/>.</summary>
    public int Next(int index) => Target == Fallthrough ? index + 1 : Target;
}

/// <summary>A statement: the invocation of a library function, or a return.</summary>
public sealed class Statement
{
    private static readonly StatementBranch[] NoBranches = [];

    private readonly ulong[] arguments;
    private readonly StatementBranch[] branches;

    private Statement(int libfunc, ulong[] arguments, StatementBranch[] branches)
    {
        Libfunc = libfunc;
        this.arguments = arguments;
        this.branches = branches;
    }

    /// <summary>The library function invoked, or -1 for a return.</summary>
    public int Libfunc { get; }

    /// <summary>Whether the statement returns from its function.</summary>
    public bool IsReturn => Libfunc < 0;

    /// <summary>The arguments of the invocation, or the returned variables.</summary>
    public ReadOnlySpan<ulong> Arguments => arguments;

    /// <summary>The ways out; none for a return.</summary>
    public ReadOnlySpan<StatementBranch> Branches => branches;

    /// <summary>An invocation.</summary>
    public static Statement Invoke(int libfunc, ulong[] arguments, StatementBranch[] branches) => new(libfunc, arguments, branches);

    /// <summary>The statement that ends a function with these variables as its results.</summary>
    public static Statement Return(ulong[] variables) => new(-1, variables, NoBranches);
}
