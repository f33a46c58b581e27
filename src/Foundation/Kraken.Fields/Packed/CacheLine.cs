using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kraken.Fields.Packed;

/// <summary>
/// Places values of 64-byte vectors at the start of a cache line, where the stack does not: a vector across two lines is stored as two, and
/// a load just after waits for both.
/// </summary>
internal static class CacheLine
{
    /// <summary>The bytes of a line.</summary>
    public const int Size = 64;

    /// <summary>The bytes that hold an aligned value wherever they start.</summary>
    public static int SizeFor<T>()
        where T : unmanaged => Unsafe.SizeOf<T>() + Size - 1;

    /// <summary>The value at the first line that starts in the memory, which is not initialised.</summary>
    /// <param name="memory">Memory of the stack, of <see cref="SizeFor{T}"/> bytes.</param>
    public static unsafe ref T Align<T>(Span<byte> memory)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(memory.Length, SizeFor<T>());

        // SAFETY: the memory does not move, as it is the stack's; the value ends within it by the check of its length.
        ref byte first = ref MemoryMarshal.GetReference(memory);
        nint past = (nint)Unsafe.AsPointer(ref first) & (Size - 1);
        return ref Unsafe.As<byte, T>(ref Unsafe.AddByteOffset(ref first, (Size - past) & (Size - 1)));
    }
}
