using System;
using System.Linq;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>
/// How large the parts of a proof may be. Readers check them before they make room, so a file's size bounds what reading it takes.
/// </summary>
internal static class ProofLimits
{
    /// <summary>The largest file: 64 MiB; the proofs in use have below 10.</summary>
    public const int MaxBytes = 64 << 20;

    /// <summary>The largest unpacked proof: unpacking bytes that are not alike takes a second for 6 MiB.</summary>
    public const int MaxUnpackedBytes = 32 << 20;

    /// <summary>
    /// The largest packed proof: what cannot be packed grows by a hundredth, and each block costs its reader whatever it unpacks to.
    /// </summary>
    public const int MaxPackedBytes = MaxUnpackedBytes + (MaxUnpackedBytes / 20);

    /// <summary>The most JSON tokens: the parser takes 12 bytes for each. 64 MiB of field elements of usual size are fewer.</summary>
    public const int MaxJsonTokens = 11_000_000;

    /// <summary>The deepest nesting of a JSON proof; the format has 9 levels.</summary>
    public const int MaxJsonDepth = 16;

    /// <summary>The most members of a JSON object: the claim has one a component.</summary>
    public const int MaxJsonMembers = 128;

    /// <summary>The longest name, string or number of a JSON proof, in bytes.</summary>
    public const int MaxJsonText = 128;

    /// <summary>The digits of the longest field element in hexadecimal.</summary>
    public const int MaxFeltDigits = 64;

    /// <summary>The commitments: preprocessed, base, interaction and composition.</summary>
    public const int TreeCount = 4;

    /// <summary>The most committed layers of the low-degree test: each halves a domain of at most 2^31.</summary>
    public const int MaxFriLayers = 31;

    /// <summary>The most samples of a column: at the point, and one row before it.</summary>
    public const int MaxSamples = 2;

    /// <summary>log2 of the most coefficients of the last layer.</summary>
    public const int MaxLogLastLayer = 30;

    /// <summary>The most columns of one commitment: all components, memory_id_to_big in all its parts.</summary>
    public static int MaxColumns { get; } = Math.Max(
        ClaimLayout.Components.Sum(component => component.TraceColumns) + (Part.TraceColumns * (ClaimLayout.MaxBigInstances - 1)),
        ClaimLayout.Components.Sum(component => component.InteractionColumns)
            + (Part.InteractionColumns * (ClaimLayout.MaxBigInstances - 1)));

    private static ClaimComponent Part => ClaimLayout.Components[ClaimLayout.MemoryIdToBig];
}
