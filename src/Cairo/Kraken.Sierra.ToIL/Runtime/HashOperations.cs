using System;
using System.Runtime.CompilerServices;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Sierra.ToIL.Runtime;

/// <summary>The hash builtins.</summary>
internal static class HashOperations
{
    private const MethodImplOptions Once = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>The Pedersen hash of two elements.</summary>
    [MethodImpl(Once)]
    internal static void Pedersen(in Felt left, in Felt right, out Felt hash) => hash = Hashing.Pedersen.Hash(left, right);

    /// <summary>The Hades permutation, in place.</summary>
    [MethodImpl(Once)]
    internal static void Hades(ref Felt s0, ref Felt s1, ref Felt s2) 
    {
        Span<Felt> state = [s0, s1, s2];
        Poseidon.Permute(state);
        (s0, s1, s2) = (state[0], state[1], state[2]);
    }
}
