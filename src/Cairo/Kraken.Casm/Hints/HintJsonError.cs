namespace Kraken.Casm.Hints;

/// <summary>Why a hint's JSON was refused.</summary>
/// <param name="Where">The field, for example "TestLessThan.lhs".</param>
/// <param name="Expected">What belongs there.</param>
/// <param name="Got">What stood there, shortened.</param>
public sealed record HintJsonError(string Where, string Expected, string Got)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Where}: expected {Expected}, got {Got}";
}
