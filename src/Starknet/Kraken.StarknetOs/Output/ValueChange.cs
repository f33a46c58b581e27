using Kraken.Fields;

namespace Kraken.StarknetOs.Output;

/// <summary>A value that blocks changed.</summary>
/// <param name="Before">What it was before the first block.</param>
/// <param name="After">What it is after the last.</param>
public readonly record struct ValueChange(Felt Key, Felt Before, Felt After)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Key}: {Before} -> {After}";
}
