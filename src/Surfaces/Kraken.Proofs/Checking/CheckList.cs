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

    public void Run(string name, Func<CheckFinding> check, TimeSpan before = default)
    {
        if (!IsComplete)
        {
            return;
        }

        long started = Stopwatch.GetTimestamp();
        CheckFinding finding = check();
        steps.Add(new CheckStep(name, finding.IsGood ? CheckOutcome.Passed : CheckOutcome.Failed, finding.Detail, before + Stopwatch.GetElapsedTime(started)));
    }

    public void Skip(string name, string reason) => steps.Add(new CheckStep(name, CheckOutcome.Skipped, reason, default));

    public ProofCheckReport Report() =>
        new([.. steps, .. names.Skip(steps.Count).Select(name => new CheckStep(name, CheckOutcome.Skipped, "an earlier step did not pass", default))]);
}
