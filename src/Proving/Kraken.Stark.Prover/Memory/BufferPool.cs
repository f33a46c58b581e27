using System;
using System.Collections.Generic;

namespace Kraken.Stark.Prover.Memory;

/// <summary>
/// Keeps freed buffers for the next request of about their size: the first touch of fresh memory costs a page fault and a clearing by the
/// system, which in a prover adds up to a good part of the run. Thread-safe. Disposing frees all buffers, given back or not.
/// </summary>
public sealed class BufferPool : IDisposable
{
    private readonly List<NativeBuffer> free = [];
    private readonly HashSet<NativeBuffer> all = [];

    /// <summary>Words held by buffers that were given back.</summary>
    public long IdleWords
    {
        get
        {
            lock (free)
            {
                long sum = 0;
                foreach (NativeBuffer buffer in free)
                {
                    sum += buffer.Capacity;
                }

                return sum;
            }
        }
    }

    /// <summary>A buffer of at least the given length; its contents are undefined.</summary>
    /// <param name="length">Words needed, at least 1.</param>
    public NativeBuffer Rent(long length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        NativeBuffer? best = null;
        lock (free)
        {
            foreach (NativeBuffer candidate in free)
            {
                if (candidate.Capacity >= length && (best is null || candidate.Capacity < best.Capacity))
                {
                    best = candidate;
                }
            }

            if (best is not null && best.Capacity <= Math.Max(2 * length, 1 << 14))
            {
                free.Remove(best);
                best.Length = length;
                return best;
            }
        }

        NativeBuffer fresh = NativeBuffer.Allocate(Round(length), this);
        lock (free)
        {
            all.Add(fresh);
        }

        return fresh;
    }

    /// <summary>Gives idle memory back to the system.</summary>
    public void Trim()
    {
        lock (free)
        {
            foreach (NativeBuffer buffer in free)
            {
                buffer.Free();
                all.Remove(buffer);
            }

            free.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (free)
        {
            foreach (NativeBuffer buffer in all)
            {
                buffer.Free();
            }

            all.Clear();
            free.Clear();
        }
    }

    internal void Return(NativeBuffer buffer)
    {
        lock (free)
        {
            if (!free.Contains(buffer))
            {
                free.Add(buffer);
            }
        }
    }

    private static long Round(long length) => length < 1 << 14 ? (length + 15) & ~15L : (length + 0xfff) & ~0xfffL;
}
