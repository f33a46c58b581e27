using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Sierra.ToIL;

/// <summary>A program compiled to IL: what is kept of it between runs.</summary>
/// <param name="Assembly">The assembly's bytes.</param>
/// <param name="Constants">The field elements that its code names.</param>
/// <param name="Circuits">The circuits that it evaluates.</param>
public sealed record NativeImage(byte[] Assembly, ImmutableArray<Felt> Constants, ImmutableArray<NativeCircuit> Circuits);
