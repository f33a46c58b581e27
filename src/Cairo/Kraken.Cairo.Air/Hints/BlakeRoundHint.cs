using System;
using System.Numerics;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;

namespace Kraken.Cairo.Air.Hints;

/// <summary>One BLAKE2s round over a message in memory: (round, message pointer, 16 words) to 16 words.</summary>
internal sealed class BlakeRoundHint : Hint
{
    public static BlakeRoundHint Instance { get; } = new();

    public override string Name => "blake_round";

    public override int Inputs => 2 + SigmaTable.Words;

    public override int Outputs => SigmaTable.Words;

    public override void EvaluateRow(IWitnessContext context, ReadOnlySpan<uint> inputs, Span<uint> outputs)
    {
        IMemoryContext memory = (IMemoryContext)context;
        ReadOnlySpan<byte> sigma = SigmaTable.Of(inputs[0]);
        Span<uint> message = stackalloc uint[SigmaTable.Words];
        for (int i = 0; i < message.Length; i++)
        {
            message[i] = ReadWord(memory, inputs[1] + sigma[i]);
        }

        inputs[2..].CopyTo(outputs);
        for (int i = 0; i < 4; i++)
        {
            Mix(outputs, i, 4 + i, 8 + i, 12 + i, message[2 * i], message[(2 * i) + 1]);
        }

        for (int i = 0; i < 4; i++)
        {
            Mix(outputs, i, 4 + ((i + 1) & 3), 8 + ((i + 2) & 3), 12 + ((i + 3) & 3), message[8 + (2 * i)], message[9 + (2 * i)]);
        }
    }

    private static uint ReadWord(IMemoryContext memory, uint address)
    {
        Span<uint> limbs = stackalloc uint[FeltLimbs.Count];
        memory.LimbsOf(memory.IdOf(address), limbs);
        return limbs[0] | (limbs[1] << 9) | (limbs[2] << 18) | (limbs[3] << 27);
    }

    private static void Mix(Span<uint> v, int a, int b, int c, int d, uint first, uint second)
    {
        v[a] += v[b] + first;
        v[d] = BitOperations.RotateRight(v[d] ^ v[a], 16);
        v[c] += v[d];
        v[b] = BitOperations.RotateRight(v[b] ^ v[c], 12);
        v[a] += v[b] + second;
        v[d] = BitOperations.RotateRight(v[d] ^ v[a], 8);
        v[c] += v[d];
        v[b] = BitOperations.RotateRight(v[b] ^ v[c], 7);
    }
}
