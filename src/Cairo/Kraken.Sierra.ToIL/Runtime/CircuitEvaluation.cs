using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Runtime;

/// <summary>
/// Evaluates circuits of integers of 384 bits modulo another: additions as far as they go before each product. An inverse that does not
/// exist ends it, and its nullifier stands in its place. A value is four limbs of 96 bits, each in two words of the memory.
/// </summary>
internal static class CircuitEvaluation
{
    /// <summary>The words that four limbs take.</summary>
    internal const int ValueWords = 2 * CircuitInfo.ValueSize;

    private const int LimbBits = 96;

    /// <summary>Evaluates a circuit whose inputs are in the memory.</summary>
    /// <param name="context">The context of the call.</param>
    /// <param name="number">The circuit's number in the program.</param>
    /// <param name="inputsEnd">The place behind the inputs.</param>
    /// <param name="m0">The modulus, the low limb first.</param>
    /// <param name="m1">Its second limb.</param>
    /// <param name="m2">Its third limb.</param>
    /// <param name="m3">Its highest limb.</param>
    /// <returns>How many of the products hold.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int Evaluate(
        NativeContext context, int number, int inputsEnd, UInt128 m0, UInt128 m1, UInt128 m2, UInt128 m3)
    {
        NativeCircuit circuit = context.Circuits[number];
        int place = Start(circuit, inputsEnd);
        Span<ulong> words = context.Words(place, circuit.Values * ValueWords);
        var values = new BigInteger?[circuit.Values];
        values[0] = BigInteger.One;
        for (int i = 1; i <= circuit.Inputs; i++)
        {
            values[i] = Read(words.Slice(i * ValueWords, ValueWords));
        }

        int computed = Walk(circuit, values, Join(m0, m1, m2, m3));
        for (int i = 0; i < values.Length; i++)
        {
            Write(words.Slice(i * ValueWords, ValueWords), values[i] ?? BigInteger.Zero);
        }

        return computed;
    }

    /// <summary>The place of a circuit's values.</summary>
    internal static int Start(NativeCircuit circuit, int inputsEnd) => inputsEnd - ((1 + circuit.Inputs) * ValueWords);

    /// <summary>The place of the value that takes the place of an inverse that does not exist.</summary>
    internal static int Nullifier(NativeContext context, int number, int values, int failing) =>
        values + (context.Circuits[number].Products[failing].Left * ValueWords);

    private static int Walk(NativeCircuit circuit, BigInteger?[] values, BigInteger modulus)
    {
        int added = 0;
        for (int product = 0; ; product++)
        {
            while (added < circuit.Additions.Length && TryAdd(circuit.Additions[added], values, modulus))
            {
                added++;
            }

            if (product == circuit.Products.Length || !TryMultiply(circuit.Products[product], values, modulus))
            {
                return product;
            }
        }
    }

    private static bool TryAdd(GateOffsets gate, BigInteger?[] values, BigInteger modulus)
    {
        if (values[gate.Right] is not { } right)
        {
            return false;
        }

        if (values[gate.Left] is { } left)
        {
            values[gate.Output] = (left + right) % modulus;
            return true;
        }

        if (values[gate.Output] is not { } sum)
        {
            return false;
        }

        values[gate.Left] = (sum + modulus - right) % modulus;
        return true;
    }

    private static bool TryMultiply(GateOffsets gate, BigInteger?[] values, BigInteger modulus)
    {
        BigInteger right = values[gate.Right] ?? throw NativeLimitException.Beyond("circuit");
        if (values[gate.Left] is { } left)
        {
            values[gate.Output] = left * right % modulus;
            return true;
        }

        BigInteger gcd = IntegerOperations.Gcd(right, modulus, out BigInteger inverse);
        values[gate.Left] = gcd.IsOne ? inverse : modulus / gcd;
        return gcd.IsOne;
    }

    private static BigInteger Join(UInt128 m0, UInt128 m1, UInt128 m2, UInt128 m3) =>
        ((((((BigInteger)m3 << LimbBits) + (BigInteger)m2) << LimbBits) + (BigInteger)m1) << LimbBits) + (BigInteger)m0;

    private static BigInteger Read(ReadOnlySpan<ulong> words) => Join(
        new UInt128(words[1], words[0]), new UInt128(words[3], words[2]), new UInt128(words[5], words[4]), new UInt128(words[7], words[6]));

    private static void Write(Span<ulong> words, BigInteger value)
    {
        for (int limb = 0; limb < CircuitInfo.ValueSize; limb++, value >>= LimbBits)
        {
            words[2 * limb] = (ulong)(value & ulong.MaxValue);
            words[(2 * limb) + 1] = (ulong)((value >> 64) & uint.MaxValue);
        }
    }
}
