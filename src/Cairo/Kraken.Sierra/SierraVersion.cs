using System;
using System.Globalization;

namespace Kraken.Sierra;

/// <summary>A version of the Sierra language or of the compiler that wrote a class.</summary>
/// <param name="Major">Major number.</param>
/// <param name="Minor">Minor number.</param>
/// <param name="Patch">Patch number.</param>
public readonly record struct SierraVersion(ulong Major, ulong Minor, ulong Patch) : IComparable<SierraVersion>
{
    /// <summary>The newest Sierra version that this compiler reads.</summary>
    public static SierraVersion Current => new(1, 9, 3);

    /// <summary>Whether this compiler reads the version: the same major, and a minor that is not newer.</summary>
    public bool IsSupported => Major == Current.Major && Minor <= Current.Minor;

    /// <summary>Reads "major.minor.patch".</summary>
    public static bool TryParse(string text, out SierraVersion version)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('.');
        ulong[] numbers = new ulong[3];
        bool valid = parts.Length == 3;
        for (int i = 0; valid && i < 3; i++)
        {
            valid = ulong.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]);
        }

        version = valid ? new(numbers[0], numbers[1], numbers[2]) : default;
        return valid;
    }

    /// <inheritdoc/>
    public int CompareTo(SierraVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    /// <summary>Order by major, minor, patch.</summary>
    public static bool operator <(SierraVersion left, SierraVersion right) => left.CompareTo(right) < 0;

    /// <summary>Order by major, minor, patch.</summary>
    public static bool operator >(SierraVersion left, SierraVersion right) => left.CompareTo(right) > 0;

    /// <summary>Order by major, minor, patch.</summary>
    public static bool operator <=(SierraVersion left, SierraVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Order by major, minor, patch.</summary>
    public static bool operator >=(SierraVersion left, SierraVersion right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Major}.{Minor}.{Patch}");
}
