using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Kraken.Air;

namespace Kraken.Cairo.Air.Components;

/// <summary>One component of the Cairo AIR at its place in the claim.</summary>
public sealed class CairoComponent
{
    private readonly Lazy<AirRecording> air;

    internal CairoComponent(int order, AirDefinition definition)
    {
        Order = order;
        Name = definition.Name;
        Padding = definition.Padding;
        FixedLogSize = definition.FixedLogSize;
        air = new(() => AirRecording.Of(definition), LazyThreadSafetyMode.ExecutionAndPublication);
    }

    /// <summary>The index in claim order, 0..67.</summary>
    public int Order { get; }

    /// <summary>The name, as in claims.</summary>
    public string Name { get; }

    /// <summary>How rows are padded.</summary>
    public RowPadding Padding { get; }

    /// <summary>The log size of a fixed table; null where the claim gives it.</summary>
    public int? FixedLogSize { get; }

    /// <summary>The recording, made on first use.</summary>
    public AirRecording Air => air.Value;

    /// <summary>The relations that it yields, in order of first yield.</summary>
    public IEnumerable<Relation> YieldedRelations =>
        Air.Lookups.Where(lookup => !lookup.IsUse).Select(lookup => lookup.Relation).Distinct();

    /// <inheritdoc/>
    public override string ToString() => Name;
}
