using System;
using System.Buffers.Binary;
using System.IO;
using Kraken.Cairo.Vm.Execution;

namespace Kraken.Cairo.Vm.Relocation;

/// <summary>Traces over the relocated memory.</summary>
public static class RelocatedTrace
{
    private const int RecordSize = 3 * sizeof(ulong);

    /// <summary>The registers before each step.</summary>
    /// <exception cref="ArgumentException">The machine kept no trace.</exception>
    public static RegisterState[] Of(VirtualMachine machine, RelocatedMemory memory)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(memory);
        TraceBuffer trace = machine.Trace ?? throw new ArgumentException("the machine kept no trace", nameof(machine));
        long[] bases = memory.SegmentBases;
        uint execution = (uint)bases[VirtualMachine.ExecutionSegment];
        var states = new RegisterState[trace.Count];
        int index = 0;
        foreach (ReadOnlyMemory<TraceEntry> chunk in trace.Chunks())
        {
            foreach (ref readonly TraceEntry entry in chunk.Span)
            {
                states[index++] =
                    new RegisterState(execution + entry.Ap, execution + entry.Fp, (uint)bases[entry.PcSegment] + entry.PcOffset);
            }
        }

        return states;
    }

    /// <summary>Writes the trace file: per step ap, fp, pc as 8 bytes each, little-endian.</summary>
    public static void Write(ReadOnlySpan<RegisterState> trace, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        Span<byte> record = stackalloc byte[RecordSize];
        foreach (ref readonly RegisterState state in trace)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(record, state.Ap);
            BinaryPrimitives.WriteUInt64LittleEndian(record[8..], state.Fp);
            BinaryPrimitives.WriteUInt64LittleEndian(record[16..], state.Pc);
            destination.Write(record);
        }
    }
}
