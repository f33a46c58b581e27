using System.Collections.Frozen;
using System.Collections.Generic;

namespace Kraken.Cairo.Air.Preprocessed;

/// <summary>
/// The known roots of the preprocessed trees. They bind a proof to the tables that the AIR means: a proof over other tables may prove anything.
/// Source: stwo-cairo, cairo_air/preprocessed_columns; the small variant's was recomputed from its definition.
/// </summary>
public static class PreprocessedRoots
{
    private static readonly FrozenDictionary<(string Hash, PreprocessedVariant Variant, int LogBlowup), string> Known =
        new Dictionary<(string Hash, PreprocessedVariant Variant, int LogBlowup), string>
        {
            [("blake2s", PreprocessedVariant.Canonical, 1)] = "a98e22423bf5d235981f0b36d939ae56ef3be2751c58b032b2831e6e24ba0364",
            [("blake2s", PreprocessedVariant.Canonical, 2)] = "04e99470ad380a21ee6c6b12e87d0957a10d861cb104b7910a28cfc62315218a",
            [("blake2s", PreprocessedVariant.Canonical, 3)] = "b979cb8416ad50b0847578694f277fcfc8929739ed7ff7ecfe888445acbc7be2",
            [("blake2s", PreprocessedVariant.Canonical, 4)] = "77e73f80a067921d6dc383e3f04b1b2b9f96479af43e68cb47ca8e59f942db09",
            [("blake2s", PreprocessedVariant.Canonical, 5)] = "d57ceebf85a19c42a70bd6a872e05638aae28db8c35bab121d2744de8a310025",
            [("blake2s", PreprocessedVariant.CanonicalSmall, 1)] = "068d1166c9f9f0ec247641ca391ee8396170e69343dfcacc632f9638670d2bec",
            [("poseidon252", PreprocessedVariant.CanonicalWithoutPedersen, 1)] = "0x1fdacd6e29834987926672fcac7fda0577adce49999ad96fb0195e745e9ce0",
            [("poseidon252", PreprocessedVariant.CanonicalWithoutPedersen, 2)] = "0x14103a81a8417d83c41bc877194607103f9e1cb4cb188e5f21b75499709bbb6",
            [("poseidon252", PreprocessedVariant.CanonicalWithoutPedersen, 3)] = "0x20861f94b3cf37baf1939d20691d38630596bce389dcee5f224ef1f5682e70f",
            [("poseidon252", PreprocessedVariant.CanonicalWithoutPedersen, 4)] = "0x26f3a39ddf7042fefdd2595bf4739063e044845418839b2b1ec556fdc1aecf",
            [("poseidon252", PreprocessedVariant.CanonicalWithoutPedersen, 5)] = "0x2111b7db0f7fb2f629d493661207663b88609e5abebbe7e59c4f116dc3dac0",
        }.ToFrozenDictionary();

    /// <summary>The root as text: 64 hexadecimal digits for blake2s, a 0x felt for poseidon252.</summary>
    /// <param name="hashName">blake2s or poseidon252.</param>
    /// <param name="variant">The variant.</param>
    /// <param name="logBlowup">log2 of the blowup.</param>
    /// <param name="root">The root.</param>
    /// <returns>False if no root is known; such proofs cannot be checked.</returns>
    public static bool TryGet(string hashName, PreprocessedVariant variant, int logBlowup, out string? root) =>
        Known.TryGetValue((hashName, variant, logBlowup), out root);
}
