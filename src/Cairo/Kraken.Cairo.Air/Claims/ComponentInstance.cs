using System.Collections.Immutable;
using Kraken.Cairo.Air.Components;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Claims;

/// <summary>A component as it occurs in a proof.</summary>
/// <param name="Component">The component.</param>
/// <param name="LogSize">The log size of its trace.</param>
/// <param name="Index">0, or the index among the instances of the big-value memory.</param>
/// <param name="Parameters">The values that the claim fixes, in the order of the recording's parameters.</param>
public sealed record ComponentInstance(CairoComponent Component, int LogSize, int Index, ImmutableArray<M31> Parameters)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Component.Name} 2^{LogSize}";
}
