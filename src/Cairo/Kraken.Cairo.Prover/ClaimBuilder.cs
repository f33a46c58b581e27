using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Prover.Witness;

namespace Kraken.Cairo.Prover;

/// <summary>States what a trace proves.</summary>
internal static class ClaimBuilder
{
    /// <summary>The claim of a run with the given traces, which are in claim order.</summary>
    /// <param name="data">The public part of the run.</param>
    public static CairoClaim Build(PublicData data, IReadOnlyList<ComponentTrace> traces)
    {
        int?[] sizes = new int?[ClaimLayout.Components.Length];
        List<int> big = [];
        Dictionary<string, int> places =
            ClaimLayout.Components.Select((component, i) => (component.Name, i)).ToDictionary(pair => pair.Name, pair => pair.i);
        foreach (ComponentTrace trace in traces)
        {
            int place = places[trace.Component.Name];
            if (place == ClaimLayout.MemoryIdToBig)
            {
                big.Add(trace.LogSize);
            }
            else
            {
                sizes[place] = trace.LogSize;
            }
        }

        return new() { PublicData = data, LogSizes = sizes, BigLogSizes = [.. big] };
    }
}
