using System.Collections.Generic;

namespace Kraken.Sierra.Metadata.Equations;

/// <summary>Equations over variables that are never negative, and the order in which their sums are to be small.</summary>
internal sealed class EquationSystem
{
    /// <summary>The rank of a variable that is not minimized.</summary>
    public const int Unranked = -1;

    private const long MaximumTerms = 1L << 24;

    private readonly Dictionary<(bool Implicit, int Index), int> variables = [];
    private readonly List<LinearExpression> equations = [];
    private readonly List<int> ranks = [];
    private long terms;

    /// <summary>The equations, each of which has to be zero.</summary>
    public IReadOnlyList<LinearExpression> Equations => equations;

    /// <summary>The rank of each variable: the sum of those of rank 0 is minimized first.</summary>
    public IReadOnlyList<int> Ranks => ranks;

    /// <summary>The variables by what they stand for: the amount at a statement, or the total of a function or statement.</summary>
    public IReadOnlyDictionary<(bool Implicit, int Index), int> Variables => variables;

    /// <summary>The variable for the amount at a statement (implicit), or for a total.</summary>
    public LinearExpression Variable(bool isImplicit, int index, int rank)
    {
        if (!variables.TryGetValue((isImplicit, index), out int variable))
        {
            variables[(isImplicit, index)] = variable = ranks.Count;
            ranks.Add(rank);
        }

        return LinearExpression.OfVariable(variable);
    }

    /// <summary>A sum; all sums of a system together have a bounded size.</summary>
    public LinearExpression Add(LinearExpression left, LinearExpression right)
    {
        terms += left.Terms.Count + right.Terms.Count;
        return terms <= MaximumTerms ? left + right : throw new SierraException(SierraErrorKind.TooLarge, "the equations of an old class");
    }

    /// <summary>Adds the equation that both sides are equal.</summary>
    public void Equate(LinearExpression left, LinearExpression right)
    {
        terms += left.Terms.Count;
        LinearExpression difference = left - right;
        if (!difference.IsZero)
        {
            equations.Add(difference);
        }
    }
}
