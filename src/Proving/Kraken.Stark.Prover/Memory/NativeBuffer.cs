using System;
using System.Runtime.InteropServices;

namespace Kraken.Stark.Prover.Memory;

/// <summary>
/// A run of 32-bit words outside the managed heap, aligned to 64 bytes (to huge pages where it is large), so that kernels may keep
/// pointers into it and the garbage collector never copies or scans it. Disposing gives it back to its pool.
/// </summary>
public sealed unsafe class NativeBuffer : IDisposable
{
    private const nuint HugePage = 2u << 20;
    private readonly BufferPool? pool;
    private uint* words;

    private NativeBuffer(uint* words, long capacity, BufferPool? pool)
    {
        this.words = words;
        Capacity = capacity;
        Length = capacity;
        this.pool = pool;
    }

    /// <summary>Frees what was never given back.</summary>
    ~NativeBuffer() => Free();

    /// <summary>The words in use.</summary>
    public long Length { get; internal set; }

    /// <summary>The words allocated.</summary>
    public long Capacity { get; }

    /// <summary>The first word.</summary>
    /// <exception cref="ObjectDisposedException">The memory was freed.</exception>
    public uint* Words => words != null ? words : throw new ObjectDisposedException(nameof(NativeBuffer));

    internal static NativeBuffer Allocate(long capacity, BufferPool? pool)
    {
        nuint bytes = (nuint)(capacity * sizeof(uint));
        nuint alignment = bytes >= HugePage ? HugePage : 64;
        uint* words = (uint*)NativeMemory.AlignedAlloc(bytes, alignment);
        if (bytes >= HugePage)
        {
            MemoryAdvice.PreferHugePages(words, bytes);
        }

        return new(words, capacity, pool);
    }

    /// <summary>A part as a span.</summary>
    /// <param name="start">First word.</param>
    /// <param name="length">Number of words.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie inside the buffer.</exception>
    public Span<uint> Span(long start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + length, Capacity);

        // SAFETY: start .. start + length was checked to lie inside the allocation.
        return new(Words + start, length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (words == null)
        {
            return;
        }

        if (pool is null)
        {
            Free();
            GC.SuppressFinalize(this);
            return;
        }

        pool.Return(this);
    }

    internal void Free()
    {
        NativeMemory.AlignedFree(words);
        words = null;
    }
}
