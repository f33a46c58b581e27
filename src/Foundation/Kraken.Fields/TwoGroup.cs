using System;
using System.Collections.Generic;
using System.Numerics;

namespace Kraken.Fields;

/// <summary>
/// The subgroup of order 2^192 of the Stark field, with tables for logarithms to its generator g, 12 bits at a time
/// [SARKAR].
/// </summary>
internal sealed class TwoGroup
{
    private const int DigitBits = 12;
    private const int Digits = 192 / DigitBits;
    private const int Radix = 1 << DigitBits;

    // inversePowers[j * radix + d] = g^(-d * 2^(12 j)); 2 MiB.
    private readonly Felt[] inversePowers = new Felt[Digits * Radix];

    // g^(d * 2^180), the roots of unity whose order is the radix, to d.
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

    /// <summary>The tables, built at first use in 2 ms.</summary>
    public static TwoGroup Instance { get; } = new();

    /// <summary>For value = g^e finds g^(-e / 2).</summary>
    /// <returns>False when e is odd.</returns>
    public bool TryRootCorrection(Felt value, out Felt correction)
    {
        Span<short> digits = stackalloc short[Digits];
        WriteLogarithm(value, digits);
        correction = Felt.One;
        if ((digits[0] & 1) != 0)
        {
            return false;
        }

        int carry = 0;
        for (int j = Digits - 1; j >= 0; j--)
        {
            correction *= inversePowers[(j * Radix) + ((digits[j] >> 1) | (carry << (DigitBits - 1)))];
            carry = digits[j] & 1;
        }

        return true;
    }

    /// <summary>Writes e of value = g^e as little-endian digits.</summary>
    private void WriteLogarithm(Felt value, Span<short> digits)
    {
        // powers[j] = value^(2^(12 j)).
        Span<Felt> powers = stackalloc Felt[Digits];
        powers[0] = value;
        for (int j = 1; j < Digits; j++)
        {
            powers[j] = powers[j - 1];
            for (int i = 0; i < DigitBits; i++)
            {
                Felt.Square(powers[j], out powers[j]);
            }
        }

        for (int i = 0; i < Digits; i++)
        {
            // Raised until only digit i is left above the digits already known, which are divided out.
            int shift = Digits - 1 - i;
            Felt rest = powers[shift];
            for (int k = 0; k < i; k++)
            {
                Felt.Multiply(rest, inversePowers[((shift + k) * Radix) + digits[k]], out rest);
            }

            digits[i] = (short)topDigit[rest];
        }
    }
}
