using System.Collections.Generic;
using System.Linq;

namespace Kraken.Cairo.Air.Proofs;

/// <summary>What a proof states: the public data and the sizes of the components.</summary>
public sealed record CairoClaim
{
    /// <summary>States, public memory and segments.</summary>
    public required PublicData PublicData { get; init; }

    /// <summary>
    /// log2 of the rows of each component, by place in <see cref="ClaimLayout.Components"/>; null where it is absent. Fixed tables have
    /// their size; the entry of memory_id_to_big is null, see <see cref="BigLogSizes"/>.
    /// </summary>
    public required int?[] LogSizes { get; init; }

    /// <summary>
    /// log2 of the rows of each part of memory_id_to_big, at most 16; empty if no big value exists; null if the component is missing.
    /// </summary>
    public required int[]? BigLogSizes { get; init; }

    /// <summary>The enabled components in claim order.</summary>
    public IEnumerable<ComponentInstance> Instances()
    {
        for (int component = 0; component < LogSizes.Length; component++)
        {
            if (component == ClaimLayout.MemoryIdToBig)
            {
                for (int part = 0; part < (BigLogSizes?.Length ?? 0); part++)
                {
                    yield return new(component, BigLogSizes![part], part);
                }
            }
            else if (LogSizes[component] is int logSize)
            {
                yield return new(component, logSize, 0);
            }
        }
    }

    /// <summary>The log sizes of all base trace columns, in commit order.</summary>
    public int[] TraceLogSizes() => [.. Instances().SelectMany(i => Enumerable.Repeat(i.LogSize, i.Layout.TraceColumns))];

    /// <summary>The log sizes of all interaction trace columns, in commit order.</summary>
    public int[] InteractionLogSizes() => [.. Instances().SelectMany(i => Enumerable.Repeat(i.LogSize, i.Layout.InteractionColumns))];
}
