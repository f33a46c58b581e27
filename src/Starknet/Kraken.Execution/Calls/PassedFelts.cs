using System;
using Kraken.Execution.Limits;

namespace Kraken.Execution.Calls;

/// <summary>
/// Counts the felts that system calls copy: arguments, return data, payloads, input of hashes. Their price in gas does not depend on the
/// length of most of these, so that without a bound one transaction could copy one long array a hundred thousand times. The bound is a
/// rule of the chain, the same on every node; nothing that gas would pay for otherwise comes near it.
/// </summary>
internal sealed class PassedFelts(ExecutionBudget? budget)
{
    /// <summary>Felts that the system calls of one phase of a transaction may pass, all calls together.</summary>
    internal const long Max = 1 << 22;

    private long passed;

    /// <summary>The felts of the phase so far, those too many included.</summary>
    internal long Passed => passed;

    /// <summary>Forgets what passed since there were so many.</summary>
    internal void GoBack(long before)
    {
        budget?.Free(Math.Min(passed, Max) - Math.Min(before, Max));
        passed = before;
    }

    /// <summary>Counts; false if they are too many.</summary>
    internal bool TryAdd(long felts)
    {
        passed += felts;
        if (passed > Max)
        {
            return false;
        }

        // Traces keep them.
        budget?.Allocate(felts);
        return true;
    }

    internal static string Excess => $"Exceeded the maximum number of felts that system calls pass, max: {Max}.";
}
