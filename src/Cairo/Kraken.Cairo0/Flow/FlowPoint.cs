namespace Kraken.Cairo0.Flow;

/// <summary>A point to which the tracking of flows can be taken back.</summary>
/// <param name="State">What was known there.</param>
/// <param name="NextGroup">The number of the next group.</param>
/// <param name="References">References numbered so far.</param>
/// <param name="LabelChanges">Jumps seen so far.</param>
internal readonly record struct FlowPoint(FlowState? State, int NextGroup, int References, int LabelChanges);
