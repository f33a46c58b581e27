using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Kraken.Cairo.Vm.Errors;

namespace Kraken.Cairo.Vm.Execution;

/// <summary>A growing list of trace entries in chunks, so that growth never copies.</summary>
public sealed class TraceBuffer
{
    /// <summary>Entries of a full chunk.</summary>
    public const int ChunkSize = 1 << 16;

    private readonly List<TraceEntry[]> chunks = [];
    private TraceEntry[] current = [];
    private int used;

    /// <summary>Entries so far.</summary>
    public long Count => chunks.Count == 0 ? 0 : ((long)(chunks.Count - 1) * ChunkSize) + used;

    /// <summary>The entries, chunk by chunk, in order of execution.</summary>
    public IEnumerable<ReadOnlyMemory<TraceEntry>> Chunks()
    {
        for (int i = 0; i < chunks.Count; i++)
        {
            yield return chunks[i].AsMemory(0, i == chunks.Count - 1 ? used : ChunkSize);
        }
    }

    /// <summary>Adds the registers before a step.</summary>
    /// <exception cref="VmException">An offset is negative or has more than the 32 bits that an entry keeps of it.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(int pcSegment, long pcOffset, long ap, long fp)
    {
        if ((ulong)(pcOffset | ap | fp) > uint.MaxValue)
        {
            Refuse(pcSegment, pcOffset, ap, fp);
        }

        if ((uint)used >= (uint)current.Length)
        {
            AddChunk();
        }

        current[used++] = new TraceEntry(pcSegment, (uint)pcOffset, (uint)ap, (uint)fp);
    }

    private static void Refuse(int pcSegment, long pcOffset, long ap, long fp) => throw new VmException(
        VmErrorKind.OffsetExceeded,
        $"a trace keeps offsets of 0..{uint.MaxValue}, got pc {pcSegment}:{pcOffset}, ap {ap}, fp {fp}");

    private void AddChunk()
    {
        current = new TraceEntry[ChunkSize];
        chunks.Add(current);
        used = 0;
    }
}
