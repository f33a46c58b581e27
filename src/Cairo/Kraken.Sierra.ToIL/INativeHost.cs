namespace Kraken.Sierra.ToIL;

/// <summary>Answers the system calls of native runs.</summary>
public interface INativeHost
{
    /// <summary>
    /// Executes a system call: takes its arguments, lowers its gas and gives its results, or fails. An exception ends the run.
    /// </summary>
    void SystemCall(NativeCall call);
}
