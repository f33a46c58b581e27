using Kraken.Execution.Calls;
using Kraken.Fields;

namespace Kraken.Execution.Syscalls;

/// <summary>Arguments of system calls that must lie in a range.</summary>
internal static class SyscallValues
{
    // 2^251.
    private static readonly string PatriciaKeyBound = "0x8" + new string('0', 62);

    internal static ulong TakeUInt64(this ISyscallWire wire, string what)
    {
        Felt value = wire.TakeFelt();
        return value.TryToUInt64(out ulong number) ? number : throw CallFrame.Fault($"Invalid syscall input: {value}; {what}");
    }

    // Addresses and storage keys lie below 2^251; the network's text names the range, not the value.
    internal static Felt TakePatriciaKey(this ISyscallWire wire) => PatriciaKey(wire.TakeFelt());

    internal static Felt PatriciaKey(in Felt value)
    {
        value.ToCanonicalLimbs(out _, out _, out _, out ulong high);
        return high < 1ul << 59 ? value : throw CallFrame.Fault($"Out of range [0x0, {PatriciaKeyBound}).");
    }

    // What a libfunc passes is a word of the hash by its type.
    internal static ulong Word(in Felt value, ulong max) => value.TryToUInt64(out ulong word) && word <= max
        ? word
        : throw CallFrame.Fault($"Invalid syscall input: {value}; expected a word of a hash, at most {max}");
}
