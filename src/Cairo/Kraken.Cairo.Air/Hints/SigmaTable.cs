using System;
using Kraken.Hashing;

namespace Kraken.Cairo.Air.Hints;

/// <summary>The message schedule of BLAKE2s by round.</summary>
internal static class SigmaTable
{
    public const int Rounds = 10;
    public const int Words = 16;

    /// <summary>The 16 indices of a round; of round 0 beyond the last.</summary>
    public static ReadOnlySpan<byte> Of(uint round) => Blake2s.Sigma.Slice((round < Rounds ? (int)round : 0) * Words, Words);
}
