using System.Collections.Generic;
using Kraken.Cairo.Air.Preprocessed;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>The known roots of the fixed columns, recomputed.</summary>
public sealed class PreprocessedRootTests
{
    // The roots of canonical_small in the circuits that verify Cairo proofs (stwo-circuits, circuit_cairo_verifier), for blowups 2, 4
    // and 8:
    // of the whole digests as a later revision has them, and of the reduced ones.
    [Theory]
    [InlineData("blake2s", 1, "068d1166c9f9f0ec247641ca391ee8396170e69343dfcacc632f9638670d2bec")]
    [InlineData("blake2s", 2, "25cbdd4f952c684b5974974cfd9a27aa71f740d62d10e9c702c7d0eed8a125c0")]
    [InlineData("blake2s", 3, "84256087ea3e996e7870766bb16efd26a32173dd837b6d5a8f28560c0a00bb2c")]
    [InlineData("blake2s_m31", 1, "bfaf9a4ec4375775fdf1164133e5b40e5c7bd02d0316416ac4013d61dedbf358")]
    [InlineData("blake2s_m31", 2, "4af56578c7ab185e03d48c58715f580cf1ebe9256445c1509c18487d5d59fc2a")]
    [InlineData("blake2s_m31", 3, "edb50d1830d17647eb2c095c9a83a67b5ff99b36e29a2262c843bc26df3e2f3d")]
    public void TheSmallRootsAreThoseOfTheCircuits(string hash, int logBlowup, string root)
    {
        Assert.True(PreprocessedRoots.TryGet(hash, PreprocessedVariant.CanonicalSmall, logBlowup, out string? known));
        Assert.Equal(root, known);
    }

    [Theory]
    [InlineData("blake2s", 1, 23)]
    [InlineData("blake2s", 2, 23)]
    [InlineData("blake2s_m31", 1, 22)]
    public void SmallRootsAreRecomputed(string hash, int logBlowup, int maxHeight) =>
        Recompute(hash, PreprocessedVariant.CanonicalSmall, logBlowup, maxHeight);

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("blake2s", 5, 26)]
    [InlineData("blake2s_m31", 4, 26)]
    [InlineData("poseidon252", 1, 22)]
    public void OtherSmallRootsAreRecomputed(string hash, int logBlowup, int maxHeight) =>
        Recompute(hash, PreprocessedVariant.CanonicalSmall, logBlowup, maxHeight);

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("blake2s", 1)]
    [InlineData("blake2s_m31", 1)]
    public void RootsWithoutPedersenAreRecomputed(string hash, int logBlowup) =>
        Recompute(hash, PreprocessedVariant.CanonicalWithoutPedersen, logBlowup, 0);

    private static void Recompute(string hash, PreprocessedVariant variant, int logBlowup, int maxHeight)
    {
        int natural = PreprocessedLayout.Of(variant).MaxLogSize + logBlowup;
        PreprocessedTree lowest = new(hash, variant, logBlowup, natural);
        IReadOnlyList<string> roots = PreprocessedRootComputation.Compute(lowest, System.Math.Max(natural, maxHeight));
        for (int i = 0; i < roots.Count; i++)
        {
            bool isKnown = PreprocessedRoots.TryGet(lowest with { Height = natural + i }, out string? known);
            Assert.True(isKnown, $"no root of height {natural + i}");
            Assert.Equal(known, roots[i]);
        }
    }
}
