namespace Kraken.Stark;

/// <summary>Why a proof is refused.</summary>
/// <param name="Kind">The kind of failure.</param>
/// <param name="Where">The part of the proof, e.g. "trace tree" or "fri layer 2".</param>
/// <param name="Expected">What the protocol demands there.</param>
/// <param name="Got">What the proof holds.</param>
public sealed record VerifyError(VerifyErrorKind Kind, string Where, string Expected, string Got)
{
    /// <summary>Builds an error about a number.</summary>
    internal static VerifyError Number(VerifyErrorKind kind, string where, long expected, long got) =>
        new(
            kind,
            where,
            expected.ToString(System.Globalization.CultureInfo.InvariantCulture),
            got.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} at {Where}: expected {Expected}, got {Got}";
}
