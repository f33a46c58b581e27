namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>Reads a file that the input of a bootloader names.</summary>
/// <param name="path">The file, as the input has it.</param>
/// <param name="maxBytes">The most bytes.</param>
/// <param name="problem">Why it cannot be read, or what it is beyond the bound.</param>
/// <returns>The content, or null with <paramref name="problem"/> set.</returns>
public delegate byte[]? TaskFileReader(string path, int maxBytes, out string? problem);
