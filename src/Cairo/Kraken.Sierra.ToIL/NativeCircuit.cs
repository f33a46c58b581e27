using System.Collections.Immutable;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL;

/// <summary>
/// The wiring of a circuit that native code evaluates. Offsets count values: the constant one, the inputs, what is computed.
/// </summary>
/// <param name="Values">The number of values.</param>
/// <param name="Inputs">The number of inputs.</param>
/// <param name="Additions">The additions; a subtraction stands as the addition that it inverts.</param>
/// <param name="Products">The multiplications; an inversion stands as the multiplication that it inverts.</param>
public sealed record NativeCircuit(
    int Values, int Inputs, ImmutableArray<GateOffsets> Additions, ImmutableArray<GateOffsets> Products);
