namespace Kraken.Cairo.Prover.Input;

/// <summary>Why a prover input file was refused.</summary>
/// <param name="Where">The JSON property or position.</param>
/// <param name="Expected">What should stand there.</param>
/// <param name="Got">What stands there.</param>
public sealed record ProverInputError(string Where, string Expected, string Got)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Where}: expected {Expected}, got {Got}";
}
