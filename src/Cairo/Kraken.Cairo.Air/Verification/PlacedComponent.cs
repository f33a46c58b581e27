using Kraken.Air;
using Kraken.Cairo.Air.Proofs;

namespace Kraken.Cairo.Air.Verification;

/// <summary>A component of a claim with its recording and the places of the fixed columns that it reads.</summary>
/// <param name="Instance">The component in the claim.</param>
/// <param name="Air">Its recording.</param>
/// <param name="PreprocessedIndices">Places in the variant's columns, in the order of the recording.</param>
public sealed record PlacedComponent(ComponentInstance Instance, AirRecording Air, int[] PreprocessedIndices);
