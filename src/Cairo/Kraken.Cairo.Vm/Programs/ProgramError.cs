namespace Kraken.Cairo.Vm.Programs;

/// <summary>Why a compiled program was refused.</summary>
/// <param name="Where">The field.</param>
/// <param name="Expected">What belongs there.</param>
/// <param name="Got">What stood there, shortened.</param>
public sealed record ProgramError(string Where, string Expected, string Got)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Where}: expected {Expected}, got {Got}";
}
