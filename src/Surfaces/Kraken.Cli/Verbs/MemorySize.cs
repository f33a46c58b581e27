using System.Globalization;

namespace Kraken.Cli.Verbs;

/// <summary>Amounts of memory as people write them: a whole number with MiB or GiB.</summary>
internal static class MemorySize
{
    /// <summary>What is expected, in words.</summary>
    public const string Form = "a whole number followed by MiB or GiB, 1 MiB to 1024 GiB";

    private const long Most = 1L << 40;
    private const long Least = 1L << 20;

    /// <summary>The bytes; null for any other text.</summary>
    public static long? Parse(string text)
    {
        (string Unit, int Shift)[] units = [("GiB", 30), ("MiB", 20)];
        foreach ((string unit, int shift) in units)
        {
            if (text.EndsWith(unit, System.StringComparison.Ordinal)
                && int.TryParse(text[..^unit.Length], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                && (long)number << shift is >= Least and <= Most and var bytes)
            {
                return bytes;
            }
        }

        return null;
    }
}
