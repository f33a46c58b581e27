using Kraken.Cairo.Vm.Execution;

namespace Kraken.Execution.Limits;

/// <summary>
/// Hints between which a budget is asked: one of a contract may search a whole segment, so that steps alone do not tell how long a run
/// takes.
/// </summary>
internal sealed class PolledHints(IHintProcessor hints, ExecutionBudget budget) : IHintProcessor
{
    private const int HintsBetweenChecks = 16;

    private int untilCheck = HintsBetweenChecks;

    /// <inheritdoc/>
    public bool HasHints(long offset) => hints.HasHints(offset);

    /// <inheritdoc/>
    public void Execute(VirtualMachine machine)
    {
        if (--untilCheck == 0)
        {
            untilCheck = HintsBetweenChecks;
            budget.Check();
        }

        hints.Execute(machine);
    }

    /// <inheritdoc/>
    public void Finish() => hints.Finish();
}
