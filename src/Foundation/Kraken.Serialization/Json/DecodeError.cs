namespace Kraken.Serialization.Json;

/// <summary>Why foreign JSON was refused.</summary>
/// <param name="Path">Where: member names and indices from the root, such as "transactions[3].nonce".</param>
/// <param name="Expected">What was expected there.</param>
/// <param name="Got">What stood there, shortened.</param>
public sealed record DecodeError(string Path, string Expected, string Got)
{
    /// <inheritdoc/>
    public override string ToString() => $"{(Path.Length == 0 ? "value" : Path)}: expected {Expected}, got {Got}";
}
