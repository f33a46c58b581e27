using System;

namespace Kraken.Sierra.ToIL.Runtime;

/// <summary>
/// The arrays of a call: a start, an end, and the end of what is reserved. Only the one owner of an array appends to it, always at its end,
/// so that all snapshots share the words.
/// </summary>
internal static class NativeArrays
{
    private const int FirstElements = 8;

    /// <summary>Moves an array to where another element fits.</summary>
    /// <returns>The new start in the low half and the new end of what is reserved in the high half.</returns>
    internal static long Grow(NativeContext context, int start, int end, int elementWords)
    {
        int used = end - start;
        int capacity = (int)Math.Min(int.MaxValue, Math.Max(2L * used, (long)FirstElements * elementWords));
        int place = context.Allocate(capacity);
        context.Words(start, used).CopyTo(context.Words(place, used));
        return (uint)place | ((long)(place + capacity) << 32);
    }
}
