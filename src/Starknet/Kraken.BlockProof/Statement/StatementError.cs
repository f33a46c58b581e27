namespace Kraken.BlockProof.Statement;

/// <summary>Why an output is no statement about blocks.</summary>
/// <param name="Index">The felt of the output at fault, from 0 on; the number of felts where one is missing.</param>
/// <param name="Field">What should stand there.</param>
/// <param name="Got">What stands there.</param>
public sealed record StatementError(int Index, string Field, string Expected, string Got)
{
    /// <inheritdoc/>
    public override string ToString() => $"output felt {Index}, {Field}: expected {Expected}, got {Got}";
}
