using System;
using System.Globalization;

namespace Kraken.Rpc.Methods;

/// <summary>Where a page of events begins: a block, and how many of its events come before.</summary>
/// <param name="Block">The height.</param>
/// <param name="Skip">The events of that block, matching or not, that are already seen.</param>
internal readonly record struct EventCursor(ulong Block, int Skip)
{
    // Two numbers and the check.
    private const int MaxLength = 64;

    /// <summary>The token of a page that begins here: "block-skip-check".</summary>
    /// <param name="filter">The filter whose page it is; pages of another size may follow.</param>
    internal string ToToken(EventFilter filter)
    {
        string place = string.Create(CultureInfo.InvariantCulture, $"{Block}-{Skip}");
        return $"{place}-{filter.CheckOf(place)}";
    }

    /// <summary>Reads a token; false for one that no page of this filter gave.</summary>
    internal static bool TryParse(string token, EventFilter filter, out EventCursor cursor)
    {
        cursor = default;
        string[] parts = token.Length <= MaxLength ? token.Split('-') : [];
        if (parts.Length != 3 ||
            !ulong.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out ulong block) ||
            !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int skip))
        {
            return false;
        }

        // One form for each place: neither leading zeros nor another check.
        cursor = new(block, skip);
        return cursor.ToToken(filter).Equals(token, StringComparison.Ordinal);
    }
}
