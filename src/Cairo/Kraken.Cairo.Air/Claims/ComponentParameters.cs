using System;
using System.Linq;
using Kraken.Cairo.Air.Components;
using Kraken.Cairo.Air.Proofs;
using Kraken.Casm.Builtins;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Claims;

/// <summary>The values that a claim fixes for the rows of its components.</summary>
public static class ComponentParameters
{
    /// <summary>The first id of big values.</summary>
    public const uint FirstBigId = 1 << 30;

    /// <summary>The addresses of a row of memory_address_to_id, as many apart as it has rows.</summary>
    public const int AddressChunks = 16;

    /// <summary>The limbs of 9 bits of a small value, of a row of memory_id_to_small.</summary>
    public const int SmallLimbs = 8;

    /// <summary>The rows of memory_address_to_id for a memory of that many cells, before they are rounded up to a power of two.</summary>
    public static long AddressRows(long cells) => (cells + AddressChunks - 1) / AddressChunks;

    /// <summary>The parameters of an instance, in the order of its recording's parameters.</summary>
    public static M31[] Of(CairoClaim claim, ComponentInstance instance)
    {
        CairoComponent component = CairoComponents.Get(instance.Layout.Name);
        return [.. component.Air.Parameters.Select(name => Value(claim, instance, component, name))];
    }

    private static M31 Value(CairoClaim claim, ComponentInstance instance, CairoComponent component, string name) => name switch
    {
        ParameterNames.IdOffset => M31.Reduce(FirstBigId + (ulong)(claim.BigLogSizes ?? []).Take(instance.Part).Sum(size => 1L << size)),
        ParameterNames.Rows => M31.Reduce(1UL << instance.LogSize),
        ParameterNames.SegmentStart when BuiltinSegments.TryOfComponent(component.Name, out BuiltinName segment) =>
            M31.Reduce(claim.PublicData.Segments[segment].Start.Value),
        _ => throw new InvalidOperationException($"{component.Name}: no value for {name}"),
    };
}
