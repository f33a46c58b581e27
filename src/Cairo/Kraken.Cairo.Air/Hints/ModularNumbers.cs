using System;
using System.Numerics;
using Kraken.Cairo.Air.Components.Modulo;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Casm.Builtins;

namespace Kraken.Cairo.Air.Hints;

/// <summary>Numbers of four 96-bit words in limbs of 9 bits, eleven per word.</summary>
internal static class ModularNumbers
{
    /// <summary>Limbs per number.</summary>
    public const int Limbs = ModularOperands.Words * ModularOperands.WordLimbs;

    /// <summary>Reads number i of a list.</summary>
    public static BigInteger Read(ReadOnlySpan<uint> inputs, int index)
    {
        BigInteger number = BigInteger.Zero;
        for (int i = 0; i < Limbs; i++)
        {
            (int word, int limb) = Math.DivRem(i, ModularOperands.WordLimbs);
            number += (BigInteger)inputs[(index * Limbs) + i] << ((word * ModuloInstance.WordBits) + (limb * FeltLimbs.Bits));
        }

        return number;
    }
}
