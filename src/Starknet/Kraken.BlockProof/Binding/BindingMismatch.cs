namespace Kraken.BlockProof.Binding;

/// <summary>A place where a proof's output and the block differ.</summary>
/// <param name="Field">What differs.</param>
/// <param name="Expected">What the block says.</param>
/// <param name="Got">What the proof says.</param>
public sealed record BindingMismatch(BindingField Field, string Expected, string Got)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Field}: expected {Expected}, got {Got}";
}
