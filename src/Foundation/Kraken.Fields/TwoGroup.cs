using System;
using System.Collections.Generic;
using System.Numerics;

namespace Kraken.Fields;

/// <summary>
/// The subgroup of order 2^192 of the Stark field, with tables for logarithms to its generator g, a byte at a time
/// (P. Sarkar, "Computing square roots faster than the Tonelli-Shanks/Bernstein algorithm", 2020).
/// </summary>
internal sealed class TwoGroup
{
    private const int Digits = 24;
    private const int Radix = 256;

    // inversePowers[j * 256 + d] = g^(-d * 2^(8 j)).
    private readonly Felt[] inversePowers = new Felt[Digits * Radix];

    // g^(d * 2^184), the roots of unity of order 256, to d.
    private readonly Dictionary<Felt, int> topDigit = new(Radix);

    private TwoGroup()
    {
        // 3 generates the whole multiplicative group.
        Felt generator = ((Felt)3UL).Pow((BigInteger.One << 59) + 17);
        Felt step = generator.Inverse();
        for (int j = 0; j < Digits; j++)
        {
            Felt power = Felt.One;
            for (int d = 0; d < Radix; d++)
            {
                inversePowers[(j * Radix) + d] = power;
                power *= step;
            }

            step = power;
        }

        for (int d = 0; d < Radix; d++)
        {
            topDigit.Add(inversePowers[((Digits - 1) * Radix) + d], (Radix - d) % Radix);
        }
    }

    /// <summary>The tables, built at first use.</summary>
    public static TwoGroup Instance { get; } = new();

    /// <summary>For value = g^e finds g^(-e / 2).</summary>
    /// <returns>False when e is odd.</returns>
    public bool TryRootCorrection(Felt value, out Felt correction)
    {
        Span<byte> digits = stackalloc byte[Digits];
        WriteLogarithm(value, digits);
        correction = Felt.One;
        if ((digits[0] & 1) != 0)
        {
            return false;
        }

        int carry = 0;
        for (int j = Digits - 1; j >= 0; j--)
        {
            correction *= inversePowers[(j * Radix) + ((digits[j] >> 1) | (carry << 7))];
            carry = digits[j] & 1;
        }

        return true;
    }

    /// <summary>Writes e of value = g^e as little-endian bytes.</summary>
    private void WriteLogarithm(Felt value, Span<byte> digits)
    {
        // powers[j] = value^(2^(8 j)).
        Span<Felt> powers = stackalloc Felt[Digits];
        powers[0] = value;
        for (int j = 1; j < Digits; j++)
        {
            Felt power = powers[j - 1];
            for (int i = 0; i < 8; i++)
            {
                power = power.Square();
            }

            powers[j] = power;
        }

        for (int i = 0; i < Digits; i++)
        {
            // Raised until only digit i is left above the digits already known, which are divided out.
            int shift = Digits - 1 - i;
            Felt rest = powers[shift];
            for (int k = 0; k < i; k++)
            {
                rest *= inversePowers[((shift + k) * Radix) + digits[k]];
            }

            digits[i] = (byte)topDigit[rest];
        }
    }
}
