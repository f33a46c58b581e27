namespace Kraken.Sierra.ToIL;

/// <summary>What a native call may take; past it, the virtual machine runs the call instead.</summary>
/// <param name="MemoryBytes">The bytes of its values, up to 256 MiB.</param>
/// <param name="StackBytes">The bytes of the thread's stack, from where the call begins.</param>
public readonly record struct NativeAllowance(long MemoryBytes, long StackBytes);
