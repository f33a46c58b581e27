using Kraken.Stark.Pcs;

namespace Kraken.Cairo.Air.Preprocessed;

/// <summary>A tree over the fixed columns: all that its root depends on.</summary>
/// <param name="HashName">blake2s, blake2s_m31 or poseidon252.</param>
/// <param name="Variant">The fixed columns.</param>
/// <param name="LogBlowup">log2 of the blowup.</param>
/// <param name="Height">The tree's height; above <see cref="NaturalHeight"/> where it is lifted.</param>
public readonly record struct PreprocessedTree(string HashName, PreprocessedVariant Variant, int LogBlowup, int Height)
{
    /// <summary>The height of the tree where nothing lifts it: that of the largest column with its blowup.</summary>
    public int NaturalHeight => PreprocessedLayout.Of(Variant).MaxLogSize + LogBlowup;

    /// <summary>The tree that a proof with the given parameters commits to.</summary>
    public static PreprocessedTree Of(string hashName, PreprocessedVariant variant, PcsConfig config) =>
        new(hashName, variant, config.Fri.LogBlowup, config.TreeHeight(PreprocessedLayout.Of(variant).MaxLogSize));

    /// <inheritdoc/>
    public override string ToString() =>
        $"preprocessed tree of {HashName} over {PreprocessedLayout.Of(Variant).Name} with blowup 2^{LogBlowup} and height {Height}";
}
