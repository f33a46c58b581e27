using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;

namespace Kraken.Stark.Prover.Memory;

/// <summary>
/// Memory outside the managed heap, cut into runs and joined again: a few reservations of <see cref="ReservedBytes"/> on huge pages, of
/// which the system gives only what is touched. A run is taken from the lowest address that has room, so that memory which was touched once
/// serves again before fresh memory does: the first touch of a page costs a fault and a clearing by the system. Thread-safe.
/// </summary>
public sealed unsafe class MemoryArena : IDisposable
{
    // SAFETY: runs lie inside a reservation, which lives until the arena is disposed, or wholly idle and trimmed; no two of them overlap.
    private const long ReservedBytes = 1L << 30;
    private const long SmallReservedBytes = 1L << 20;
    private const long Granule = 64;
    private const long HugePage = 2L << 20;
    private readonly Lock gate = new();
    private readonly List<MemoryReservation> reservations = [];

    // Ascending by address; neighbours of one reservation are joined.
    private readonly List<MemoryRun> free = [];

    /// <summary>Frees what was never disposed.</summary>
    ~MemoryArena() => Free();

    /// <summary>The words of runs that are lent out.</summary>
    public long LentWords { get; private set; }

    /// <summary>The words from the first of each reservation to the last that was ever lent: about what the system has given.</summary>
    public long HeldWords
    {
        get
        {
            lock (gate)
            {
                long sum = 0;
                foreach (MemoryReservation reservation in reservations)
                {
                    sum += reservation.TouchedWords;
                }

                return sum;
            }
        }
    }

    /// <summary>Gives idle memory back to the system; what is lent stays.</summary>
    public void Trim()
    {
        lock (gate)
        {
            for (int i = free.Count - 1; i >= 0; i--)
            {
                MemoryRun run = free[i];
                if (run.Words == run.Owner.Words)
                {
                    free.RemoveAt(i);
                    reservations.Remove(run.Owner);
                    NativeMemory.AlignedFree(run.Start);
                    continue;
                }

                Release(run);
                run.Owner.TouchedWords = Math.Min(
                    run.Owner.TouchedWords, run.End == run.Owner.End ? run.Start - run.Owner.Start : run.Owner.Words);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Lends a run of at least so many words, whose contents are undefined.</summary>
    internal MemoryRun Take(long words)
    {
        long length = (words + Granule - 1) / Granule * Granule;
        lock (gate)
        {
            int index = free.FindIndex(run => run.Words >= length);
            if (index < 0)
            {
                index = Reserve(length);
            }

            MemoryRun whole = free[index];
            if (whole.Words == length)
            {
                free.RemoveAt(index);
            }
            else
            {
                free[index] = new(whole.Start + length, whole.Words - length, whole.Owner);
            }

            whole.Owner.TouchedWords = Math.Max(whole.Owner.TouchedWords, whole.Start + length - whole.Owner.Start);
            LentWords += length;
            return new(whole.Start, length, whole.Owner);
        }
    }

    /// <summary>Takes a run back.</summary>
    internal void Return(MemoryRun run)
    {
        lock (gate)
        {
            if (reservations.Count == 0)
            {
                return;
            }

            LentWords -= run.Words;
            Insert(run);
        }
    }

    /// <summary>Adds a reservation to the idle runs; returns its place among them.</summary>
    private int Reserve(long words)
    {
        bool isSmall = words * sizeof(uint) <= SmallReservedBytes / 4;
        long bytes = isSmall
            ? SmallReservedBytes
            : Math.Max(ReservedBytes, ((words * sizeof(uint)) + HugePage - 1) / HugePage * HugePage);
        uint* start = (uint*)NativeMemory.AlignedAlloc((nuint)bytes, (nuint)HugePage);
        if (!isSmall)
        {
            MemoryAdvice.PreferHugePages(start, (nuint)bytes);
        }

        MemoryReservation reservation = new(start, bytes / sizeof(uint));
        reservations.Add(reservation);
        return Insert(new(start, reservation.Words, reservation));
    }

    private int Insert(MemoryRun run)
    {
        int index = free.FindIndex(other => other.Start > run.Start);
        index = index < 0 ? free.Count : index;
        if (index < free.Count && free[index].Owner == run.Owner && run.End == free[index].Start)
        {
            run = new(run.Start, run.Words + free[index].Words, run.Owner);
            free.RemoveAt(index);
        }

        if (index > 0 && free[index - 1].Owner == run.Owner && free[index - 1].End == run.Start)
        {
            index--;
            free[index] = new(free[index].Start, free[index].Words + run.Words, run.Owner);
            return index;
        }

        free.Insert(index, run);
        return index;
    }

    /// <summary>Gives the whole huge pages of an idle run back.</summary>
    private static void Release(MemoryRun run)
    {
        long first = ((long)run.Start + HugePage - 1) / HugePage * HugePage;
        long end = (long)run.End / HugePage * HugePage;
        if (end > first)
        {
            MemoryAdvice.Release((void*)first, (nuint)(end - first));
        }
    }

    private void Free()
    {
        lock (gate)
        {
            foreach (MemoryReservation reservation in reservations)
            {
                NativeMemory.AlignedFree(reservation.Start);
            }

            reservations.Clear();
            free.Clear();
            LentWords = 0;
        }
    }
}
