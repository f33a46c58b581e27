using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace Kraken.Load.Presigned;

/// <summary>Reads the lines of a file from a place on, each up to a bound.</summary>
internal sealed class LineReader(SafeFileHandle file, long offset)
{
    /// <summary>The longest line: a declare of the largest class fits.</summary>
    public const int MaxLine = 8 << 20;

    private const int FirstBuffer = 16 << 10;

    private byte[] buffer = new byte[FirstBuffer];
    private int start;
    private int end;

    /// <summary>Where the next line begins.</summary>
    public long Position { get; private set; } = offset;

    /// <summary>The next line with its end, valid until the next call; empty at the end of the file.</summary>
    /// <exception cref="InvalidDataException">The line is longer than <see cref="MaxLine"/>, or the file ends within it.</exception>
    public ReadOnlyMemory<byte> Next()
    {
        for (int searched = 0; ;)
        {
            int found = buffer.AsSpan((start + searched)..end).IndexOf((byte)'\n');
            if (found >= 0)
            {
                ReadOnlyMemory<byte> line = buffer.AsMemory(start, searched + found + 1);
                start += line.Length;
                Position += line.Length;
                return line;
            }

            searched = end - start;
            if (searched >= MaxLine)
            {
                throw new InvalidDataException($"expected lines of at most {MaxLine} bytes, got a longer one at byte {Position}");
            }

            if (!TryFill())
            {
                return searched == 0
                    ? default(ReadOnlyMemory<byte>)
                    : throw new InvalidDataException($"expected whole lines, got a file that ends within one at byte {Position}");
            }
        }
    }

    private bool TryFill()
    {
        int held = end - start;
        if (held == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        buffer.AsSpan(start, held).CopyTo(buffer);
        (start, end) = (0, held);
        int count = RandomAccess.Read(file, buffer.AsSpan(end), Position + held);
        end += count;
        return count > 0;
    }
}
