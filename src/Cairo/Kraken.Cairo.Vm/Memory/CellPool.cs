using System;
using System.Collections.Generic;
using System.Numerics;
using System.Threading;

namespace Kraken.Cairo.Vm.Memory;

/// <summary>
/// Arrays of finished runs, kept for the next ones up to a total of <see cref="MaxKeptCells"/>. Every cell of a kept array is empty.
/// Safe for several threads.
/// </summary>
internal static class CellPool
{
    /// <summary>Arrays from this length on are worth keeping.</summary>
    public const int MinLength = 512;

    /// <summary>The longest array that is kept.</summary>
    public const int MaxLength = 1 << 19;

    /// <summary>Cells of all kept arrays together (40 MiB).</summary>
    public const long MaxKeptCells = 1 << 20;

    private static readonly Lock Gate = new();
    private static readonly Stack<MaybeRelocatable[]>[] Kept = Create();
    private static long keptCells;

    /// <summary>Cells that are kept now.</summary>
    public static long KeptCells => Volatile.Read(ref keptCells);

    /// <summary>An array of empty cells, of exactly the length asked for.</summary>
    public static MaybeRelocatable[] Rent(int length)
    {
        if (!IsKept(length))
        {
            return new MaybeRelocatable[length];
        }

        lock (Gate)
        {
            if (Kept[BitOperations.Log2((uint)length)].TryPop(out MaybeRelocatable[]? kept))
            {
                keptCells -= length;
                return kept;
            }
        }

        return new MaybeRelocatable[length];
    }

    /// <summary>Gives an array back.</summary>
    /// <param name="cells">The array; nobody may use it any longer.</param>
    /// <param name="used">The cells from here on are empty.</param>
    public static void Return(MaybeRelocatable[] cells, int used)
    {
        if (!IsKept(cells.Length) || Volatile.Read(ref keptCells) + cells.Length > MaxKeptCells)
        {
            return;
        }

        Array.Clear(cells, 0, used);
        lock (Gate)
        {
            if (keptCells + cells.Length <= MaxKeptCells)
            {
                keptCells += cells.Length;
                Kept[BitOperations.Log2((uint)cells.Length)].Push(cells);
            }
        }
    }

    private static bool IsKept(int length) => length is >= MinLength and <= MaxLength && BitOperations.IsPow2(length);

    private static Stack<MaybeRelocatable[]>[] Create()
    {
        var kept = new Stack<MaybeRelocatable[]>[BitOperations.Log2(MaxLength) + 1];
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i] = new Stack<MaybeRelocatable[]>();
        }

        return kept;
    }
}
