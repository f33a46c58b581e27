namespace Kraken.Execution.Concurrency;

/// <summary>The stack of a thread that executes transactions.</summary>
public static class ExecutionStack
{
    /// <summary>Its bytes: deep calls of the virtual machine, beside what native code may have of it.</summary>
    public const int Bytes = 16 << 20;
}
