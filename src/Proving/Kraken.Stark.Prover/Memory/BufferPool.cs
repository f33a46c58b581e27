using System;
using System.Collections.Generic;

namespace Kraken.Stark.Prover.Memory;

/// <summary>
/// The buffers of one piece of work, such as a proof: disposing gives back all of them that were not given back before. Several pools may
/// share an arena. Thread-safe.
/// </summary>
public sealed class BufferPool : IDisposable
{
    private readonly MemoryArena arena;
    private readonly bool isOwner;
    private readonly HashSet<NativeBuffer> lent = [];

    /// <summary>A pool with memory of its own.</summary>
    public BufferPool()
        : this(new MemoryArena()) => isOwner = true;

    /// <summary>A pool on memory that outlives it.</summary>
    /// <param name="arena">The memory.</param>
    public BufferPool(MemoryArena arena) => this.arena = arena;

    /// <summary>A buffer of at least the given length; its contents are undefined.</summary>
    /// <param name="length">Words needed, at least 1.</param>
    public NativeBuffer Rent(long length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        NativeBuffer buffer = new(arena.Take(length), length, this);
        lock (lent)
        {
            lent.Add(buffer);
        }

        return buffer;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (lent)
        {
            foreach (NativeBuffer buffer in lent)
            {
                arena.Return(buffer.Detach());
            }

            lent.Clear();
        }

        if (isOwner)
        {
            arena.Dispose();
        }
    }

    internal void Return(NativeBuffer buffer)
    {
        lock (lent)
        {
            if (lent.Remove(buffer))
            {
                arena.Return(buffer.Detach());
            }
        }
    }
}
