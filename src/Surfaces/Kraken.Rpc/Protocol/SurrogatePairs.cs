using System;
using System.Globalization;

namespace Kraken.Rpc.Protocol;

/// <summary>
/// Escapes of JSON can spell half a surrogate pair, which is no text: whoever asks for the string gets an exception.
/// </summary>
internal static class SurrogatePairs
{
    private const int EscapeLength = 6;

    /// <summary>Whether every escaped surrogate has its other half.</summary>
    /// <param name="json">Valid JSON, UTF-8: a value with all below it, or a name.</param>
    internal static bool AreWhole(ReadOnlySpan<byte> json)
    {
        // Outside of strings JSON has no backslash.
        for (int at; (at = json.IndexOf((byte)'\\')) >= 0;)
        {
            json = json[at..];
            if (!TryUnit(json, out ushort unit))
            {
                json = json[2..];
                continue;
            }

            json = json[EscapeLength..];
            if (char.IsLowSurrogate((char)unit))
            {
                return false;
            }

            if (char.IsHighSurrogate((char)unit))
            {
                if (!TryUnit(json, out ushort next) || !char.IsLowSurrogate((char)next))
                {
                    return false;
                }

                json = json[EscapeLength..];
            }
        }

        return true;
    }

    private static bool TryUnit(ReadOnlySpan<byte> escape, out ushort unit)
    {
        unit = 0;
        return escape.Length >= EscapeLength && escape[0] == '\\' && escape[1] == 'u'
            && ushort.TryParse(escape[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out unit);
    }
}
