using System;
using System.Collections.Generic;
using Kraken.Fields;
using Kraken.Stark.Merkle;

namespace Kraken.Stark.Fri;

/// <summary>The values and nodes that the opening of a FRI layer shows.</summary>
/// <param name="Values">Every value of the opened cosets with its position, ascending.</param>
/// <param name="Nodes">The layer's tree.</param>
/// <typeparam name="THash">A tree node.</typeparam>
public sealed record OpenedLayer<THash>(IReadOnlyList<(uint Position, QM31 Value)> Values, OpenedNodes<THash> Nodes)
    where THash : unmanaged, IEquatable<THash>;
