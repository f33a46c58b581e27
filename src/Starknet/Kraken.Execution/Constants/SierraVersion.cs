using System;
using System.Globalization;

namespace Kraken.Execution.Constants;

/// <summary>The version of the Sierra language a class was compiled to.</summary>
/// <param name="Major">Major.</param>
/// <param name="Minor">Minor.</param>
/// <param name="Patch">Patch.</param>
public readonly record struct SierraVersion(uint Major, uint Minor, uint Patch) : IComparable<SierraVersion>
{
    /// <summary>Whether <paramref name="left"/> is at least <paramref name="right"/>.</summary>
    public static bool operator >=(SierraVersion left, SierraVersion right) => left.CompareTo(right) >= 0;

    /// <summary>Whether <paramref name="left"/> is at most <paramref name="right"/>.</summary>
    public static bool operator <=(SierraVersion left, SierraVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> is above <paramref name="right"/>.</summary>
    public static bool operator >(SierraVersion left, SierraVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> is below <paramref name="right"/>.</summary>
    public static bool operator <(SierraVersion left, SierraVersion right) => left.CompareTo(right) < 0;

    /// <summary>Reads "major.minor.patch".</summary>
    public static bool TryParse(string text, out SierraVersion version)
    {
        string[] parts = text.Split('.');
        uint[] numbers = new uint[3];
        bool valid = parts.Length == 3;
        for (int i = 0; valid && i < 3; i++)
        {
            valid = uint.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]);
        }

        version = new(numbers[0], numbers[1], numbers[2]);
        return valid;
    }

    /// <inheritdoc/>
    public int CompareTo(SierraVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Major}.{Minor}.{Patch}");
}
