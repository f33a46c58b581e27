using System;
using System.Runtime.CompilerServices;
using Kraken.Fields;
using Kraken.Fields.Packed;
using Kraken.Hashing.Packed;

namespace Kraken.Hashing;

/// <summary>
/// The Poseidon hash of Starknet: the Hades permutation of width 3 with the cube as S-box and the matrix
/// [[3, 1, 1], [1, -1, 1], [1, 1, -2]], and a sponge of rate 2 over it.
/// </summary>
public static class Poseidon
{
    private const int Half = HadesConstants.FullRounds / 2;

    private static readonly Felt[] FirstKeys = FullKeys(HadesConstants.RoundKeys[..(3 * Half)]);

    private static readonly Felt[] LastKeys = FullKeys(HadesConstants.RoundKeys[^(3 * Half)..]);

    // One constant for each partial round: those of the two elements without an S-box commute with it, so their image
    // under the matrix is added to the constants of the next round, and in the end to the first full round's.
    private static readonly Felt[] PartialKeys = CompressPartialKeys();

    private static readonly Felt RootOfTwo = Root(2UL);

    private static readonly Felt InverseRootOfTwo = RootOfTwo.Inverse();

    // What the recurrence of the partial rounds adds in round i: k(i + 3) - 2 k(i + 2) - 4 k(i + 1), with zeros after the last key; times
    // the root of two, and not reduced, see there.
    private static readonly Felt[] RecurrenceKeys = FoldPartialKeys();

    private static readonly Felt OfNothing = HashRest([Felt.Zero, Felt.Zero, Felt.Zero], []);

    private static readonly Lazy<HadesLanes.Keys> LaneKeys =
        new(() => new HadesLanes.Keys(FirstKeys, PartialKeys.AsSpan(0, 3), RecurrenceKeys, LastKeys, RootOfTwo));

    /// <summary>The Hades permutation, in place, of three elements.</summary>
    /// <exception cref="ArgumentException">The state is not of three elements.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Permute(Span<Felt> state)
    {
        if (state.Length != 3)
        {
            throw new ArgumentException($"expected 3 elements, got {state.Length}", nameof(state));
        }

        ref Felt x = ref state[0];
        ref Felt y = ref state[1];
        ref Felt z = ref state[2];
        FullRounds(FirstKeys, ref x, ref y, ref z);
        Felt.ReduceFully(ref x);
        Felt.ReduceFully(ref y);
        Felt.ReduceFully(ref z);

        // u = x + y and v = 4 x, with the keys of the next two rounds.
        Felt.Add(z, PartialKeys[0], out z);
        Felt.Add(x, y, out y);
        Felt.Add(y, PartialKeys[1], out y);
        Felt.Add(x, x, out x);
        Felt.Add(x, x, out x);
        Felt.Add(x, PartialKeys[2], out x);
        Felt.Multiply(x, RootOfTwo, out x);
        Felt.Multiply(y, RootOfTwo, out y);
        Felt.Multiply(z, RootOfTwo, out z);
        foreach (ref readonly Felt key in RecurrenceKeys.AsSpan())
        {
            Felt.HadesPartialRound(ref z, ref y, ref x, key);
        }

        Felt.ReduceFully(ref x);
        Felt.ReduceFully(ref y);
        Felt.ReduceFully(ref z);
        Felt.Multiply(x, InverseRootOfTwo, out x);
        Felt.Multiply(y, InverseRootOfTwo, out y);
        Felt.Multiply(z, InverseRootOfTwo, out z);
        Felt.Halve(x, out x);
        Felt.Halve(x, out x);
        Felt.Subtract(y, x, out y);
        FullRounds(LastKeys, ref x, ref y, ref z);
        Felt.ReduceFully(ref x);
        Felt.ReduceFully(ref y);
        Felt.ReduceFully(ref z);
    }

    /// <summary>The Hades permutation of many states one after the other in memory, in place; faster than each alone.</summary>
    /// <param name="states">Three elements a state.</param>
    /// <exception cref="ArgumentException">The number of elements is not a multiple of three.</exception>
    public static void PermuteMany(Span<Felt> states)
    {
        if (states.Length % 3 != 0)
        {
            throw new ArgumentException($"expected a multiple of 3 elements, got {states.Length}", nameof(states));
        }

        const int Block = 3 * FeltLanes.Count;
        if (FeltLanes.IsSupported)
        {
            for (; states.Length >= Block; states = states[Block..])
            {
                HadesLanes.Permute(LaneKeys.Value, states[..Block]);
            }

            // Three take longer alone than a block.
            if (states.Length > Block / 4)
            {
                Span<Felt> block = stackalloc Felt[Block];
                block[states.Length..].Clear();
                states.CopyTo(block);
                HadesLanes.Permute(LaneKeys.Value, block);
                block[..states.Length].CopyTo(states);
                return;
            }
        }

        for (; states.Length > 0; states = states[3..])
        {
            Permute(states[..3]);
        }
    }

    /// <summary>Hashes many pairs, faster than one after the other.</summary>
    /// <param name="a">The first elements.</param>
    /// <param name="b">The second elements, as many.</param>
    /// <param name="hashes">As many hashes; may be one of the inputs.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void HashPairs(ReadOnlySpan<Felt> a, ReadOnlySpan<Felt> b, Span<Felt> hashes)
    {
        if (a.Length != b.Length || a.Length != hashes.Length)
        {
            throw new ArgumentException($"expected {a.Length} second elements and hashes, got {b.Length} and {hashes.Length}", nameof(b));
        }

        const int Chunk = 8 * FeltLanes.Count;
        Span<Felt> states = stackalloc Felt[3 * Math.Min(Chunk, a.Length)];
        for (int start = 0; start < a.Length; start += Chunk)
        {
            int count = Math.Min(Chunk, a.Length - start);
            for (int i = 0; i < count; i++)
            {
                states[3 * i] = a[start + i];
                states[(3 * i) + 1] = b[start + i];
                states[(3 * i) + 2] = 2UL;
            }

            PermuteMany(states[..(3 * count)]);
            for (int i = 0; i < count; i++)
            {
                hashes[start + i] = states[3 * i];
            }
        }
    }

    /// <summary>Hashes two elements.</summary>
    public static Felt Hash(Felt a, Felt b) => First(a, b, 2UL);

    /// <summary>Hashes one element.</summary>
    public static Felt HashSingle(Felt a) => First(a, Felt.Zero, Felt.One);

    /// <summary>Hashes a list with the sponge: a one is appended, then zeros up to an even length.</summary>
    public static Felt HashMany(ReadOnlySpan<Felt> elements)
    {
        if (elements.IsEmpty)
        {
            return OfNothing;
        }

        Span<Felt> state = stackalloc Felt[3];
        state.Clear();
        return HashRest(state, elements);
    }

    /// <summary>Goes on with a sponge that has absorbed the front of a list, an even number of elements: hashes the whole list.</summary>
    /// <param name="state">The sponge's three elements; used up.</param>
    /// <param name="elements">The rest of the list.</param>
    /// <exception cref="ArgumentException">The state is not of three elements.</exception>
    public static Felt HashRest(Span<Felt> state, ReadOnlySpan<Felt> elements)
    {
        for (; elements.Length >= 2; elements = elements[2..])
        {
            Absorb(elements, ref state[0], ref state[1]);
            Permute(state);
        }

        Absorb(elements, ref state[0], ref state[1]);
        Permute(state);
        return state[0];
    }

    /// <summary>Adds the next block of the sponge: two elements, or what is left of the list and the padding.</summary>
    internal static void Absorb(ReadOnlySpan<Felt> elements, ref Felt x, ref Felt y)
    {
        x += elements.Length > 0 ? elements[0] : Felt.One;
        y += elements.Length > 1 ? elements[1] : elements.Length > 0 ? Felt.One : Felt.Zero;
    }

    private static Felt First(Felt a, Felt b, Felt capacity)
    {
        Span<Felt> state = [a, b, capacity];
        Permute(state);
        return state[0];
    }

    // Leaves the elements unreduced.
    private static void FullRounds(Felt[] keys, ref Felt x, ref Felt y, ref Felt z)
    {
        Felt.Add(x, keys[0], out x);
        Felt.Add(y, keys[1], out y);
        Felt.Add(z, keys[2], out z);
        for (int i = 3; i < keys.Length; i += 3)
        {
            Felt.HadesFullRound(ref x, ref y, ref z, keys[i], keys[i + 1], keys[i + 2]);
        }
    }

    /// <summary>Multiplies by the matrix: with t = x + y + z, (t + 2x, t - 2y, t - 3z).</summary>
    private static void Mix(ref Felt x, ref Felt y, ref Felt z)
    {
        Felt.Add(x, y, out Felt sum);
        Felt.Add(sum, z, out sum);
        Felt.Add(x, x, out x);
        Felt.Add(x, sum, out x);
        Felt.Add(y, y, out y);
        Felt.Subtract(sum, y, out y);
        Felt.Subtract(sum, z, out sum);
        Felt.Add(z, z, out z);
        Felt.Subtract(sum, z, out z);
    }

    // Three constants for each full round, and three zeros that stand for the keys after the last one. The first three are added alone,
    // the others in a round, which wants them with multiples of P.
    private static Felt[] FullKeys(ReadOnlySpan<Felt> constants)
    {
        Felt[] keys = [.. constants, Felt.Zero, Felt.Zero, Felt.Zero];
        for (int i = 3; i < keys.Length; i += 3)
        {
            Felt.AddModuli(ref keys[i], 1);
            Felt.AddModuli(ref keys[i + 1], 3);
            Felt.AddModuli(ref keys[i + 2], 4);
        }

        return keys;
    }

    private static Felt Root(Felt square) =>
        square.TrySqrt(out Felt root) ? root : throw new InvalidOperationException($"{square} has no square root");

    private static Felt[] CompressPartialKeys()
    {
        ReadOnlySpan<Felt> keys = HadesConstants.RoundKeys;
        Felt[] compressed = new Felt[HadesConstants.PartialRounds];
        Felt carryX = Felt.Zero;
        Felt carryY = Felt.Zero;
        Felt carryZ = Felt.Zero;
        for (int i = 0; i < compressed.Length; i++)
        {
            int round = 3 * (Half + i);
            carryX += keys[round];
            carryY += keys[round + 1];
            compressed[i] = carryZ + keys[round + 2];
            carryZ = Felt.Zero;
            Mix(ref carryX, ref carryY, ref carryZ);
        }

        LastKeys[0] += carryX;
        LastKeys[1] += carryY;
        LastKeys[2] += carryZ;
        return compressed;
    }

    private static Felt[] FoldPartialKeys()
    {
        Felt[] folded = new Felt[PartialKeys.Length];
        for (int i = 0; i < folded.Length; i++)
        {
            folded[i] = (Key(i + 3) - (Key(i + 2) * 2UL) - (Key(i + 1) * 4UL)) * RootOfTwo;
            Felt.AddModuli(ref folded[i], 1);
        }

        return folded;

        static Felt Key(int round) => round < PartialKeys.Length ? PartialKeys[round] : Felt.Zero;
    }
}
