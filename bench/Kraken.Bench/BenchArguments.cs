using System.Globalization;

namespace Kraken.Bench;

/// <summary>What benchmarks read from their command lines.</summary>
internal static class BenchArguments
{
    /// <summary>A number from 1 to the most; null for any other text.</summary>
    public static int? Number(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= 1 && value <= most ? value : null;
}
