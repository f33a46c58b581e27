using System;
using Kraken.Cairo.Vm.Memory;
using Kraken.Execution.Calls;
using Kraken.Execution.Errors;
using Kraken.Fields;

namespace Kraken.Execution.Syscalls;

/// <summary>Reads a system call's request and writes its answer, cell after cell.</summary>
internal ref struct SyscallCursor(SyscallMemory memory, Relocatable position)
{
    private Relocatable position = position;

    internal Felt Felt()
    {
        Felt value = memory.ReadFelt(position);
        position += 1;
        return value;
    }

    internal ulong UInt64(string what)
    {
        Felt value = Felt();
        return value.TryToUInt64(out ulong number) ? number : throw CallFrame.Fault($"Invalid syscall input: {value}; {what}");
    }

    // Addresses and storage keys lie below 2^251.
    internal Felt PatriciaKey()
    {
        Felt value = Felt();
        value.ToCanonicalLimbs(out _, out _, out _, out ulong high);
        return high < 1ul << 59 ? value : throw CallFrame.Fault($"Out of range {FrameText.Hex(value)}.");
    }

    internal Relocatable Pointer()
    {
        Relocatable value = memory.ReadPointer(position);
        position += 1;
        return value;
    }

    internal Felt[] Array()
    {
        Relocatable start = Pointer();
        return memory.ReadRange(start, Pointer());
    }

    internal void Write(in Felt value)
    {
        memory.Write(position, value);
        position += 1;
    }

    internal void Write(Relocatable value)
    {
        memory.Write(position, value);
        position += 1;
    }

    internal void WriteArray(ReadOnlySpan<Felt> values)
    {
        Relocatable start = memory.AllocateReadOnly(values);
        Write(start);
        Write(start + values.Length);
    }

    internal void Succeed(ulong gas)
    {
        Write((Felt)gas);
        Write(Fields.Felt.Zero);
    }

    internal void Fail(ulong gas, params ReadOnlySpan<Felt> reason)
    {
        Write((Felt)gas);
        Write(Fields.Felt.One);
        Relocatable start = memory.Allocate(reason);
        Write(start);
        Write(start + reason.Length);
    }
}
