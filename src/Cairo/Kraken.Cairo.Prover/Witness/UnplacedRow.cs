namespace Kraken.Cairo.Prover.Witness;

/// <summary>A row that a component hands over and its receiver has no place for: the run is not one of the AIR.</summary>
/// <param name="Row">The component's row.</param>
/// <param name="Feed">The index of the feed in the recording.</param>
/// <param name="Expected">What the receiver takes.</param>
/// <param name="Values">The row's tuple.</param>
internal sealed record UnplacedRow(long Row, int Feed, string Expected, string Values);
