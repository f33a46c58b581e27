using System.Numerics;

namespace Kraken.Dev.Accounts;

/// <summary>
/// MT19937-64 [MT64], the generator by which starknet-devnet draws its keys. Its values are known to whoever knows the seed: for keys of
/// development accounts alone.
/// </summary>
internal sealed class MersenneTwister64
{
    private const int Length = 312;
    private const int Middle = 156;
    private const ulong Matrix = 0xB5026F5AA96619E9;
    private const ulong Upper = 0xFFFFFFFF80000000;
    private const ulong Lower = 0x7FFFFFFF;
    private const ulong Multiplier = 6364136223846793005;

    private readonly ulong[] state = new ulong[Length];
    private int next = Length;

    /// <summary>Begins with a state of one word.</summary>
    internal MersenneTwister64(ulong seed)
    {
        state[0] = seed;
        for (int i = 1; i < Length; i++)
        {
            state[i] = unchecked((Multiplier * (state[i - 1] ^ (state[i - 1] >> 62))) + (ulong)i);
        }
    }

    /// <summary>
    /// Begins as the Rust crates of the reference do with a number as seed: eight bytes from two steps of PCG-XSH-RR 64/32 are the word.
    /// </summary>
    internal static MersenneTwister64 OfNumber(ulong number)
    {
        ulong low = Permuted(ref number);
        return new((Permuted(ref number) << 32) | low);
    }

    /// <summary>The next 64 bits.</summary>
    internal ulong Next()
    {
        if (next == Length)
        {
            Twist();
        }

        ulong value = state[next++];
        value ^= (value >> 29) & 0x5555555555555555;
        value ^= (value << 17) & 0x71D67FFFEDA60000;
        value ^= (value << 37) & 0xFFF7EEE000000000;
        return value ^ (value >> 43);
    }

    private static ulong Permuted(ref ulong state)
    {
        const ulong Increment = 11634580027462260723;
        state = unchecked((state * Multiplier) + Increment);
        uint mixed = (uint)(((state >> 18) ^ state) >> 27);
        return BitOperations.RotateRight(mixed, (int)(state >> 59));
    }

    private void Twist()
    {
        for (int i = 0; i < Length; i++)
        {
            ulong word = (state[i] & Upper) | (state[(i + 1) % Length] & Lower);
            state[i] = state[(i + Middle) % Length] ^ (word >> 1) ^ ((word & 1) == 0 ? 0 : Matrix);
        }

        next = 0;
    }
}
