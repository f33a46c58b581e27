namespace Kraken.Sierra.ToIL;

/// <summary>Answers the system calls of native runs, and says how far they may go.</summary>
public interface INativeHost
{
    /// <summary>
    /// Says whether the run may go on, by an exception if not; called soon after somebody asked for it by
    /// <see cref="NativeMachine.AskToPoll"/>.
    /// </summary>
    void Poll();

    /// <summary>The values of the run are about to take more memory; an exception ends the run.</summary>
    /// <param name="bytes">How much more.</param>
    void Reserve(long bytes);

    /// <summary>
    /// Executes a system call: takes its arguments, lowers its gas and gives its results, or fails. An exception ends the run.
    /// </summary>
    void SystemCall(NativeCall call);
}
