using System;
using Kraken.Storage.Files;

namespace Kraken.Cli.Files;

/// <summary>Reads the files that verbs are given: all of them here, none of them beyond a bound.</summary>
internal static class InputFile
{
    /// <summary>The largest program, class or parameter file.</summary>
    public const int MaxProgramBytes = 32 << 20;

    /// <summary>Reads a file; on a failure says why on standard error and returns null.</summary>
    /// <param name="path">The file; devices and pipes are read as far as the bound.</param>
    /// <param name="maxBytes">The most bytes.</param>
    public static byte[]? Read(string path, int maxBytes = MaxProgramBytes) => Read(path, maxBytes, mark: []);

    /// <summary>Reads a file as above; of one that does not begin with a mark no more than the beginning is read.</summary>
    public static byte[]? Read(string path, int maxBytes, ReadOnlySpan<byte> mark)
    {
        byte[]? content = BoundedFile.TryRead(path, maxBytes, mark, out string? problem);
        if (content is null)
        {
            ErrorLine.Write(problem!);
        }

        return content;
    }
}
