using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code for the hash builtins.</summary>
internal static class HashLibfuncs
{
    private static readonly MethodInfo PedersenHash = RuntimeMembers.Method(typeof(HashOperations), nameof(HashOperations.Pedersen));
    private static readonly MethodInfo HadesPermutation = RuntimeMembers.Method(typeof(HashOperations), nameof(HashOperations.Hades));

    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("pedersen", Pedersen), new("hades_permutation", Hades), new("blake2s_compress", BlakeCompress),
        new("blake2s_compress_guarantees", BlakeCompress), new("blake2s_finalize", BlakeFinalize),
        new("blake2s_finalize_guarantees", BlakeFinalize),
    ];

    internal static void Pedersen(Invocation i) => i.Leave(0, [i.CallForFelt(PedersenHash, i.One(1), i.One(2))]);

    internal static void Hades(Invocation i)
    {
        Slot[] state = [.. Enumerable.Range(1, 3).Select(a => Copy(i, i.One(a)))];
        i.Call(HadesPermutation, state);
        i.Leave(0, [.. state.Select(slot => (Slot[])[slot])]);
    }

    internal static void BlakeCompress(Invocation i) => Blake(i, false);

    internal static void BlakeFinalize(Invocation i) => Blake(i, true);

    private static void Blake(Invocation i, bool finalizes)
    {
        i.Call(
            RuntimeMembers.Method(typeof(HashOperations), nameof(HashOperations.Blake)), i.One(0), i.One(1), i.One(2),
            Slot.Constant(SlotKind.Int32, finalizes ? 1 : 0));
        i.Leave(0, [i.Pop(SlotKind.Int32)]);
    }

    private static Slot Copy(Invocation i, Slot slot)
    {
        i.Writer.Push(slot);
        return i.Pop(SlotKind.Felt);
    }
}
