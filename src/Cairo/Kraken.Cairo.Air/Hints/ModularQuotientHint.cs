using System;
using System.Numerics;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Modulo;

namespace Kraken.Cairo.Air.Hints;

/// <summary>The quotient (a b - c) / p of numbers p, a, b, c of 384 bits, as 32 limbs of 12 bits; 0 for p = 0.</summary>
internal sealed class ModularQuotientHint : Hint
{
    public static ModularQuotientHint Instance { get; } = new();

    public override string Name => "modular_quotient";

    public override int Inputs => 4 * ModularNumbers.Limbs;

    public override int Outputs => TwelveBitLimbs.Count;

    public override void EvaluateRow(IWitnessContext context, ReadOnlySpan<uint> inputs, Span<uint> outputs)
    {
        BigInteger p = ModularNumbers.Read(inputs, 0);
        BigInteger difference = (ModularNumbers.Read(inputs, 1) * ModularNumbers.Read(inputs, 2)) - ModularNumbers.Read(inputs, 3);
        BigInteger quotient = p.IsZero || difference.Sign < 0 ? BigInteger.Zero : difference / p;
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = (uint)(quotient & ((1 << TwelveBitLimbs.Bits) - 1));
            quotient >>= TwelveBitLimbs.Bits;
        }
    }
}
