namespace Kraken.Cairo.Air.Preprocessed;

/// <summary>The sets of fixed columns, in the order of the binary format.</summary>
public enum PreprocessedVariant
{
    /// <summary>Row counters up to 2^25 and Pedersen points for windows of 18 bits.</summary>
    Canonical,

    /// <summary>Row counters up to 2^25, no Pedersen points.</summary>
    CanonicalWithoutPedersen,

    /// <summary>Row counters up to 2^20 and Pedersen points for windows of 9 bits.</summary>
    CanonicalSmall,
}
