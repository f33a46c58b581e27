using Kraken.Cairo.Vm.Memory;
using Kraken.Execution.Calls;
using Kraken.Fields;

namespace Kraken.Execution.Syscalls;

/// <summary>
/// Reads the requests of Cairo 0's system calls and writes the answers, cell after cell: an array is its length and its start.
/// </summary>
/// <param name="memory">The run's memory.</param>
/// <param name="start">The first cell.</param>
internal sealed class DeprecatedCursor(SyscallMemory memory, Relocatable start)
{
    /// <summary>The next cell.</summary>
    internal Relocatable Position { get; private set; } = start;

    internal Felt TakeFelt() => memory.ReadFelt(Next());

    internal Felt TakePatriciaKey() => SyscallValues.PatriciaKey(TakeFelt());

    internal Felt[] TakeArray()
    {
        Felt length = TakeFelt();
        Relocatable first = memory.ReadPointer(Next());
        return length.TryToUInt64(out ulong count) && count <= int.MaxValue
            ? memory.ReadRange(first, first + (long)count)
            : throw CallFrame.Fault($"Invalid syscall input: {length}; expected the length of an array.");
    }

    internal void Give(in MaybeRelocatable value) => memory.Write(Next(), value);

    private Relocatable Next()
    {
        Relocatable cell = Position;
        Position += 1;
        return cell;
    }
}
