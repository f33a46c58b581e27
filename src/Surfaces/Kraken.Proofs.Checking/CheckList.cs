using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

namespace Kraken.Proofs.Checking;

/// <summary>Runs steps in order; after the first that does not pass, the others are skipped.</summary>
internal sealed class CheckList(IReadOnlyList<string> names)
{
    private readonly List<CheckStep> steps = [];

    /// <summary>All steps so far passed.</summary>
    public bool IsComplete => steps.All(step => step.Outcome == CheckOutcome.Passed);

    /// <summary>The step that comes next; the last one when none does.</summary>
    public string Next => names[Math.Min(steps.Count, names.Count - 1)];

    public void Run(string name, Func<CheckFinding> check)
    {
        if (!IsComplete)
        {
            return;
        }

        long started = Stopwatch.GetTimestamp();
        CheckFinding finding = check();
        CheckOutcome outcome = finding.IsGood ? CheckOutcome.Passed : CheckOutcome.Failed;
        steps.Add(new CheckStep(name, outcome, finding.Detail, Stopwatch.GetElapsedTime(started)));
    }

    public void Skip(string name, string reason)
    {
        if (IsComplete)
        {
            steps.Add(new CheckStep(name, CheckOutcome.Skipped, reason, default));
        }
    }

    public CheckReport Report() => new([.. steps, .. names.Skip(steps.Count).Select(Missing)]);

    private static CheckStep Missing(string name) => new(name, CheckOutcome.Skipped, "an earlier step did not pass", default);
}
