using System;
using System.Globalization;

namespace Kraken.Rpc.Methods;

/// <summary>Where a page of events begins: a block, and how many of its events come before.</summary>
/// <param name="Block">The height.</param>
/// <param name="Skip">The events of that block, matching or not, that are already seen.</param>
internal readonly record struct EventCursor(ulong Block, int Skip)
{
    /// <summary>The text form, "block-skip".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Block}-{Skip}");

    internal static bool TryParse(string text, out EventCursor cursor)
    {
        cursor = default;
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 1 ||
            !ulong.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out ulong block) ||
            !int.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int skip))
        {
            return false;
        }

        cursor = new(block, skip);
        return true;
    }
}
