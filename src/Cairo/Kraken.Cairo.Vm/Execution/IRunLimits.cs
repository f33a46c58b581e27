namespace Kraken.Cairo.Vm.Execution;

/// <summary>
/// What bounds a run beside its steps: the patience and the memory of whoever asked for it. A limit that is passed throws an exception
/// of its own, which goes through the machine untouched, since the program has broken no rule.
/// </summary>
public interface IRunLimits
{
    /// <summary>Called every few thousand steps and between pieces of work that steps do not measure; throws to stop the run.</summary>
    void Check();

    /// <summary>Called before memory grows; throws to stop the run.</summary>
    /// <param name="cells">How many cells are about to be taken.</param>
    void Allocate(long cells);

    /// <summary>Called when a memory has given cells back.</summary>
    void Free(long cells);
}
