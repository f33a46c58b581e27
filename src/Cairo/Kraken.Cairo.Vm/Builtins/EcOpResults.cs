using System;
using Kraken.Caching;
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

    private static readonly RecentResults<Inputs, AffinePoint> Kept = new(KeptInstances);

    public static bool TryGet(ReadOnlySpan<Felt> inputs, out AffinePoint result) => Kept.TryGet(new(inputs), out result);

    public static void Keep(ReadOnlySpan<Felt> inputs, in AffinePoint result) => Kept.Set(new(inputs), result);

    private readonly record struct Inputs(Felt PX, Felt PY, Felt QX, Felt QY, Felt M)
    {
        public Inputs(ReadOnlySpan<Felt> inputs)
            : this(inputs[0], inputs[1], inputs[2], inputs[3], inputs[4])
        {
        }
    }
}
