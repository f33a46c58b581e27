using System;
using System.Runtime.InteropServices;

namespace Kraken.Sierra.ToIL.Memory;

/// <summary>
/// The words of a call, outside of the collector's heap: reserved once, and given by the system when they are first touched. A place is the
/// number of a word of 64 bits.
/// </summary>
internal sealed unsafe class CallMemory : IDisposable
{
    /// <summary>log2 of the words: 256 MiB.</summary>
    internal const int LogWords = 25;

    /// <summary>What a place is masked by.</summary>
    internal const int WordMask = (1 << LogWords) - 1;

    // The last word's value may be a field element, which reaches three words beyond it.
    private const int Padding = 64;

    private void* words = NativeMemory.Alloc((8 << LogWords) + Padding);

    /// <summary>The address of the first word, for generated code, which masks every place.</summary>
    internal nuint Start => (nuint)words;

    /// <summary>Some words.</summary>
    internal Span<ulong> Words(int place, int count)
    {
        ObjectDisposedException.ThrowIf(words is null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)place + count, 1L << LogWords);

        // SAFETY: the span lies in the allocation, which lives until the object is disposed of; nobody keeps a span beyond a call.
        return new Span<ulong>((ulong*)words + place, count);
    }

    /// <summary>The address of the stack's end at the moment.</summary>
    internal static nuint StackHere()
    {
        byte here;
        return (nuint)(&here);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(words);
        words = null;
    }
}
