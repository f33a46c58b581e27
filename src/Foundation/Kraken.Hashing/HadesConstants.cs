using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Kraken.Fields;

namespace Kraken.Hashing;

/// <summary>
/// The round constants of the Hades permutation of Starknet: constant j is SHA-256("Hades" + j) modulo P, three for each round.
/// </summary>
public static class HadesConstants
{
    /// <summary>The full rounds, half of them before the partial ones.</summary>
    public const int FullRounds = 8;

    /// <summary>The partial rounds, whose only S-box is on the last element.</summary>
    public const int PartialRounds = 83;

    /// <summary>Full and partial rounds together.</summary>
    public const int Rounds = FullRounds + PartialRounds;

    private static readonly Felt[] Derived = Derive();

    /// <summary>Three constants a round, 273 in all.</summary>
    public static ReadOnlySpan<Felt> RoundKeys => Derived;

    private static Felt[] Derive()
    {
        Felt[] keys = new Felt[3 * Rounds];
        for (int j = 0; j < keys.Length; j++)
        {
            byte[] name = Encoding.ASCII.GetBytes("Hades" + j.ToString(CultureInfo.InvariantCulture));
            keys[j] = Felt.FromBytesBigEndianReduced(SHA256.HashData(name));
        }

        return keys;
    }
}
