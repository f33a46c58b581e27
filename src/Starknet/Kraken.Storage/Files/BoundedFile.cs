using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Storage.Files;

/// <summary>
/// Reads whole files of unknown size and kind: never more than a number of bytes, and whatever cannot be read is said in a sentence.
/// </summary>
public static class BoundedFile
{
    private const int FirstBytes = 1 << 16;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path; devices and pipes are read as far as the limit.</param>
    /// <param name="maxBytes">The most bytes.</param>
    /// <param name="problem">Why it could not be read, or null: path, what was expected, what was there.</param>
    /// <returns>The content; null when it could not be read.</returns>
    public static byte[]? TryRead(string path, int maxBytes, out string? problem) => TryRead(path, maxBytes, [], out problem);

    /// <summary>Reads a file whose beginning is known: of another no more than that.</summary>
    /// <param name="path">As for any file.</param>
    /// <param name="maxBytes">The most bytes.</param>
    /// <param name="mark">What the file must begin with.</param>
    /// <param name="problem">Why it could not be read, or null.</param>
    /// <returns>The content, or the beginning of one without the mark; null when it could not be read.</returns>
    public static byte[]? TryRead(string path, int maxBytes, ReadOnlySpan<byte> mark, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            if (Directory.Exists(path))
            {
                problem = $"{path}: expected a file, got a folder";
                return null;
            }

            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] head = new byte[mark.Length];
            int read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            if (!head.AsSpan(0, read).SequenceEqual(mark))
            {
                problem = null;
                return head[..read];
            }

            if (file.CanSeek)
            {
                file.Position = 0;
                return TryRead(file, path, maxBytes, out problem);
            }

            return TryRead(file, path, maxBytes - head.Length, out problem) is { } rest ? [.. head, .. rest] : null;
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            problem = $"{path}: expected a file that can be read: {exception.Message}";
            return null;
        }
    }

    /// <summary>Reads a file of which a failing disk, or too many open files, says nothing.</summary>
    /// <param name="maxBytes">The most bytes.</param>
    /// <exception cref="InvalidDataException">It is missing, a folder, another's, or larger.</exception>
    /// <exception cref="IOException">It cannot be read now.</exception>
    public static byte[] Read(string path, int maxBytes)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path))
        {
            throw new InvalidDataException($"{path}: expected a file, got a folder");
        }

        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return TryRead(file, path, maxBytes, out string? problem) ?? throw new InvalidDataException(problem);
        }
        catch (Exception exception)
            when (exception is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path}: expected a file that can be read: {exception.Message}");
        }
    }

    /// <summary>Reads a stream to its end, which may be long in coming.</summary>
    /// <param name="stream">The stream; not disposed here.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="maxBytes">The most bytes.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="InvalidDataException">It is longer.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<byte[]> ReadAsync(Stream stream, string name, int maxBytes, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        byte[] content = new byte[(int)Math.Min(maxBytes + 1L, FirstBytes)];
        int length = 0;
        for (int read; (read = await stream.ReadAsync(content.AsMemory(length), cancellation).ConfigureAwait(false)) > 0;)
        {
            length += read;
            if (length > maxBytes)
            {
                throw new InvalidDataException($"{name}: expected at most {maxBytes} bytes, got more");
            }

            if (length == content.Length)
            {
                Array.Resize(ref content, (int)Math.Min(maxBytes + 1L, 2L * length));
            }
        }

        Array.Resize(ref content, length);
        return content;
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The stream; not disposed here.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="maxBytes">The most bytes.</param>
    /// <param name="problem">Why it could not be read, or null.</param>
    /// <returns>The content; null when it is longer.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static byte[]? TryRead(Stream stream, string name, int maxBytes, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        long stated = stream.CanSeek ? stream.Length : 0;
        if (stated > maxBytes)
        {
            problem = $"{name}: expected at most {maxBytes} bytes, got {stated}";
            return null;
        }

        // A length is a statement too: devices state none, and files grow.
        byte[] content = new byte[(int)Math.Min(maxBytes + 1L, Math.Max(stated + 1, FirstBytes))];
        int length = 0;
        for (int read = stream.Read(content, 0, content.Length); read > 0; read = stream.Read(content, length, content.Length - length))
        {
            length += read;
            if (length > maxBytes)
            {
                problem = $"{name}: expected at most {maxBytes} bytes, got more";
                return null;
            }

            if (length == content.Length)
            {
                Array.Resize(ref content, (int)Math.Min(maxBytes + 1L, 2L * length));
            }
        }

        problem = null;
        return length == content.Length ? content : content.AsSpan(0, length).ToArray();
    }
}
