namespace Kraken.Sierra.Metadata.Equations;

/// <summary>
/// Counts what a solver does and ends it at its limits. The count depends on the equations alone, so that all nodes refuse the same
/// classes.
/// </summary>
internal sealed class StepBudget(SolverLimits limits)
{
    private long steps = limits.Steps;
    private int pivots = limits.Pivots;

    /// <summary>Counts terms that are read or written.</summary>
    /// <exception cref="SierraException">The limit is reached.</exception>
    public void Spend(long terms)
    {
        steps -= terms;
        if (steps < 0)
        {
            throw TooLarge("the steps to solve the equations of an old class", limits.Steps);
        }
    }

    /// <summary>Counts a pivot.</summary>
    /// <exception cref="SierraException">The limit is reached.</exception>
    public void SpendPivot()
    {
        pivots--;
        if (pivots < 0)
        {
            throw TooLarge("the pivots to solve the equations of an old class", limits.Pivots);
        }
    }

    private static SierraException TooLarge(string what, long limit) => new(SierraErrorKind.TooLarge, what, -1, $"at most {limit}", "more");
}
