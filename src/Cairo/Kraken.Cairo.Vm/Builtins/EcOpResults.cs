using System;
using System.Collections.Concurrent;
using Kraken.Curves;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Builtins;

/// <summary>
/// Instances computed lately, by all their inputs: a node runs the same signature check when it admits a transaction, when it builds
/// the block and when it validates it. Shared by all runs; safe for several threads.
/// </summary>
internal static class EcOpResults
{
    private const int KeptInstances = 1 << 15;

    private static readonly ConcurrentDictionary<Inputs, AffinePoint> Kept = new();

    public static bool TryGet(ReadOnlySpan<Felt> inputs, out AffinePoint result) => Kept.TryGetValue(new(inputs), out result);

    public static void Keep(ReadOnlySpan<Felt> inputs, in AffinePoint result)
    {
        if (Kept.Count >= KeptInstances)
        {
            Kept.Clear();
        }

        Kept[new(inputs)] = result;
    }

    private readonly record struct Inputs(Felt PX, Felt PY, Felt QX, Felt QY, Felt M)
    {
        public Inputs(ReadOnlySpan<Felt> inputs)
            : this(inputs[0], inputs[1], inputs[2], inputs[3], inputs[4])
        {
        }
    }
}
