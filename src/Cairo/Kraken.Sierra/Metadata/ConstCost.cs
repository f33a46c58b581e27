namespace Kraken.Sierra.Metadata;

/// <summary>A cost in execution resources.</summary>
/// <param name="Holes">Memory cells that stay unused.</param>
/// <param name="RangeChecks">128-bit range checks.</param>
/// <param name="RangeChecks96">96-bit range checks.</param>
public readonly record struct ConstCost(int Steps, int Holes = 0, int RangeChecks = 0, int RangeChecks96 = 0)
{
    /// <summary>The gas of the resources.</summary>
    public int Gas => (Steps * 100) + (Holes * 10) + (RangeChecks * 70) + (RangeChecks96 * 56);
}
