using Kraken.Execution.Constants;

namespace Kraken.Execution.Calls;

/// <summary>Where a phase stood before a call, to go back to.</summary>
/// <param name="Checkpoint">The position in the state's journal.</param>
/// <param name="Events">The events so far.</param>
/// <param name="Messages">The messages so far.</param>
/// <param name="Counted">The builtins so far.</param>
/// <param name="Passed">The felts that system calls passed so far.</param>
/// <param name="RevertGas">The gas that was left at the last system call.</param>
/// <param name="Steps">The steps that calls may still make.</param>
internal readonly record struct PhaseMark(
    int Checkpoint, int Events, int Messages, (VmResources BySteps, VmResources ByGas) Counted, long Passed, ulong RevertGas, long Steps);
