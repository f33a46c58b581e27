using System;
using System.Collections.Generic;

namespace Kraken.Stark.Prover.Memory;

/// <summary>
/// Keeps freed buffers for the next request of about their size: the first touch of fresh memory costs a page fault and a clearing by the
/// system, which in a prover adds up to a good part of the run. Thread-safe. Disposing frees all buffers, given back or not.
/// </summary>
public sealed class BufferPool : IDisposable
{
    private readonly List<NativeBuffer> _free = [];
    private readonly HashSet<NativeBuffer> _all = [];

    /// <summary>Words held by buffers that were given back.</summary>
    public long IdleWords
    {
        get
        {
            lock (_free)
            {
                long sum = 0;
                foreach (NativeBuffer buffer in _free)
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
        lock (_free)
        {
            foreach (NativeBuffer candidate in _free)
            {
                if (candidate.Capacity >= length && (best is null || candidate.Capacity < best.Capacity))
                {
                    best = candidate;
                }
            }

            if (best is not null && best.Capacity <= Math.Max(2 * length, 1 << 14))
            {
                _free.Remove(best);
                best.Length = length;
                return best;
            }
        }

        NativeBuffer fresh = NativeBuffer.Allocate(Round(length), this);
        lock (_free)
        {
            _all.Add(fresh);
        }

        return fresh;
    }

    /// <summary>Gives idle memory back to the system.</summary>
    public void Trim()
    {
        lock (_free)
        {
            foreach (NativeBuffer buffer in _free)
            {
                buffer.Free();
                _all.Remove(buffer);
            }

            _free.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_free)
        {
            foreach (NativeBuffer buffer in _all)
            {
                buffer.Free();
            }

            _all.Clear();
            _free.Clear();
        }
    }

    internal void Return(NativeBuffer buffer)
    {
        lock (_free)
        {
            if (!_free.Contains(buffer))
            {
                _free.Add(buffer);
            }
        }
    }

    private static long Round(long length) => length < 1 << 14 ? (length + 15) & ~15L : (length + 0xfff) & ~0xfffL;
}
