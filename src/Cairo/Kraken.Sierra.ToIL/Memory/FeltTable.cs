using System;
using System.Runtime.InteropServices;
using Kraken.Fields;

namespace Kraken.Sierra.ToIL.Memory;

/// <summary>Field elements that generated code reads by their address.</summary>
internal sealed unsafe class FeltTable : IDisposable
{
    private void* elements;

    internal FeltTable(ReadOnlySpan<Felt> values)
    {
        // SAFETY: the allocation takes all values; its address is given to code that the same program's constants were numbered for.
        elements = NativeMemory.Alloc((nuint)Math.Max(1, values.Length) * Felt.ByteCount);
        values.CopyTo(new Span<Felt>(elements, values.Length));
    }

    /// <summary>The address of the first one.</summary>
    internal nuint Start => (nuint)elements;

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(elements);
        elements = null;
    }
}
