namespace Kraken.BlockProof.Replay;

/// <summary>A place where re-executing a block gives something else than the block says.</summary>
/// <param name="Where">The place, such as "receipt 3, fee".</param>
/// <param name="Expected">What the execution gives.</param>
/// <param name="Got">What the block says.</param>
public sealed record ReplayMismatch(string Where, string Expected, string Got)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Where}: expected {Expected}, got {Got}";
}
