using System;

namespace Kraken.Stark.Prover.Memory;

/// <summary>
/// A run of 32-bit words outside the managed heap, aligned to 256 bytes, so that kernels may keep pointers into it and the garbage
/// collector never copies or scans it. Disposing gives it back to its pool; what it held is gone then.
/// </summary>
public sealed unsafe class NativeBuffer : IDisposable
{
    private readonly BufferPool pool;
    private readonly MemoryRun run;
    private uint* words;

    internal NativeBuffer(MemoryRun run, long length, BufferPool pool)
    {
        this.run = run;
        this.pool = pool;
        words = run.Start;
        Length = length;
    }

    /// <summary>The words in use.</summary>
    public long Length { get; }

    /// <summary>The words allocated.</summary>
    public long Capacity => run.Words;

    /// <summary>The first word.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was given back.</exception>
    public uint* Words => words != null ? words : throw new ObjectDisposedException(nameof(NativeBuffer));

    /// <summary>A part as a span.</summary>
    /// <param name="start">First word.</param>
    /// <param name="length">Number of words.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie inside the buffer.</exception>
    public Span<uint> Span(long start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + length, Capacity);

        // SAFETY: start .. start + length was checked to lie inside the run.
        return new(Words + start, length);
    }

    /// <inheritdoc/>
    public void Dispose() => pool.Return(this);

    internal MemoryRun Detach()
    {
        words = null;
        return run;
    }
}
