using System;
using System.Runtime.InteropServices;
using Kraken.Fuzz.Running;
using SharpFuzz.Common;

namespace Kraken.Fuzz.Coverage;

/// <summary>
/// Counts the edges that instrumented code takes, as AFL does: a byte for each pair of places, by hash, whose count is compared by its
/// power of two.
/// </summary>
internal sealed unsafe class EdgeMap : ICoverage, IDisposable
{
    private const int Size = 1 << 16;

    private static readonly byte[] Classes = BuildClasses();

    private readonly byte[] seen = new byte[Size];
    private readonly byte* counts;

    internal EdgeMap()
    {
        // SAFETY: the map lives until Dispose, which is the end of the process for the only one: instrumented code writes at any place
        // below 64 KiB from any thread, and a lost increment is no harm.
        counts = (byte*)NativeMemory.AllocZeroed(Size);
        Trace.SharedMem = counts;
    }

    /// <inheritdoc/>
    public int Edges { get; private set; }

    /// <inheritdoc/>
    public void Begin()
    {
        new Span<byte>(counts, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <inheritdoc/>
    public bool End()
    {
        bool isNew = false;
        ReadOnlySpan<byte> map = new(counts, Size);
        for (int at = map.IndexOfAnyExcept((byte)0); at >= 0;)
        {
            byte kind = Classes[map[at]];
            if ((seen[at] & kind) == 0)
            {
                Edges += seen[at] == 0 ? 1 : 0;
                seen[at] |= kind;
                isNew = true;
            }

            int next = map[(at + 1)..].IndexOfAnyExcept((byte)0);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return isNew;
    }

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.Free(counts);

    // 1, 2, 3, 4-7, 8-15, 16-31, 32-127, 128-255: a bit each.
    private static byte[] BuildClasses()
    {
        byte[] classes = new byte[256];
        for (int count = 1; count < classes.Length; count++)
        {
            classes[count] = count switch
            {
                1 => 1,
                2 => 2,
                3 => 4,
                < 8 => 8,
                < 16 => 16,
                < 32 => 32,
                < 128 => 64,
                _ => 128,
            };
        }

        return classes;
    }
}
