using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Cairo.Air.Components;
using Kraken.Cairo.Air.Public;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Claims;

/// <summary>
/// What a proof claims before any commitment but the preprocessed one: the public data and which components occur with which sizes.
/// </summary>
public sealed class CairoClaim
{
    /// <summary>The number of enable bits reserved for the big-value memory, and so its largest number of instances.</summary>
    public const int MaxBigMemoryInstances = 16;

    /// <summary>The first id of big values.</summary>
    public const uint FirstBigId = 1 << 30;

    private readonly Lazy<ImmutableArray<ComponentInstance>> _instances;

    /// <summary>Makes a claim.</summary>
    /// <param name="publicData">The public data.</param>
    /// <param name="logSizes">
    /// By claim order: default where the component is absent, else its log size (a fixed table's is given too); for the big-value memory
    /// one per instance, possibly none.
    /// </param>
    /// <exception cref="ArgumentException">The shape is not that of the components.</exception>
    public CairoClaim(PublicData publicData, ImmutableArray<ImmutableArray<int>> logSizes)
    {
        PublicData = publicData;
        LogSizes = logSizes;
        if (logSizes.Length != CairoComponents.All.Length || !CairoComponents.All.All(component => HasRightShape(component, logSizes[component.Order])))
        {
            throw new ArgumentException("the log sizes do not fit the components", nameof(logSizes));
        }

        _instances = new(() => [.. MakeInstances()]);
    }

    /// <summary>The public data.</summary>
    public PublicData PublicData { get; }

    /// <summary>The log sizes by claim order; default where absent.</summary>
    public ImmutableArray<ImmutableArray<int>> LogSizes { get; }

    /// <summary>The components that occur, in claim order, the big-value memory once per instance.</summary>
    public ImmutableArray<ComponentInstance> Instances => _instances.Value;

    /// <summary>The enable bits in claim order, with 16 for the big-value memory.</summary>
    public ImmutableArray<bool> EnableBits =>
    [
        .. CairoComponents.All.SelectMany(component => IsBigMemory(component)
            ? Enumerable.Range(0, MaxBigMemoryInstances).Select(i => i < (LogSizes[component.Order].IsDefault ? 0 : LogSizes[component.Order].Length))
            : [!LogSizes[component.Order].IsDefault]),
    ];

    /// <summary>The log sizes of all instances, in order.</summary>
    public IEnumerable<int> EnabledLogSizes => Instances.Select(instance => instance.LogSize);

    /// <summary>True for the component that may occur several times.</summary>
    public static bool IsBigMemory(CairoComponent component) => component.Name == "memory_id_to_big";

    /// <summary>The log size of a component that occurs once, null where it is absent.</summary>
    public int? LogSizeOf(string component) =>
        CairoComponents.TryGet(component, out CairoComponent? known) && LogSizes[known!.Order] is { IsDefaultOrEmpty: false } sizes ? sizes[0] : null;

    private static bool HasRightShape(CairoComponent component, ImmutableArray<int> sizes) =>
        sizes.IsDefault
        || (IsBigMemory(component) ? sizes.Length <= MaxBigMemoryInstances : sizes.Length == 1 && (component.FixedLogSize ?? sizes[0]) == sizes[0]);

    private IEnumerable<ComponentInstance> MakeInstances()
    {
        foreach (CairoComponent component in CairoComponents.All.Where(component => !LogSizes[component.Order].IsDefault))
        {
            uint idOffset = FirstBigId;
            ImmutableArray<int> sizes = LogSizes[component.Order];
            for (int i = 0; i < sizes.Length; i++)
            {
                (uint firstId, int logSize) = (idOffset, sizes[i]);
                yield return new(component, sizes[i], i, [.. component.Air.Parameters.Select(name => Parameter(component, name, logSize, firstId))]);
                idOffset += 1u << sizes[i];
            }
        }
    }

    private M31 Parameter(CairoComponent component, string name, int logSize, uint idOffset) => name switch
    {
        ParameterNames.IdOffset => M31.Reduce(idOffset),
        ParameterNames.Rows => M31.Reduce(1u << logSize),
        ParameterNames.SegmentStart => M31.Reduce(SegmentStart(component)),
        _ => throw new InvalidOperationException($"{component.Name}: no value for {name}"),
    };

    private uint SegmentStart(CairoComponent component) =>
        BuiltinSegments.TryOfComponent(component.Name, out BuiltinSegment segment) ? PublicData.Memory[segment]?.Start.Value ?? 0 : 0;
}
