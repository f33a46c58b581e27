using System;
using System.Buffers;
using System.Collections.Frozen;
using Kraken.Rpc.Versions;

namespace Kraken.Rpc.Limits;

/// <summary>A growing buffer of an answer, up to a bound.</summary>
/// <param name="maxBytes">The most bytes.</param>
internal sealed class AnswerBuffer(int maxBytes) : IBufferWriter<byte>
{
    private const int FirstBytes = 512;

    private byte[] bytes = [];
    private int length;

    internal int Length => length;

    internal ReadOnlyMemory<byte> Written => bytes.AsMemory(0, length);

    /// <inheritdoc/>
    public void Advance(int count)
    {
        if (count > maxBytes - length)
        {
            throw new AnswerTooLargeException(maxBytes);
        }

        length += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return bytes.AsMemory(length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Appends bytes.</summary>
    internal void Append(ReadOnlySpan<byte> more)
    {
        if (more.Length > maxBytes - length)
        {
            throw new AnswerTooLargeException(maxBytes);
        }

        Reserve(more.Length);
        more.CopyTo(bytes.AsSpan(length));
        length += more.Length;
    }

    /// <summary>Takes members out of the JSON that was written, which is whole.</summary>
    internal void Remove(FrozenSet<string> members) => length = JsonMembers.Remove(bytes.AsSpan(0, length), members);

    // A writer asks for more than it needs, so that room may pass the bound where what is written does not.
    private void Reserve(int count)
    {
        if (length >= maxBytes && count > 0)
        {
            throw new AnswerTooLargeException(maxBytes);
        }

        if (count <= bytes.Length - length)
        {
            return;
        }

        long wanted = Math.Max((long)length + count, Math.Min(Math.Max(FirstBytes, 2L * bytes.Length), maxBytes));
        Array.Resize(ref bytes, (int)Math.Min(wanted, Array.MaxLength));
    }
}
