using System;
using Kraken.Serialization;

namespace Kraken.Cli.Files;

/// <summary>Errors on standard error. Their texts may hold what a file says, which must not fill or drive a terminal.</summary>
internal static class ErrorLine
{
    private const int MaxLength = 1000;

    /// <summary>Writes an error about a file.</summary>
    public static void Write(string path, object? error) => Write($"{path}: {error}");

    /// <summary>Prints a text to standard error as one line.</summary>
    public static void Write(string text) => Console.Error.WriteLine(Of(text));

    /// <summary>A text on one line, shortened, without what a terminal would obey.</summary>
    public static string Of(string text, int maxLength = MaxLength) => ForeignText.Line(text, maxLength);
}
