using System;

namespace Kraken.Storage;

/// <summary>The range of keys that start with a prefix.</summary>
public static class KeyPrefix
{
    /// <summary>The least key after all that start with the prefix; null when there is none, the prefix being empty or all 0xff.</summary>
    public static byte[]? End(ReadOnlySpan<byte> prefix)
    {
        ReadOnlySpan<byte> significant = prefix.TrimEnd((byte)0xff);
        if (significant.IsEmpty)
        {
            return null;
        }

        byte[] end = significant.ToArray();
        end[^1]++;
        return end;
    }
}
