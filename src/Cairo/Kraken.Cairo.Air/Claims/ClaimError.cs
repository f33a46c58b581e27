namespace Kraken.Cairo.Air.Claims;

/// <summary>A rule that a claim breaks.</summary>
/// <param name="Kind">The rule.</param>
/// <param name="Where">The component, register, segment or relation.</param>
/// <param name="Expected">What the rule wants.</param>
/// <param name="Got">What the claim says.</param>
public sealed record ClaimError(ClaimErrorKind Kind, string Where, string Expected, string Got)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind} of {Where}: expected {Expected}, got {Got}";
}
