using System;
using System.Runtime.CompilerServices;
using Kraken.Fields;
using Kraken.Fields.Packed;
using V = System.Runtime.Intrinsics.Vector512<long>;

namespace Kraken.Hashing.Packed;

/// <summary>Eight Hades permutations side by side; the scalar twin is <see cref="Poseidon.Permute"/>, whose keys it takes.</summary>
/// <remarks>Units as <see cref="FeltLanes"/> counts them: before a round x, y, z have two at most, and s three, u two, v one.</remarks>
internal struct HadesLanes
{
    private FeltLanes x;
    private FeltLanes y;
    private FeltLanes z;

    // The cubes, and what the steps work with.
    private FeltLanes a;
    private FeltLanes b;
    private FeltLanes c;

    /// <summary>Permutes eight states of three elements.</summary>
    [SkipLocalsInit]
    public static void Permute(Keys keys, Span<Felt> states)
    {
        ref HadesLanes lanes = ref CacheLine.Align<HadesLanes>(stackalloc byte[CacheLine.SizeFor<HadesLanes>()]);
        FeltLanes.Load(states, [0, 3, 6, 9, 12, 15, 18, 21], out lanes.x);
        FeltLanes.Load(states, [1, 4, 7, 10, 13, 16, 19, 22], out lanes.y);
        FeltLanes.Load(states, [2, 5, 8, 11, 14, 17, 20, 23], out lanes.z);
        lanes.FullRounds(keys.First);
        lanes.PartialRounds(keys);
        lanes.FullRounds(keys.Last);
        Span<Felt> column = stackalloc Felt[FeltLanes.Count];
        lanes.x.Store(column);
        Scatter(column, states);
        lanes.y.Store(column);
        Scatter(column, states[1..]);
        lanes.z.Store(column);
        Scatter(column, states[2..]);
    }

    private static void Scatter(ReadOnlySpan<Felt> column, Span<Felt> states)
    {
        for (int i = 0; i < column.Length; i++)
        {
            states[3 * i] = column[i];
        }
    }

    private void FullRounds(ReadOnlySpan<FeltLanes> keys)
    {
        FeltLanes.Add(x, keys[0], out x);
        FeltLanes.Add(y, keys[1], out y);
        FeltLanes.Add(z, keys[2], out z);
        for (int i = 3; i < keys.Length; i += 3)
        {
            FeltLanes.Square(x, out a);
            FeltLanes.Multiply(a, x, out a);
            FeltLanes.Square(y, out b);
            FeltLanes.Multiply(b, y, out b);
            FeltLanes.Square(z, out c);
            FeltLanes.Multiply(c, z, out c);
            FeltLanes.MapCarried<FirstRow>(a, b, c, out x);
            FeltLanes.MapCarried<SecondRow>(a, b, c, out y);
            FeltLanes.MapCarried<ThirdRow>(a, b, c, out z);
            FeltLanes.Add(x, keys[i], out x);
            FeltLanes.Add(y, keys[i + 1], out y);
            FeltLanes.Add(z, keys[i + 2], out z);
        }
    }

    // s, u and v as in the scalar rounds stand in z, y and x.
    private void PartialRounds(Keys keys)
    {
        FeltLanes.Add(z, keys.Partial[0], out z);
        FeltLanes.Add(x, y, out y);
        FeltLanes.Add(y, keys.Partial[1], out y);
        FeltLanes.Map<FourTimesPlus>(x, keys.Partial[2], x, out x);
        FeltLanes.Multiply(x, keys.Root, out x);
        FeltLanes.Multiply(y, keys.Root, out y);
        FeltLanes.Multiply(z, keys.Root, out z);
        foreach (ref readonly FeltLanes key in keys.Recurrence.AsSpan())
        {
            FeltLanes.Square(z, out c);
            FeltLanes.Multiply(c, z, out c);
            FeltLanes.Subtract(y, c, out z);
            FeltLanes.Add(x, c, out b);
            FeltLanes.MapCarried<Recurrence>(b, y, key, out x);
            y = b;
        }

        FeltLanes.Multiply(x, keys.InverseRoot, out x);
        FeltLanes.Multiply(y, keys.InverseRoot, out y);
        FeltLanes.Multiply(z, keys.InverseRoot, out z);
        FeltLanes.Multiply(x, keys.Quarter, out x);
        FeltLanes.Subtract(y, x, out y);
        FeltLanes.Carry(ref y);
    }

    private readonly struct FirstRow : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => a + a + a + b + c;
    }

    private readonly struct SecondRow : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => a - b + c;
    }

    private readonly struct ThirdRow : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => a + b - c - c;
    }

    private readonly struct FourTimesPlus : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => (a << 2) + b;
    }

    private readonly struct Recurrence : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => (a << 1) + (b << 2) + c;
    }

    /// <summary>The scalar permutation's keys in all lanes; 65 KiB.</summary>
    internal sealed class Keys(
        ReadOnlySpan<Felt> first, ReadOnlySpan<Felt> partial, ReadOnlySpan<Felt> recurrence, ReadOnlySpan<Felt> last, Felt root)
    {
        /// <summary>The keys of the first full rounds.</summary>
        public FeltLanes[] First { get; } = Broadcast(first);

        /// <summary>Those with which the recurrence starts.</summary>
        public FeltLanes[] Partial { get; } = Broadcast(partial);

        /// <summary>What each partial round adds to v.</summary>
        public FeltLanes[] Recurrence { get; } = Broadcast(recurrence);

        /// <summary>The keys of the last full rounds.</summary>
        public FeltLanes[] Last { get; } = Broadcast(last);

        /// <summary>The root of two.</summary>
        public FeltLanes Root { get; } = FeltLanes.Broadcast(root);

        /// <summary>What takes s, u and v back from that factor.</summary>
        public FeltLanes InverseRoot { get; } = FeltLanes.Broadcast(root.Inverse());

        /// <summary>What takes v = 4 x back to x.</summary>
        public FeltLanes Quarter { get; } = FeltLanes.Broadcast(((Felt)4UL).Inverse());

        private static FeltLanes[] Broadcast(ReadOnlySpan<Felt> values)
        {
            FeltLanes[] lanes = new FeltLanes[values.Length];
            for (int i = 0; i < values.Length; i++)
            {
                lanes[i] = FeltLanes.Broadcast(values[i]);
            }

            return lanes;
        }
    }
}
